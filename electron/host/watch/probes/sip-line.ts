// SIP OPTIONS over TCP or TLS on a held connection, whose breaking is the fastest sign of a fault there is.
// Source: RFC 3261, section 18: requests and responses share a connection, which is kept open.
import type { Socket } from 'node:net'
import type { Clock, Random } from '../../../../native/kit/clock.ts'
import type { ProbeResult } from '../types.ts'
import { holdBroke, holdServed, mayHold, NEVER_BROKE } from './hold.ts'
import type { OpenLine } from './line-socket.ts'
import { createSipNonce, decodeSipResponse, encodeSipOptions, isAnswerTo, resultOfSipStatus, SIP_BYTES_MAX, sipMessageLength, type SipNonce, type SipResponse } from './sip-message.ts'
import { sinceMs } from './stopwatch.ts'

const NONCE_BYTES = 12

export interface SipLineDeps {
  readonly transport: 'tcp' | 'tls'
  readonly port: number
  readonly openLine: OpenLine
  readonly clock: Clock
  readonly random: Random
  /** The held connection broke while no question was under way on it. */
  readonly onBroken: () => void
}

interface Line {
  readonly host: string
  readonly socket: Socket
  readonly waiting: Map<string, Asked>
  ready: boolean
  answered: boolean
  ended: boolean
}

interface Asked {
  readonly nonce: SipNonce
  readonly startMs: number
  readonly finish: (result: ProbeResult) => void
  line: Line
  again: boolean
}

/**
 * Asks on the held connection, or on a new one when there is none. A question that times out takes its connection with it:
 * a path that was cut leaves TCP backing off for up to two minutes, and the next question must not wait for that.
 */
export class SipLine {
  readonly #deps: SipLineDeps
  readonly #open = new Set<Line>()
  #held: Line | undefined
  #hold = NEVER_BROKE
  #sequence = 0

  constructor(deps: SipLineDeps) {
    this.#deps = deps
  }

  /** @param host  an IP address */
  ask(host: string, signal: AbortSignal): Promise<ProbeResult> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve({ kind: 'timeout' })
      const { clock, random } = this.#deps
      if (this.#held) this.#hold = holdServed(this.#hold)
      const finish = (result: ProbeResult): void => {
        if (!asked.line.waiting.delete(asked.nonce.branch)) return
        signal.removeEventListener('abort', onAbort)
        resolve(result)
      }
      const onAbort = (): void => {
        finish({ kind: 'timeout' })
        this.#release(asked.line)
      }
      const nonce = createSipNonce(random.bytes(NONCE_BYTES), ++this.#sequence)
      const asked: Asked = { nonce, startMs: clock.monotonicMs(), finish, line: this.#held ?? this.#connect(host), again: false }
      signal.addEventListener('abort', onAbort)
      this.#put(asked, asked.line)
    })
  }

  close(): void {
    for (const line of [...this.#open]) this.#drop(line, { kind: 'timeout' })
  }

  #put(asked: Asked, line: Line): void {
    asked.line = line
    line.waiting.set(asked.nonce.branch, asked)
    if (line.ready) this.#send(asked)
  }

  #send({ nonce, line }: Asked): void {
    const { localAddress = '0.0.0.0', localPort = 0 } = line.socket
    const { transport, port } = this.#deps
    line.socket.write(encodeSipOptions({ transport, target: { host: line.host, port }, local: { host: localAddress, port: localPort }, nonce }))
  }

  #connect(host: string): Line {
    let received: Uint8Array = new Uint8Array(0)
    const socket = this.#deps.openLine(host, {
      onReady: () => {
        line.ready = true
        for (const asked of line.waiting.values()) this.#send(asked)
      },
      onBytes: (bytes) => { received = this.#read(line, joined(received, bytes)) },
      onLost: (result) => this.#lose(line, result),
    })
    const line: Line = { host, socket, waiting: new Map(), ready: false, answered: false, ended: false }
    this.#open.add(line)
    return line
  }

  /** Takes whole messages out of the stream; returns what is left. */
  #read(line: Line, bytes: Uint8Array): Uint8Array {
    let rest = bytes
    for (let length = sipMessageLength(rest); length !== undefined; length = sipMessageLength(rest)) {
      const response = decodeSipResponse(rest.subarray(0, length))
      rest = rest.subarray(length)
      if (response.ok) this.#answer(line, response.value)
    }
    if (rest.length > SIP_BYTES_MAX) this.#lose(line, { kind: 'unreachable', detail: 'WIRE_TOO_LONG' })
    return rest
  }

  #answer(line: Line, response: SipResponse): void {
    const { clock } = this.#deps
    const asked = line.waiting.get(response.branch)
    if (!asked || !isAnswerTo(response, asked.nonce)) return
    const result = resultOfSipStatus(response.status, sinceMs(clock, asked.startMs))
    if (!result) return
    line.answered = true
    // The first line that proves itself is the one to hold.
    if (mayHold(this.#hold, clock.monotonicMs())) this.#held ??= line
    asked.finish(result)
    if (this.#held !== line) this.#release(line)
  }

  /** Not for further questions; those under way on it keep their own time. */
  #release(line: Line): void {
    if (this.#held === line) this.#held = undefined
    if (line.waiting.size === 0) this.#drop(line, { kind: 'timeout' })
  }

  #lose(line: Line, result: ProbeResult): void {
    if (line.ended) return
    const wasHeld = this.#held === line
    const wasIdle = line.waiting.size === 0
    // What was asked on a connection that had served before and now ended was never read: it is asked once more, on a new one.
    const unread = line.answered ? [...line.waiting.values()].filter((asked) => !asked.again) : []
    for (const { nonce } of unread) line.waiting.delete(nonce.branch)
    this.#drop(line, result)
    if (wasHeld) this.#hold = holdBroke(this.#hold, this.#deps.clock.monotonicMs())
    if (wasHeld && wasIdle) this.#deps.onBroken()
    if (unread.length === 0) return
    const next = this.#connect(line.host)
    for (const asked of unread) {
      asked.again = true
      this.#put(asked, next)
    }
  }

  #drop(line: Line, result: ProbeResult): void {
    if (line.ended) return
    line.ended = true
    this.#open.delete(line)
    if (this.#held === line) this.#held = undefined
    line.socket.destroy()
    for (const asked of [...line.waiting.values()]) asked.finish(result)
  }
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  if (one.length === 0) return other
  const both = new Uint8Array(one.length + other.length)
  both.set(one)
  both.set(other, one.length)
  return both
}
