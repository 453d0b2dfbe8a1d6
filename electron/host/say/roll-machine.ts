// The roll call: who was heard, or ticked by a person, since it began; and when the next one is due. Pure.
// Source: domain.md 2, point 24: with a failing network officers' contact was checked each hour.
import type { Step } from '../../../native/kit/machine.ts'
import { ROLL_CALL_MS, type RollCall, type RolledUnit, type RollEffect, type RollEvent, type RollState } from './types.ts'

export interface RollRules {
  /** Between two roll calls on an alternative; 0: nobody is reminded. */
  readonly everyMs: number
}

export type RollStep = Step<RollState, RollEffect>

export const NO_ROLL_CALL: RollState = { onAlternative: false }

const stay = (state: RollState): RollStep => ({ state, effects: [] })

export function reduceRoll(rules: RollRules) {
  return (state: RollState, event: RollEvent, nowMs: number): RollStep => {
    const { call } = state
    switch (event.event) {
      case 'switched':
        // From one alternative to the next: the reminder that runs goes on.
        return stay(state.onAlternative ? state : due({ ...state, onAlternative: true }, rules, nowMs))
      case 'returned':
        return stay(due({ ...state, onAlternative: false }, rules, nowMs))
      case 'begun':
        if (isRunning(call)) return stay(state)
        return { state: { ...undue(state), call: { begunAtMs: nowMs, group: event.group, units: event.units.map((label) => ({ label })) } }, effects: [{ effect: 'start-timer', ms: ROLL_CALL_MS }] }
      case 'answered':
        return tick(state, event.unit, (unit) => (unit.answeredAtMs === undefined ? { label: unit.label, answeredAtMs: nowMs, by: event.by } : unit), event.by)
      case 'unticked':
        return tick(state, event.unit, ({ label }) => ({ label }), 'person')
      case 'ended':
        return isRunning(call) ? end(state, call, rules, nowMs) : stay(state)
    }
  }
}

export const isRunning = (call: RollCall | undefined): call is RollCall => call !== undefined && call.endedAtMs === undefined

function tick(state: RollState, label: string, change: (unit: RolledUnit) => RolledUnit, by: 'radio' | 'person'): RollStep {
  const { call } = state
  const unit = isRunning(call) ? call.units.find((one) => one.label === label) : undefined
  const next = unit && change(unit)
  if (!call || !unit || !next || (unit.answeredAtMs === undefined) === (next.answeredAtMs === undefined)) return stay(state)
  const units = call.units.map((one) => (one === unit ? next : one))
  return { state: { ...state, call: { ...call, units } }, effects: [{ effect: 'record-answer', unit: label, by, present: next.answeredAtMs !== undefined }] }
}

function end(state: RollState, call: RollCall, rules: RollRules, nowMs: number): RollStep {
  const missing = call.units.filter(({ answeredAtMs }) => answeredAtMs === undefined).map(({ label }) => label)
  return {
    state: due({ ...state, call: { ...call, endedAtMs: nowMs } }, rules, nowMs),
    effects: [{ effect: 'stop-timer' }, { effect: 'record-end', answered: call.units.length - missing.length, of: call.units.length, missing }],
  }
}

/** Counted from now, and only on an alternative; while one runs none is due. */
function due(state: RollState, { everyMs }: RollRules, nowMs: number): RollState {
  const rest = undue(state)
  return state.onAlternative && everyMs > 0 && !isRunning(state.call) ? { ...rest, dueAtMs: nowMs + everyMs } : rest
}

function undue({ dueAtMs: _due, ...state }: RollState): RollState {
  return state
}
