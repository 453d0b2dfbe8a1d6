// What of the record is to be deleted next: lane by lane, in small steps with a rest between them, each found from the record
// itself. Pure: the clock, what the record answered and what it took are events.
import type { Step } from '../../../native/kit/machine.ts'
import type { Due, DueAsked, Place } from '../ledger/reader/port.ts'
import { CLOCK_UNSEEN, lookAtClock, type ClockLook, type ClockSeen, type ClockTrust } from './clock-trust.ts'
import { LANES, type Lane, type LaneRule } from './lanes.ts'

export type Places = Readonly<Record<Lane, Place>>

export const NOTHING_DONE: Places = { samples: { seq: 0, utcMs: 0 }, traffic: { seq: 0, utcMs: 0 }, words: { seq: 0, utcMs: 0 }, frozen: { seq: 0, utcMs: 0 }, storing: { seq: 0, utcMs: 0 } }

export type RetentionState =
  | { readonly phase: 'waiting'; readonly clock: ClockSeen }
  | { readonly phase: 'reading-places'; readonly clock: ClockSeen; readonly pass: PassClock }
  | { readonly phase: 'asking' | 'resting' | 'deleting'; readonly clock: ClockSeen; readonly pass: PassClock; readonly lane: Lane; readonly places: Places; readonly spentMs: number; readonly texts: number }

interface PassClock {
  readonly trust: Exclude<ClockTrust, { trust: 'none' }>
  readonly utcMs: number
}

export type RetentionEvent =
  | { readonly event: 'hour'; readonly look: ClockLook }
  /** Where this record was dealt with up to, and when that was. */
  | { readonly event: 'places-read'; readonly places: Places; readonly atUtcMs?: number }
  | { readonly event: 'due-read'; readonly due: Due }
  | { readonly event: 'deleted' }
  | { readonly event: 'rested'; readonly look: ClockLook }
  /** The record did not answer or did not take it: another hour will do. */
  | { readonly event: 'failed' }

export type RetentionEffect =
  | { readonly effect: 'read-places' }
  | { readonly effect: 'ask'; readonly asked: DueAsked }
  | { readonly effect: 'delete'; readonly lane: Lane; readonly due: Due; readonly places: Places }
  | { readonly effect: 'rest' }
  | { readonly effect: 'wait' }
  /** What a pass came to; nothing is said of one that found nothing. */
  | { readonly effect: 'tell'; readonly texts: number }
  | { readonly effect: 'tell-clock' }

/** Less than the hour between two passes, of which one may have taken some minutes. */
const NEXT_SHARE_MS = 45 * 60_000

export const RETENTION_START: RetentionState = { phase: 'waiting', clock: CLOCK_UNSEEN }

type Working = Extract<RetentionState, { phase: 'asking' | 'resting' | 'deleting' }>
type RetentionStep = Step<RetentionState, RetentionEffect>

export function retentionReducer(rules: Readonly<Record<Lane, LaneRule>>): (state: RetentionState, event: RetentionEvent) => RetentionStep {
  const ask = (state: Working): RetentionStep => {
    const { kinds, keeps, keptMs } = rules[state.lane]
    const { trust, utcMs } = state.pass
    const mostMs = trust.trust === 'limited' ? { mostMs: trust.mostMs - state.spentMs } : {}
    const asked: DueAsked = { after: state.places[state.lane], kinds, keeps, beforeUtcMs: utcMs - keptMs, nowUtcMs: utcMs, ...mostMs }
    return { state: { ...state, phase: 'asking' }, effects: [{ effect: 'ask', asked }] }
  }
  const nextLane = (state: Working): RetentionStep => {
    const lane = LANES[LANES.indexOf(state.lane) + 1]
    return lane === undefined ? over(state) : ask({ ...state, lane, spentMs: 0 })
  }
  const answered = (state: Working, due: Due): RetentionStep => {
    const isStuck = due.through.seq === state.places[state.lane].seq
    const places: Places = { ...state.places, [state.lane]: due.through }
    const after: Working = { ...state, places, spentMs: state.spentMs + due.spentMs, texts: state.texts + due.texts }
    if (due.ranges.length > 0) return { state: { ...after, phase: 'deleting' }, effects: [{ effect: 'delete', lane: state.lane, due, places }] }
    // A clock that nobody vouches for has had its share.
    if (due.isLast || isStuck) return nextLane(after)
    return { state: { ...after, phase: 'resting' }, effects: [{ effect: 'rest' }] }
  }

  return (state, event) => {
    switch (event.event) {
      case 'hour':
        return state.phase === 'waiting' ? begin(state.clock, event.look) : { state, effects: [] }
      case 'places-read':
        if (state.phase !== 'reading-places') return { state, effects: [] }
        return hadItsShare(state.pass, event.atUtcMs) ? over(state) : ask({ ...state, phase: 'asking', lane: LANES[0], places: event.places, spentMs: 0, texts: 0 })
      case 'due-read':
        return state.phase === 'asking' ? answered(state, event.due) : { state, effects: [] }
      case 'deleted':
        return state.phase === 'deleting' ? { state: { ...state, phase: 'resting' }, effects: [{ effect: 'rest' }] } : { state, effects: [] }
      case 'rested':
        return state.phase === 'resting' ? afterRest(state, event.look, ask) : { state, effects: [] }
      case 'failed':
        return state.phase === 'waiting' ? { state, effects: [] } : over(state)
    }
  }
}

/** A console that is started again and again has no more passes than one that runs, while nobody vouches for its clock. */
const hadItsShare = ({ trust, utcMs }: PassClock, atUtcMs: number | undefined): boolean =>
  trust.trust === 'limited' && atUtcMs !== undefined && atUtcMs <= utcMs && utcMs - atUtcMs < NEXT_SHARE_MS

function begin(clock: ClockSeen, look: ClockLook): RetentionStep {
  const { seen, trust } = lookAtClock(clock, look)
  if (trust.trust === 'none') return { state: { phase: 'waiting', clock: seen }, effects: [{ effect: 'tell-clock' }, { effect: 'wait' }] }
  return { state: { phase: 'reading-places', clock: seen, pass: { trust, utcMs: look.utcMs } }, effects: [{ effect: 'read-places' }] }
}

/** Somebody may have set the clock meanwhile; a pass keeps the time it began with. */
function afterRest(state: Working, look: ClockLook, ask: (state: Working) => RetentionStep): RetentionStep {
  const { seen, trust } = lookAtClock(state.clock, look)
  const isWorse = trust.trust === 'none' || (trust.trust === 'limited' && state.pass.trust.trust === 'full')
  return isWorse ? over({ ...state, clock: seen }) : ask({ ...state, clock: seen })
}

function over(state: Exclude<RetentionState, { phase: 'waiting' }>): RetentionStep {
  const texts = 'texts' in state ? state.texts : 0
  return { state: { phase: 'waiting', clock: state.clock }, effects: [...(texts > 0 ? [{ effect: 'tell' as const, texts }] : []), { effect: 'wait' }] }
}
