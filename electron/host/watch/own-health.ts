// Own health first: was it us? Sees that this program stood still, that the machine slept, that its network is gone. Pure.
// Source: architecture section 5; the idea is Lifeguard's local health, reliability reference part A3.
import type { Step } from '../../../native/kit/machine.ts'
import type { WatchSettings } from './settings.ts'

/** Own health looks at the clock this often; anything later than that plus `lagMs` is a standstill. */
export const BEAT_EVERY_MS = 100
/** UTC ahead of monotonic time by more than this: the machine slept with its monotonic clock stopped (Linux). */
const RESUME_UTC_JUMP_MS = 2_000
/** A beat this late is no lag but sleep with the monotonic clock running (Windows). */
const RESUME_LATE_MS = 5_000

export type OwnHealthWord = 'well' | 'lagged' | 'resumed' | 'network-down'

export interface OwnHealthState {
  readonly settings: WatchSettings
  readonly health: OwnHealthWord
  readonly sinceMs: number
  readonly networkUp: boolean
  readonly lastBeatMs: number
  /** UTC minus monotonic at the last beat. */
  readonly utcOffsetMs: number
  /** Until when a standstill makes misses void. */
  readonly recoversAtMs?: number
  readonly standstill?: 'lagged' | 'resumed'
}

export type OwnHealthEvent =
  | { readonly kind: 'beat'; readonly utcMs: number }
  /** From a trace, where the standstill is given instead of found. */
  | ({ readonly kind: 'stood-still' } & Standstill)
  | { readonly kind: 'network-lost' }
  | { readonly kind: 'network-found' }
  | { readonly kind: 'time-passed' }

export interface Standstill {
  readonly as: 'lagged' | 'resumed'
  /** By the monotonic clock. */
  readonly ms: number
  /** By the wall clock beyond that: the monotonic clock of Linux stands still in a sleep. */
  readonly sleptMs?: number
}

export type OwnHealthEffect =
  /** Tell every service that we could not hear for the `ms` before now. */
  | ({ readonly effect: 'void-misses' } & Standstill)
  | { readonly effect: 'lose-network' }
  | { readonly effect: 'find-network' }
  | { readonly effect: 'announce-health'; readonly atMs: number; readonly from: OwnHealthWord; readonly to: OwnHealthWord }

type OwnHealthStep = Step<OwnHealthState, OwnHealthEffect>

export function createOwnHealth(settings: WatchSettings, nowMs: number, utcMs: number): OwnHealthState {
  return { settings, health: 'well', sinceMs: nowMs, networkUp: true, lastBeatMs: nowMs, utcOffsetMs: utcMs - nowMs }
}

export function reduceOwnHealth(state: OwnHealthState, event: OwnHealthEvent, nowMs: number): OwnHealthStep {
  switch (event.kind) {
    case 'beat': return beat(state, event.utcMs, nowMs)
    // Late by no more than this is none: a beat would not have told it.
    case 'stood-still': return event.as === 'lagged' && event.ms <= state.settings.lagMs ? rename(state, [], nowMs) : standStill(state, event, nowMs)
    case 'network-lost': return state.networkUp ? rename({ ...state, networkUp: false }, [{ effect: 'lose-network' }], nowMs) : rename(state, [], nowMs)
    case 'network-found': return state.networkUp ? rename(state, [], nowMs) : rename({ ...state, networkUp: true }, [{ effect: 'find-network' }], nowMs)
    case 'time-passed': return rename(state, [], nowMs)
  }
}

/** The standstill that this step found, for a trace, where it is given instead of found. */
export function foundStandstill(before: OwnHealthState, after: OwnHealthState): Extract<OwnHealthEvent, { kind: 'stood-still' }> | undefined {
  if (after.standstill === undefined || after.recoversAtMs === before.recoversAtMs) return undefined
  const ms = Math.max(0, after.lastBeatMs - before.lastBeatMs - BEAT_EVERY_MS)
  return { kind: 'stood-still', as: after.standstill, ms, ...sleptFor(after.utcOffsetMs - before.utcOffsetMs) }
}

const sleptFor = (utcJumpMs: number): Pick<Standstill, 'sleptMs'> => (utcJumpMs > RESUME_UTC_JUMP_MS ? { sleptMs: Math.round(utcJumpMs) } : {})

/** When the effect of a standstill wears off; Infinity when there is none. */
export const ownHealthDueMs = (state: OwnHealthState): number => state.recoversAtMs ?? Infinity

function beat(state: OwnHealthState, utcMs: number, nowMs: number): OwnHealthStep {
  const lateMs = nowMs - state.lastBeatMs - BEAT_EVERY_MS
  const utcOffsetMs = utcMs - nowMs
  const seen = { ...state, lastBeatMs: nowMs, utcOffsetMs }
  const utcJumpMs = utcOffsetMs - state.utcOffsetMs
  const ms = Math.max(0, lateMs)
  if (utcJumpMs > RESUME_UTC_JUMP_MS || lateMs > RESUME_LATE_MS) return standStill(seen, { as: 'resumed', ms, ...sleptFor(utcJumpMs) }, nowMs)
  return lateMs > state.settings.lagMs ? standStill(seen, { as: 'lagged', ms }, nowMs) : rename(seen, [], nowMs)
}

function standStill(state: OwnHealthState, { as, ms, sleptMs }: Standstill, nowMs: number): OwnHealthStep {
  const recoversAtMs = nowMs + state.settings.lagVoidAfterMs
  return rename({ ...state, standstill: as, recoversAtMs }, [{ effect: 'void-misses', as, ms, ...(sleptMs !== undefined && { sleptMs }) }], nowMs)
}

function rename(before: OwnHealthState, effects: readonly OwnHealthEffect[], nowMs: number): OwnHealthStep {
  const isOver = before.recoversAtMs !== undefined && before.recoversAtMs <= nowMs
  const state: OwnHealthState = isOver ? { ...before, recoversAtMs: undefined, standstill: undefined } : before
  const health: OwnHealthWord = !state.networkUp ? 'network-down' : (state.standstill ?? 'well')
  if (health === state.health) return { state, effects }
  const announced: OwnHealthEffect = { effect: 'announce-health', atMs: nowMs, from: state.health, to: health }
  return { state: { ...state, health, sinceMs: nowMs }, effects: [...effects, announced] }
}
