// Which of log, announcement and roll call is open below. A switch opens the announcement by itself, unless somebody was typing
// or had just chosen another: then it is only marked. Pure.
export const LOWER_TABS = ['log', 'say', 'roll'] as const
export type LowerTab = (typeof LOWER_TABS)[number]

/** Whoever chose or typed within this is left alone. */
export const LEFT_ALONE_MS = 10_000

export interface LowerState {
  readonly open: LowerTab
  /** The switch whose card was met, opened or only marked. */
  readonly met?: number
  /** It opened by itself, and goes with its card. */
  readonly byItself: boolean
  /** Monotonic moment of the last choice or letter of a person; absent: none yet. */
  readonly busyMs?: number
}

export type LowerEvent =
  | { readonly event: 'chosen'; readonly tab: LowerTab }
  | { readonly event: 'typed' }
  /** `undefined`: there is no card any more. */
  | { readonly event: 'card'; readonly switchedUtcMs: number | undefined }

export const LOWER_START: LowerState = { open: 'log', byItself: false }

export function reduceLower(state: LowerState, event: LowerEvent, nowMs: number): LowerState {
  switch (event.event) {
    case 'chosen':
      return { ...state, open: event.tab, byItself: false, busyMs: nowMs }
    case 'typed':
      return { ...state, busyMs: nowMs }
    case 'card':
      return card(state, event.switchedUtcMs, nowMs)
  }
}

function card(state: LowerState, switchedUtcMs: number | undefined, nowMs: number): LowerState {
  if (switchedUtcMs === undefined) {
    const { met: _gone, ...rest } = state
    return state.byItself && state.open === 'say' ? { ...rest, open: 'log', byItself: false } : rest
  }
  if (state.met === switchedUtcMs) return state
  const isBusy = state.busyMs !== undefined && nowMs - state.busyMs < LEFT_ALONE_MS
  return isBusy || state.open === 'say' ? { ...state, met: switchedUtcMs } : { ...state, met: switchedUtcMs, open: 'say', byItself: true }
}
