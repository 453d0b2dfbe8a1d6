// Calls to this radio alone, by their call instance. Source: EN 300 392-5, +CTICN, +CTCC, +CTCR, A and H; hook 0 rings and waits
// for A [I], communication type 0 is point to point [M]. Their floor is the radio's own: this console keys groups only.
import type { IndividualCall, RadioEvent } from '../kit/driver.ts'
import { COMMS_TYPE, HOOK } from './constants.ts'
import type { PeiMessage } from './message.ts'
import type { IncomingCall } from './messages/incoming-call.ts'

export interface IndividualCalls {
  hear(message: PeiMessage, known: Known): void
  /** The link is gone, and with it what was known of them. */
  forget(): void
  /** The newest that waits for an answer. */
  readonly ringing: IndividualCall | undefined
  /** The newest of all. */
  readonly newest: IndividualCall | undefined
}

const MOST_CALLS = 8 // a radio has one or two; numbers of calls whose end was never told make room

export interface Known {
  /** This radio. */
  readonly own?: number | undefined
  /** The selected group. */
  readonly gssi?: string | undefined
}

export function isIndividual(call: IncomingCall, { own, gssi }: Known): boolean {
  if (gssi !== undefined && String(call.calledSsi) === gssi) return false
  if (call.comms !== undefined) return call.comms === COMMS_TYPE.pointToPoint
  return own !== undefined && call.calledSsi === own
}

export function createIndividualCalls(emit: (event: RadioEvent) => void): IndividualCalls {
  const calls = new Map<number, IndividualCall>()

  const keep = (call: IndividualCall): void => {
    const before = calls.get(call.cc)
    if (before?.call === call.call) return
    calls.delete(call.cc)
    if (call.call !== 'ended') calls.set(call.cc, call)
    const [oldest] = calls.keys()
    if (calls.size > MOST_CALLS && oldest !== undefined) calls.delete(oldest)
    emit({ event: 'individual-call', ...call })
  }

  return {
    hear(message, known) {
      if (!('cmd' in message)) return
      if (message.cmd === '+CTICN' && isIndividual(message, known)) {
        const { cc, callingSsi, calling, hook, simplex } = message
        const from = callingSsi === undefined ? calling : String(callingSsi)
        keep({ cc, call: hook === HOOK.ring ? 'ringing' : 'connected', duplex: simplex === 0, ...(from === undefined ? {} : { from }) })
      }
      const call = 'cc' in message ? calls.get(message.cc) : undefined
      if (call && message.cmd === '+CTCC') keep({ ...call, call: 'connected' })
      if (call && message.cmd === '+CTCR') keep({ ...call, call: 'ended' })
    },
    forget() {
      for (const call of [...calls.values()]) keep({ ...call, call: 'ended' })
    },
    get ringing() {
      return [...calls.values()].findLast((call) => call.call === 'ringing')
    },
    get newest() {
      return [...calls.values()].at(-1)
    },
  }
}
