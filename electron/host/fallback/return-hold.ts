// When the way back may be offered: a hold that doubles with each relapse. Architecture section 6, "Return".
// A fixed wait flaps (240 switches a day on a 4 min / 2 min fault); a doubling one whose memory lasts 4 h beyond the last failure
// does not (1.3 a day: bench `flapping`).
import type { Hold, Relapse, SwitchFacts, SwitchSettings, SwitchState } from './types.ts'

/** The RBS answers: limited is enough for the hold to run, not for the offer. */
export const isRbsAlive = (facts: SwitchFacts): boolean => !facts.ownNetworkDown && (facts.rbs === 'ok' || facts.rbs === 'degraded')

export const freshRelapse = (settings: SwitchSettings): Relapse => ({ holdMs: settings.holdMs })

/**
 * Counts a failure of the RBS: within the memory after a return it doubles the next hold, once a return. Each further one that
 * falls into the memory renews it: what fails every six minutes all night is not forgiven because nobody went back to it.
 */
export function relapsed(relapse: Relapse, settings: SwitchSettings, nowMs: number): Relapse {
  const { lastReturnMs, lastRelapseMs } = relapse
  if (lastReturnMs === undefined || nowMs - lastReturnMs > settings.relapseMemoryMs) {
    return lastRelapseMs !== undefined && nowMs - lastRelapseMs < settings.relapseMemoryMs ? { ...relapse, lastRelapseMs: nowMs } : relapse
  }
  const holdMs = Math.min(currentHoldMs(relapse, settings, nowMs) * 2, settings.holdMaxMs)
  return { holdMs, lastRelapseMs: nowMs }
}

/** The hold in force: back to the first step when the last failure that counted is out of memory. */
export function currentHoldMs(relapse: Relapse, settings: SwitchSettings, nowMs: number): number {
  const { lastRelapseMs } = relapse
  const forgotten = lastRelapseMs === undefined || nowMs - lastRelapseMs >= settings.relapseMemoryMs
  return forgotten ? settings.holdMs : relapse.holdMs
}

export function returned(relapse: Relapse, settings: SwitchSettings, nowMs: number): Relapse {
  const holdMs = currentHoldMs(relapse, settings, nowMs)
  return relapse.lastRelapseMs === undefined ? { holdMs, lastReturnMs: nowMs } : { holdMs, lastReturnMs: nowMs, lastRelapseMs: relapse.lastRelapseMs }
}

export function startHold(relapse: Relapse, settings: SwitchSettings, nowMs: number): Extract<Hold, { hold: 'running' }> {
  const holdMs = currentHoldMs(relapse, settings, nowMs)
  return { hold: 'running', untilMs: nowMs + holdMs, holdMs }
}

/** Offered only when it is quiet: nobody asks, speaks or is in distress, and nothing else is being decided. */
export function mayOfferReturn(state: SwitchState, rbs: string): boolean {
  const { facts } = state
  return state.active.channel !== rbs
    && state.hold.hold === 'over'
    && facts.rbs === 'ok'
    && !facts.ownNetworkDown
    && !facts.ownTransmission
    && !facts.heard
    && !facts.emergencyOpen
    && state.step.phase === 'settled'
}
