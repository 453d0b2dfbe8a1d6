// A site file that was put beside the running console: looked at, said, and taken over when nobody would miss us. Pure.
// What is half written is taken for neither good nor wrong: the same bytes must be found twice.
import type { Step } from '../../../native/kit/machine.ts'
import type { NotSafe } from '../../contract/switching.ts'
import type { SiteLook } from '../site/types.ts'

/** Each look is this long after the one before. */
export const LOOK_EVERY_MS = 5000
/** The first one: what lay there at the start may have been written during it. */
export const FIRST_LOOK_MS = 1000
/** After something new was found: longer than an editor or a copy takes over such a file. */
export const LOOK_AGAIN_MS = 2000
/** Nothing may be in the way for so long together. */
export const SAFE_MS = 10_000

type Bad = Extract<SiteLook, { look: 'wrong' | 'gone' }>

export type Pending =
  | { readonly pending: 'waits'; readonly look: Extract<SiteLook, { look: 'good' }>; readonly sinceUtcMs: number }
  | { readonly pending: 'wrong'; readonly look: Bad; readonly sinceUtcMs: number }

export interface PendingState {
  /** Mark of what the console works by. */
  readonly inUse: string
  /** Mark of the last look. */
  readonly seen: string
  readonly pending?: Pending
  readonly notSafe: readonly NotSafe[]
  /** The console began with a file that was wrong or gone, and that is said still. */
  readonly isStartWrong: boolean
  /** It is being taken over. */
  readonly isTaking: boolean
}

export type PendingEvent =
  | { readonly event: 'looked'; readonly look: SiteLook; readonly utcMs: number }
  | { readonly event: 'facts-changed'; readonly notSafe: readonly NotSafe[] }
  /** Nothing was in the way for SAFE_MS. */
  | { readonly event: 'safe-expired' }
  /** A supervisor does not wait. */
  | { readonly event: 'adopted' }
  /** It was not what had been looked at, or no longer safe. */
  | { readonly event: 'not-taken' }

export type PendingEffect =
  | { readonly effect: 'say'; readonly pending: Pending }
  /** What stands there is what we work by. */
  | { readonly effect: 'say-as-in-use' }
  | { readonly effect: 'start-timer'; readonly ms: number }
  | { readonly effect: 'stop-timer' }
  | { readonly effect: 'take-over'; readonly look: Extract<SiteLook, { look: 'good' }>; readonly by: 'itself' | 'supervisor' }

export type PendingStep = Step<PendingState, PendingEffect>

export function beginPending(inUse: string, start: 'well' | 'wrong' = 'well'): PendingState {
  return { inUse, seen: inUse, notSafe: [], isStartWrong: start === 'wrong', isTaking: false }
}

export function reducePending(state: PendingState, event: PendingEvent): PendingStep {
  switch (event.event) {
    case 'looked':
      return looked(state, event.look, event.utcMs)
    case 'facts-changed':
      return factsChanged(state, event.notSafe)
    case 'safe-expired':
      return state.notSafe.length === 0 ? takeOver(state, 'itself') : stay(state)
    case 'adopted':
      return takeOver(state, 'supervisor')
    case 'not-taken':
      return awaitSafety({ ...state, isTaking: false })
  }
}

const stay = (state: PendingState): PendingStep => ({ state, effects: [] })

function looked(before: PendingState, look: SiteLook, utcMs: number): PendingStep {
  const state = { ...before, seen: look.mark }
  if (look.mark === before.pending?.look.mark) return look.mark === before.seen ? stay(state) : awaitSafety(state)
  const { pending, ...without } = state
  if (look.mark === before.inUse) {
    const isNews = pending !== undefined || before.isStartWrong
    return isNews ? { state: { ...without, isStartWrong: false }, effects: [{ effect: 'stop-timer' }, { effect: 'say-as-in-use' }] } : stay(state)
  }
  // What waits or is said stands until something else is proven to lie there; it is not taken over meanwhile.
  if (look.mark !== before.seen) return pending?.pending === 'waits' ? { state, effects: [{ effect: 'stop-timer' }] } : stay(state)
  const found: Pending = look.look === 'good' ? { pending: 'waits', look, sinceUtcMs: utcMs } : { pending: 'wrong', look, sinceUtcMs: utcMs }
  const next = awaitSafety({ ...without, isStartWrong: false, pending: found })
  return { state: next.state, effects: [{ effect: 'say', pending: found }, ...next.effects] }
}

function factsChanged(state: PendingState, notSafe: readonly NotSafe[]): PendingStep {
  const wasSafe = state.notSafe.length === 0
  const next = { ...state, notSafe }
  if (wasSafe === (notSafe.length === 0) || state.pending?.pending !== 'waits') return stay(next)
  return awaitSafety(next)
}

function awaitSafety(state: PendingState): PendingStep {
  const isWaiting = state.pending?.pending === 'waits' && state.notSafe.length === 0 && !state.isTaking
  return { state, effects: [isWaiting ? { effect: 'start-timer', ms: SAFE_MS } : { effect: 'stop-timer' }] }
}

function takeOver(state: PendingState, by: 'itself' | 'supervisor'): PendingStep {
  if (state.isTaking || state.pending?.pending !== 'waits' || state.seen !== state.pending.look.mark) return stay(state)
  return { state: { ...state, isTaking: true }, effects: [{ effect: 'stop-timer' }, { effect: 'take-over', look: state.pending.look, by }] }
}
