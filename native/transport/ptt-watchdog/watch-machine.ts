// What the watchdog process decides: un-keys when life signs stop while the line is keyed, and when its parent is gone.
// Pure. Source: architecture section 6, "a latching interface (CM108) has a watchdog process".

export type WatchState =
  | { readonly watch: 'resting' }
  /** The parent keys; it must show life. */
  | { readonly watch: 'armed' }
  /** Un-keyed because the parent was silent. Whatever it says of a keyed line is from before: un-keyed again, until it lets go. */
  | { readonly watch: 'cut' }
  | { readonly watch: 'ended' }

export type WatchEvent =
  | { readonly event: 'armed' }
  | { readonly event: 'alive' }
  | { readonly event: 'disarmed' }
  | { readonly event: 'silence-passed' }
  /** The parent died, closed its channel, or asked for the end. */
  | { readonly event: 'parent-gone' }

export type WatchEffect =
  | { readonly effect: 'unkey' }
  | { readonly effect: 'start-silence'; readonly ms: number }
  | { readonly effect: 'stop-silence' }
  | { readonly effect: 'say'; readonly word: 'armed' | 'cut' }
  /** After the un-keying has been written. */
  | { readonly effect: 'end' }

/** Three life signs: one lost in a busy moment cuts nobody off. */
export const SILENCE_MS = 300
export const ALIVE_EVERY_MS = 100

export interface WatchStep {
  readonly state: WatchState
  readonly effects: readonly WatchEffect[]
}

const to = (state: WatchState, ...effects: WatchEffect[]): WatchStep => ({ state, effects })
const SILENCE: WatchEffect = { effect: 'start-silence', ms: SILENCE_MS }

export function reduceWatch(state: WatchState, event: WatchEvent): WatchStep {
  if (state.watch === 'ended') return to(state)
  // Un-keyed whatever was last said of the line: once too often is harmless.
  if (event.event === 'parent-gone') return to({ watch: 'ended' }, { effect: 'stop-silence' }, { effect: 'unkey' }, { effect: 'end' })
  switch (state.watch) {
    case 'resting':
      return event.event === 'armed' ? to({ watch: 'armed' }, SILENCE, { effect: 'say', word: 'armed' }) : to(state)
    case 'armed':
      return armed(state, event)
    case 'cut':
      if (event.event === 'disarmed') return to({ watch: 'resting' })
      return event.event === 'silence-passed' ? to(state) : to(state, { effect: 'unkey' }, { effect: 'say', word: 'cut' })
  }
}

function armed(state: WatchState, event: WatchEvent): WatchStep {
  switch (event.event) {
    case 'armed':
      return to(state, SILENCE, { effect: 'say', word: 'armed' })
    case 'alive':
      // Answered, so that a watchdog that hangs is noticed too.
      return to(state, SILENCE, { effect: 'say', word: 'armed' })
    case 'disarmed':
      return to({ watch: 'resting' }, { effect: 'stop-silence' })
    default:
      return to({ watch: 'cut' }, { effect: 'unkey' }, { effect: 'say', word: 'cut' })
  }
}
