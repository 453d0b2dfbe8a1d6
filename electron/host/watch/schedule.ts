// When one probe is asked: a regular question each second, fast ones after a miss. Pure. Source: architecture section 5.
import type { Step } from '../../../native/kit/machine.ts'
import type { WatchSettings } from './settings.ts'

export interface ScheduleState {
  readonly settings: WatchSettings
  readonly nextRegularMs: number
  readonly lastSentMs: number
  /** Asking fast since a miss; ends with a reply or after `fastProbeMaxMs`. */
  readonly fast?: { readonly sinceMs: number; readonly nextMs: number }
  /** Somebody suspects a fault, and a question had just gone out: the next goes then. */
  readonly hintedMs?: number
  /** Fast asking was used up by the present silence: not again before a reply. */
  readonly spent: boolean
}

export type ScheduleEvent =
  | { readonly kind: 'time-passed' }
  | { readonly kind: 'replied' }
  /** No reply: time-out, refusal, no way there. */
  | { readonly kind: 'missed' }
  /** Somebody suspects a fault: a held connection broke, a press was refused. */
  | { readonly kind: 'hinted' }

export type ScheduleEffect = { readonly effect: 'ask'; readonly regular: boolean }

type ScheduleStep = Step<ScheduleState, ScheduleEffect>

const ASK_REGULAR: ScheduleEffect = { effect: 'ask', regular: true }
const ASK_FAST: ScheduleEffect = { effect: 'ask', regular: false }

/** @param phase  fraction of the interval before the first question, so that sixty desks do not ask in one breath */
export function createSchedule(settings: WatchSettings, phase: number, nowMs: number): ScheduleState {
  return { settings, nextRegularMs: nowMs + Math.floor(phase * settings.probeEveryMs), lastSentMs: -Infinity, spent: false }
}

export const scheduleDueMs = (state: ScheduleState): number =>
  Math.min(state.nextRegularMs, state.fast?.nextMs ?? Infinity, state.hintedMs ?? Infinity)

export function reduceSchedule(state: ScheduleState, event: ScheduleEvent, nowMs: number): ScheduleStep {
  switch (event.kind) {
    case 'time-passed': return passTime(state, nowMs)
    case 'replied': return state.fast || state.spent ? { state: { ...state, fast: undefined, spent: false }, effects: [] } : { state, effects: [] }
    case 'missed': return state.fast || state.spent ? { state, effects: [] } : askFast({ ...state, fast: { sinceMs: nowMs, nextMs: nowMs } }, nowMs)
    case 'hinted': return hint(state, nowMs)
  }
}

function passTime(state: ScheduleState, nowMs: number): ScheduleStep {
  const regular = askRegular(state, nowMs)
  const fast = askFast(regular.state, nowMs)
  const asked = [...regular.effects, ...fast.effects]
  const { hintedMs = Infinity, ...rest } = fast.state
  if (hintedMs > nowMs) return { state: fast.state, effects: asked }
  // What was suspected is asked by any question of this moment.
  return { state: { ...rest, lastSentMs: nowMs }, effects: asked.length > 0 ? asked : [ASK_FAST] }
}

function askRegular(state: ScheduleState, nowMs: number): ScheduleStep {
  if (state.nextRegularMs > nowMs) return { state, effects: [] }
  // After a standstill the missed turns are not made up: one question now, then the old rhythm.
  const turns = Math.floor((nowMs - state.nextRegularMs) / state.settings.probeEveryMs) + 1
  const nextRegularMs = state.nextRegularMs + turns * state.settings.probeEveryMs
  return { state: { ...state, nextRegularMs, lastSentMs: nowMs }, effects: [ASK_REGULAR] }
}

function askFast(state: ScheduleState, nowMs: number): ScheduleStep {
  const { fast, settings } = state
  if (!fast || fast.nextMs > nowMs) return { state, effects: [] }
  if (nowMs - fast.sinceMs >= settings.fastProbeMaxMs) return { state: { ...state, fast: undefined, spent: true }, effects: [] }
  return { state: { ...state, fast: { ...fast, nextMs: nowMs + settings.reprobeMs }, lastSentMs: nowMs }, effects: [ASK_FAST] }
}

/**
 * One question at once, or as soon as the last is `reprobeMs` old: a flood of hints must not become a flood of probes,
 * and the question that had just gone out may have been answered before what broke now.
 */
function hint(state: ScheduleState, nowMs: number): ScheduleStep {
  const mayAskMs = state.lastSentMs + state.settings.reprobeMs
  if (nowMs < mayAskMs) return { state: { ...state, hintedMs: mayAskMs }, effects: [] }
  return { state: { ...state, lastSentMs: nowMs }, effects: [ASK_FAST] }
}
