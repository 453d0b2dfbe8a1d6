// The control radio as a witness: registered says the network hears it; our own voice in a group says the RBS works end to end.
import type { CellMode, Registration } from '../../../contract/words.ts'
import type { Clock } from '../../../../native/kit/clock.ts'
import type { Failure } from '../../../../native/kit/errors.ts'
import { ok, type Result } from '../../../../native/kit/result.ts'
import type { Unsubscribe } from '../../../../native/kit/transport.ts'
import type { Probe, ProbeEars } from '../probe.ts'
import type { ProbeResult } from '../types.ts'

export interface WitnessReading {
  readonly registration: Registration
  readonly cell: CellMode
  readonly latencyMs: number
}

/** All this probe needs of a TETRA radio; the host wraps the driver. */
export interface WitnessRadio {
  /** Asks the radio how it stands. @returns LINK_LOST or LINK_MISSING when its cable is out */
  poll(): Promise<Result<WitnessReading>>
  /** This position's own identity was heard to speak, at the moment of the call; so long after the press, where one was seen. */
  onOwnIdentityHeard(listener: (afterPressMs?: number) => void): Unsubscribe
  /** A status that the radio sent to itself came back, or did not in time. */
  onExchange?(listener: (exchange: ExchangeOutcome) => void): Unsubscribe
}

export interface ExchangeOutcome {
  readonly sentMs: number
  /** Absent: it did not come back. That alone proves nothing: the network may be busy, or the radio. */
  readonly tookMs?: number
}

export interface WitnessProbeConfig {
  readonly kind: 'witness'
  /** Id of the control radio among the devices. */
  readonly device: string
}

export function openWitnessProbe(radio: WitnessRadio, deps: { readonly clock: Clock }) {
  // One question on the line at a time: the radio's protocol is a dialogue. A question that timed out is given up.
  let underWay: Promise<Result<WitnessReading>> | undefined
  let unsubscribe: readonly Unsubscribe[] = []

  const probe: Probe = {
    async open(ears: ProbeEars) {
      unsubscribe = [
        radio.onOwnIdentityHeard((afterPressMs) => {
          ears.push({ result: { kind: 'reply', heardOwn: true, ...(afterPressMs !== undefined && { afterPressMs }) }, sentMs: Math.floor(deps.clock.monotonicMs()), regular: false })
        }),
        ...(radio.onExchange ? [radio.onExchange((exchange) => ears.push({ result: resultOfExchange(exchange), sentMs: Math.floor(exchange.sentMs), regular: false }))] : []),
      ]
      return ok()
    },
    async ask(signal) {
      const poll = (underWay ??= radio.poll())
      const forget = (): void => { if (underWay === poll) underWay = undefined }
      signal.addEventListener('abort', forget)
      const reading = await poll.finally(forget)
      return reading.ok ? { kind: 'reply', ...reading.value } : resultOfFailure(reading.error)
    },
    async close() {
      for (const one of unsubscribe) one()
      unsubscribe = []
    },
  }
  return ok(probe)
}

function resultOfExchange({ tookMs }: ExchangeOutcome): ProbeResult {
  return tookMs === undefined ? { kind: 'timeout', detail: 'status to itself' } : { kind: 'reply', exchangeMs: tookMs, detail: 'status to itself' }
}

function resultOfFailure(error: Failure): ProbeResult {
  const detail = error.detail ? `${error.code} ${error.detail}` : error.code
  switch (error.code) {
    case 'LINK_LOST':
    case 'LINK_MISSING': return { kind: 'unplugged', detail }
    case 'LINK_REFUSED': return { kind: 'refused', detail }
    case 'DEVICE_NO_NETWORK': return { kind: 'reply', registration: 'none', detail }
    default: return { kind: 'timeout', detail }
  }
}
