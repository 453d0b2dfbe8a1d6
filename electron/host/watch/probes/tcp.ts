// A TCP port that accepts. Proves that the machine and its listener live, not that the program behind it answers: a stopped
// process keeps accepting, because the kernel completes the handshake. So it belongs among the secondary probes.
import { connect } from 'node:net'
import type { Clock } from '../../../../native/kit/clock.ts'
import { ok } from '../../../../native/kit/result.ts'
import type { Probe } from '../probe.ts'
import type { ProbeResult } from '../types.ts'
import type { AddressBook } from './address-book.ts'
import { NO_ADDRESS, resultOfSocketError } from './network-failure.ts'
import { sinceMs } from './stopwatch.ts'

export interface TcpProbeConfig {
  readonly kind: 'tcp'
  readonly host: string
  readonly port: number
}

export function openTcpProbe(config: TcpProbeConfig, deps: { readonly clock: Clock; readonly addresses: AddressBook }) {
  const probe: Probe = {
    async ask(signal): Promise<ProbeResult> {
      const startMs = deps.clock.monotonicMs()
      const host = await deps.addresses.addressOf(config.host)
      if (host === undefined) return NO_ADDRESS
      if (signal.aborted) return { kind: 'timeout' }
      return new Promise((resolve) => {
        const socket = connect({ host, port: config.port })
        const finish = (result: ProbeResult): void => {
          signal.removeEventListener('abort', onAbort)
          socket.destroy()
          resolve(result)
        }
        const onAbort = (): void => finish({ kind: 'timeout' })
        signal.addEventListener('abort', onAbort)
        socket.once('connect', () => finish({ kind: 'reply', latencyMs: sinceMs(deps.clock, startMs) }))
        // Stays after the end: a destroyed socket may still report.
        socket.on('error', (error: NodeJS.ErrnoException) => finish(resultOfSocketError(error)))
      })
    },
    close: async () => {},
  }
  return ok(probe)
}
