// When a connection is held beside the questions. A held one that breaks is the fastest sign of a fault there is; but some
// servers close every connection by themselves, and their habit must become neither a storm of questions nor a suspicion. Pure.

/** The first rest after a break; doubles with each further one that served no second question. */
const REST_MS = 1_000
const REST_MAX_MS = 300_000
const DOUBLINGS_MAX = 9

export interface HoldState {
  /** Breaks in a row of connections that did not live until the next question. */
  readonly breaks: number
  readonly mayHoldMs: number
}

export const NEVER_BROKE: HoldState = { breaks: 0, mayHoldMs: -Infinity }

export const mayHold = (state: HoldState, nowMs: number): boolean => nowMs >= state.mayHoldMs

/** The other side ended a held connection. Until the rest is over each question has a connection of its own. */
export function holdBroke({ breaks }: HoldState, nowMs: number): HoldState {
  return { breaks: Math.min(breaks + 1, DOUBLINGS_MAX), mayHoldMs: nowMs + Math.min(REST_MAX_MS, REST_MS * 2 ** breaks) }
}

/** A held connection lived until the next question: this server bears being held. */
export const holdServed = (state: HoldState): HoldState => (state.breaks === 0 ? state : { ...state, breaks: 0 })
