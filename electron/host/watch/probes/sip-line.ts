// SIP OPTIONS over TCP on a held connection. Its breaking is the fastest sign of a fault there is.
import { connect, type Socket } from 'node:net'
import type { Clock, Random } from '../../../../native/kit/clock.ts'
import type { ProbeResult } from '../types.ts'
import { resultOfSocketError } from './network-failure.ts'
import { createSipNonce, decodeSipResponse, encodeSipOptions, isAnswerTo, SIP_BYTES_MAX, sipMessageLength, type SipNonce, type SipResponse } from './sip-message.ts'
import { sinceMs } from './stopwatch.ts'

const NONCE_BYTES = 12

export interface SipTcpDeps {
  readonly port: number
  readonly clock: Clock
  readonly random: Random
  /** The held connection broke while no question was under way on it. */
  readonly onBroken: () => void
}

interface Line {
  readonly socket: Socket
  readonly waiting: Map<string, { readonly nonce: SipNonce; readonly startMs: number; readonly finish: (result: ProbeResult) => void }>
  ended: boolean
}

/**
 * Asks on the held connection, or on a new one when there is none. A question that times out takes its connection with it:
 * a path that was cut leaves TCP backing off for up to two minutes, and the next question must not wait for that.
 */
export class SipTcpLine {
  readonly #deps: SipTcpDeps
  readonly #open = new Set<Line>()
  #held: Line | undefined
  #sequence = 0

  constructor(deps: SipTcpDeps) {
    this.#deps = deps
  }

  /** @param host  an IP address */
  ask(host: string, signal: AbortSignal): Promise<ProbeResult> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve({ kind: 'timeout' })
      const startMs = this.#deps.clock.monotonicMs()
      const nonce = createSipNonce(this.#deps.random.bytes(NONCE_BYTES), ++this.#sequence)
      const line = this.#held ?? this.#connect(host)
      const finish = (result: ProbeResult): void => {
        if (!line.waiting.delete(nonce.branch)) return
        signal.removeEventListener('abort', onAbort)
        resolve(result)
      }
      const onAbort = (): void => {
        finish({ kind: 'timeout' })
        this.#release(line)
      }
      line.waiting.set(nonce.branch, { nonce, startMs, finish })
      signal.addEventListener('abort', onAbort)
      const send = (): void => {
        const { localAddress = '0.0.0.0', localPort = 0 } = line.socket
        const local = { host: localAddress, port: localPort }
        line.socket.write(encodeSipOptions({ transport: 'tcp', target: { host, port: this.#deps.port }, local, nonce }))
      }
      if (line.socket.connecting) line.socket.once('connect', send)
      else send()
    })
  }

  close(): void {
    for (const line of [...this.#open]) this.#drop(line, { kind: 'timeout' })
  }

  #connect(host: string): Line {
    const socket = connect({ host, port: this.#deps.port, noDelay: true })
    const line: Line = { socket, waiting: new Map(), ended: false }
    this.#open.add(line)
    let received: Uint8Array = new Uint8Array(0)
    socket.on('data', (bytes: Uint8Array) => {
      received = this.#read(line, joined(received, bytes))
    })
    socket.on('error', (error: NodeJS.ErrnoException) => this.#lose(line, resultOfSocketError(error)))
    socket.on('close', () => this.#lose(line, { kind: 'unreachable', detail: 'closed by the other side' }))
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
    const asked = line.waiting.get(response.branch)
    if (!asked || !isAnswerTo(response, asked.nonce)) return
    // The first line that proves itself is the one to hold.
    this.#held ??= line
    asked.finish({ kind: 'reply', latencyMs: sinceMs(this.#deps.clock, asked.startMs), detail: `SIP ${response.status}` })
    if (this.#held !== line) this.#release(line)
  }

  /** Not for further questions; those under way on it keep their own time. */
  #release(line: Line): void {
    if (this.#held === line) this.#held = undefined
    if (line.waiting.size === 0) this.#drop(line, { kind: 'timeout' })
  }

  #lose(line: Line, result: ProbeResult): void {
    const wasIdle = this.#held === line && line.waiting.size === 0
    this.#drop(line, result)
    if (wasIdle) this.#deps.onBroken()
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
