// When direct mode may stand on the switch button. It reaches only who is near and loses the network's emergency calls, so it
// is proposed where nothing else is left, and never to a finger that still repeats its press. Architecture section 6, "Switch".
import { isRbsAlive } from './return-hold.ts'
import { start, stay, stop, type Rules, type SwitchStep } from './switch-steps.ts'
import type { Proposal, SwitchEvent, SwitchPlan, SwitchState } from './types.ts'

/** A press is one of a row while it comes this soon after another: who still hammers the key has not read what stands on it. */
export const PROPOSE_AFTER_MS = 10_000

export const NO_PROPOSAL: Proposal = { proposal: 'none' }

/** Keys that lead to another channel: repeated in haste, they must not lead to direct mode. */
const SWITCH_KEYS: ReadonlySet<SwitchEvent['event']> = new Set(['switch-pressed', 'undo-pressed', 'return-pressed'])

/** Remembers the press before anything is decided on it. */
export const notePress = (state: SwitchState, event: SwitchEvent, nowMs: number): SwitchState =>
  (SWITCH_KEYS.has(event.event) ? { ...state, lastPressMs: nowMs } : state)

/** The direct-mode channel that is ready while no other speech channel is, nor the network is heard. */
function lastWayOut(plan: SwitchPlan, { facts, active, step }: SwitchState): string | undefined {
  const isReady = (id: string): boolean => facts.readiness[id]?.state === 'ready'
  const others = plan.channels.filter(({ kind }) => kind !== 'rbs' && kind !== 'dmo')
  const isLast = facts.networkSilent && !isRbsAlive(facts) && !others.some(({ id }) => isReady(id))
  if (!isLast || plan.mode === 'observe' || step.phase !== 'settled') return undefined
  return plan.channels.find(({ id, kind }) => kind === 'dmo' && id !== active.channel && isReady(id))?.id
}

/** Makes the proposal, takes it back, or waits until the keys have been at rest. */
export function propose(rules: Rules, state: SwitchState): SwitchStep {
  const channel = lastWayOut(rules.plan, state)
  const { proposal } = state
  if (channel === undefined) {
    if (proposal.proposal === 'none') return stay(state)
    return { state: { ...state, proposal: NO_PROPOSAL }, effects: proposal.proposal === 'waiting' ? [stop('propose')] : [] }
  }
  const untilMs = (state.lastPressMs ?? Number.NEGATIVE_INFINITY) + PROPOSE_AFTER_MS
  if (untilMs <= rules.nowMs) {
    const isMade = proposal.proposal === 'made' && proposal.channel === channel
    return isMade ? stay(state) : { state: { ...state, proposal: { proposal: 'made', channel } }, effects: [] }
  }
  const isWaiting = proposal.proposal === 'waiting' && proposal.channel === channel && proposal.untilMs === untilMs
  if (isWaiting) return stay(state)
  return { state: { ...state, proposal: { proposal: 'waiting', channel, untilMs } }, effects: [start('propose', untilMs - rules.nowMs)] }
}
