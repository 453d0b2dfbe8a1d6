// A TCP port that accepts. Proves that the machine and its listener live, not that the program behind it answers: a stopped
// process keeps accepting, because the kernel completes the handshake. So it belongs among the secondary probes.
import { connect, type Socket } from 'node:net'
import type { Clock } from '../../../../native/kit/clock.ts'
import { ok } from '../../../../native/kit/result.ts'
import type { Probe, ProbeEars } from '../probe.ts'
import type { ProbeResult } from '../types.ts'
import type { AddressBook } from './address-book.ts'
import { holdBroke, holdServed, mayHold, NEVER_BROKE } from './hold.ts'
import { NO_ADDRESS, resultOfSocketError } from './network-failure.ts'
import { sinceMs } from './stopwatch.ts'

export interface TcpProbeConfig {
  readonly kind: 'tcp'
  readonly host: string
  readonly port: number
  /** The connection of the last question stays open until the next one is answered; when it breaks before, the target is asked at once. */
  readonly held?: boolean
}

interface TcpProbeDeps {
  readonly clock: Clock
  readonly addresses: AddressBook
}

export function openTcpProbe(config: TcpProbeConfig, deps: TcpProbeDeps) {
  let ears: ProbeEars | undefined
  const holder = config.held ? new Holder(deps.clock, () => ears?.suspect()) : undefined
  const probe: Probe = {
    async open(given) {
      ears = given
      return ok()
    },
    async ask(signal): Promise<ProbeResult> {
      const startMs = deps.clock.monotonicMs()
      const host = await deps.addresses.addressOf(config.host)
      if (host === undefined) return NO_ADDRESS
      if (signal.aborted) return { kind: 'timeout' }
      return new Promise((resolve) => {
        const socket = connect({ host, port: config.port })
        const finish = (result: ProbeResult): void => {
          signal.removeEventListener('abort', onAbort)
          if (result.kind !== 'reply' || !holder?.keep(socket)) socket.destroy()
          resolve(result)
        }
        const onAbort = (): void => finish({ kind: 'timeout' })
        signal.addEventListener('abort', onAbort)
        socket.once('connect', () => finish({ kind: 'reply', latencyMs: sinceMs(deps.clock, startMs) }))
        // Stays after the end: a destroyed socket may still report.
        socket.on('error', (error: NodeJS.ErrnoException) => finish(resultOfSocketError(error)))
      })
    },
    async close() {
      ears = undefined
      holder?.close()
    },
  }
  return ok(probe)
}

/**
 * One connection at most, renewed by each answered question: none is opened for the holding, and none grows old enough for a
 * server that closes idle ones. One that is half open says nothing, and so changes nothing.
 */
class Holder {
  readonly #clock: Clock
  readonly #onBroken: () => void
  #held: Socket | undefined
  #hold = NEVER_BROKE
  #isClosed = false

  constructor(clock: Clock, onBroken: () => void) {
    this.#clock = clock
    this.#onBroken = onBroken
  }

  /** @returns whether it holds this socket from now on, in place of the one before */
  keep(socket: Socket): boolean {
    if (this.#isClosed || !mayHold(this.#hold, this.#clock.monotonicMs())) return false
    if (this.#held) this.#hold = holdServed(this.#hold)
    this.#held?.destroy()
    this.#held = socket
    const broke = (): void => {
      if (this.#held !== socket) return
      this.#held = undefined
      this.#hold = holdBroke(this.#hold, this.#clock.monotonicMs())
      socket.destroy()
      this.#onBroken()
    }
    socket.on('error', broke).on('end', broke).on('close', broke)
    // Whatever a server says of itself is thrown away; unread it would hide the end.
    socket.resume()
    return true
  }

  close(): void {
    this.#isClosed = true
    const socket = this.#held
    this.#held = undefined
    socket?.destroy()
  }
}
