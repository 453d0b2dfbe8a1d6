// Who has the line of a radio of the room. One desk at a time, and the terminal server decides: whoever is connected. So the line
// is wanted for as short as may be: for a look, or for as long as somebody here works by it. Pure.
import type { Step } from '../../../native/kit/machine.ts'
import type { LeaseUse } from './types.ts'

/** What the line is opened for: only to ask, or to speak. */
export type LeaseAs = 'look' | 'use'

export interface LeaseState {
  /** `off`: not started. `closing`: being let go of, and not opened before it is. */
  readonly line: 'off' | 'free' | LeaseAs | 'closing'
  readonly uses: readonly LeaseUse[]
  readonly isLooking: boolean
}

export type LeaseEvent =
  | { readonly event: 'started' }
  | { readonly event: 'stopped' }
  | { readonly event: 'use-wanted'; readonly use: LeaseUse }
  | { readonly event: 'use-ended'; readonly use: LeaseUse }
  | { readonly event: 'look-wanted' }
  | { readonly event: 'look-ended' }
  /** The line is free again, at our end. */
  | { readonly event: 'closed' }

export type LeaseEffect =
  | { readonly effect: 'open'; readonly as: LeaseAs }
  | { readonly effect: 'close'; readonly as: LeaseAs }

export const INITIAL_LEASE: LeaseState = { line: 'off', uses: [], isLooking: false }

export function reduceLease(state: LeaseState, event: LeaseEvent): Step<LeaseState, LeaseEffect> {
  switch (event.event) {
    case 'started':
      return state.line === 'off' ? steer({ ...state, line: 'free' }) : steer(state)
    case 'stopped':
      return { state: INITIAL_LEASE, effects: [] }
    case 'use-wanted':
      return steer(state.uses.includes(event.use) ? state : { ...state, uses: [...state.uses, event.use] })
    case 'use-ended':
      return steer({ ...state, uses: state.uses.filter((use) => use !== event.use) })
    case 'look-wanted':
      return steer({ ...state, isLooking: true })
    case 'look-ended':
      return steer({ ...state, isLooking: false })
    case 'closed':
      return state.line === 'closing' ? steer({ ...state, line: 'free' }) : steer(state)
  }
}

/** To use outranks to look: a look under way is given up for it. */
function steer(state: LeaseState): Step<LeaseState, LeaseEffect> {
  const { line } = state
  const wanted = state.uses.length > 0 ? 'use' : state.isLooking ? 'look' : 'free'
  if (line === 'off' || line === 'closing' || line === wanted) return { state, effects: [] }
  if (line !== 'free') return { state: { ...state, line: 'closing' }, effects: [{ effect: 'close', as: line }] }
  return wanted === 'free' ? { state, effects: [] } : { state: { ...state, line: wanted }, effects: [{ effect: 'open', as: wanted }] }
}
