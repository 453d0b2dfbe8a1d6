// What time alone changes in the condition of a service, and when. Pure.
import { allFailedFromMs, hasFailed, primariesOf, quietFromMs, type ConditionState } from './condition-state.ts'
import { clearByTime, stableAgainMs } from './instability.ts'
import { endLoss } from './loss-score.ts'
import { passPeople, peopleDueMs } from './people-evidence.ts'
import { probeLossEndsMs, silentFromMs, type ProbeEvidence } from './probe-evidence.ts'

/** When time alone next changes something; Infinity when it never does. */
export function conditionDueMs(state: ConditionState): number {
  const always = Math.min(stableAgainMs(state.instability, state.settings), proofEndsMs(state), peopleDueMs(state.people, state.settings))
  if (state.blind) return always
  let due = Math.min(always, quietAtMs(state), restFailsMs(state), goodAtMs(state))
  for (const probe of state.probes) due = Math.min(due, silentFromMs(probe, state.settings), probeLossEndsMs(probe, state.settings))
  return due
}

/** Does everything that falls due up to `dueMs`; it is gone from `conditionDueMs` once conclusions are drawn. */
export function passTime(state: ConditionState, dueMs: number): ConditionState {
  let next = state
  if (stableAgainMs(state.instability, state.settings) <= dueMs) next = { ...next, instability: clearByTime(next.instability) }
  if (proofEndsMs(state) <= dueMs) next = { ...next, provenAtMs: undefined }
  next = passPeopleOf(next, dueMs)
  if (state.blind) return next
  next = noticeSilence(next, dueMs)
  if (goodAtMs(state) <= dueMs) next = { ...next, recovering: undefined }
  return { ...next, probes: next.probes.map((probe) => passProbeTime(probe, state, dueMs)) }
}

function passPeopleOf(state: ConditionState, dueMs: number): ConditionState {
  const people = passPeople(state.people, dueMs, state.settings)
  return people === state.people ? state : { ...state, people }
}

function passProbeTime(probe: ProbeEvidence, { settings }: ConditionState, dueMs: number): ProbeEvidence {
  const spoken: ProbeEvidence = silentFromMs(probe, settings) <= dueMs ? { ...probe, phase: 'silent' } : probe
  return probeLossEndsMs(spoken, settings) <= dueMs ? { ...spoken, loss: endLoss(spoken.loss, dueMs) } : spoken
}

/** Silence that has lasted long enough is one, whatever happened meanwhile. */
export const noticeSilence = (state: ConditionState, nowMs: number): ConditionState =>
  !state.blind && quietAtMs(state) <= nowMs ? { ...state, quiet: 'silent' } : state

/** While a service is labelled unstable a short silence is nothing new. */
const quietAtMs = (state: ConditionState): number =>
  !state.heard || state.quiet || state.down || state.outage || state.instability.unstable ? Infinity : quietFromMs(state) + state.settings.silenceUnknownMs

const goodAtMs = (state: ConditionState): number =>
  state.recovering && state.heard && !state.down && !state.outage ? state.recovering.goodFromMs + state.settings.goodMs : Infinity

/** Silence already over is no matter of time any more. */
const restFailsMs = (state: ConditionState): number =>
  state.down || primariesOf(state).every(hasFailed) ? Infinity : allFailedFromMs(state)

const proofEndsMs = (state: ConditionState): number =>
  state.provenAtMs === undefined ? Infinity : state.provenAtMs + state.settings.proofFreshMs
