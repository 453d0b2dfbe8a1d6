// The condition of one service: a reducer over samples, time and our own troubles. Pure, so that the live console and
// `replay` decide alike. Facts: condition-events.ts, condition-time.ts; conclusions: verdict.ts. Source: architecture section 5.
import type { Step } from '../../../native/kit/machine.ts'
import { applyEvent } from './condition-events.ts'
import { isProven, isUnseen, sameOutageUntilMs, type ConditionState } from './condition-state.ts'
import { conditionDueMs, passTime } from './condition-time.ts'
import type { ConditionEffect, ConditionEvent } from './types.ts'
import { concludeCondition, evidenceFor, isSameReason } from './verdict.ts'

type ConditionStep = Step<ConditionState, ConditionEffect>

/**
 * Takes one event at `nowMs`. What time alone had changed before it is done first, each stamped with its due time.
 *
 * @remarks A standstill of our own is the exception: what fell due while we stood still is not done, for we could not hear.
 */
export function reduceCondition(state: ConditionState, event: ConditionEvent, nowMs: number): ConditionStep {
  const stoodStillMs = event.kind === 'own-lag' || event.kind === 'own-resume' ? event.ms : 0
  const settled = settle(state, nowMs - stoodStillMs)
  const after = concludeCondition(applyEvent(settled.state, event, nowMs), nowMs)
  const announced = announce(settled.state, after, nowMs)
  return { state: after, effects: settled.effects.length > 0 ? [...settled.effects, ...announced] : announced }
}

function settle(from: ConditionState, untilMs: number): ConditionStep {
  let state = from
  let effects: readonly ConditionEffect[] = NOTHING
  for (let due = conditionDueMs(state); due <= untilMs; due = conditionDueMs(state)) {
    const next = concludeCondition(passTime(state, due), due)
    effects = [...effects, ...announce(state, next, due)]
    state = next
  }
  return { state, effects }
}

const NOTHING: readonly ConditionEffect[] = []

function announce(before: ConditionState, after: ConditionState, atMs: number): readonly ConditionEffect[] {
  const effects: ConditionEffect[] = []
  const service = after.service.id
  if (before.now !== after.now) {
    const { why, maintenance, instability: { unstable } } = after
    const since = after.sinceMs === atMs ? {} : { sinceMs: after.sinceMs }
    const wasDown = isUnseen(after) ? { wasDownUntilMs: sameOutageUntilMs(after) } : {}
    effects.push({ effect: 'announce-change', service, atMs, from: before.now, to: after.now, why, evidence: evidenceFor(after), ...(unstable && { unstable }), maintenance, ...since, ...wasDown })
  } else if (!isSameReason(before.why, after.why)) {
    effects.push({ effect: 'announce-reason', service, atMs, now: after.now, why: after.why, evidence: evidenceFor(after) })
  }
  const was = before.instability
  const is = after.instability
  if (is.unstable && is.unstable.count !== was.unstable?.count) effects.push({ effect: 'announce-unstable', service, atMs, count: is.unstable.count })
  // A supervisor takes the penalty away with the label; time leaves what remains of it.
  if (was.unstable && !is.unstable) effects.push({ effect: 'announce-stable', service, atMs, count: was.unstable.count, by: is.points === 0 ? 'supervisor' : 'time' })
  if (before.maintenance !== after.maintenance) effects.push({ effect: 'announce-maintenance', service, atMs, on: after.maintenance })
  if (isProven(before) !== isProven(after)) effects.push({ effect: 'announce-proof', service, atMs, proof: isProven(after) ? 'proven' : 'reachable' })
  return effects.length > 0 ? effects : NOTHING
}
