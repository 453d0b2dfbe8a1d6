// When a time server is asked, and what is answered in between: once a second would be rude, and clocks drift slowly. Pure.
//
// The last measurement speaks until the next: a good one for `everyMs`. After one that failed the next goes out within a second,
// so that a lost datagram is no silence, four in a row; then ever more seldom. Back again takes three, not one told three times.
import type { ProbeResult } from '../types.ts'

/** Just under the second between regular questions, so that each may measure. */
const QUICK_MS = 900
const QUICK_TRIES = 4
const CONFIRMATIONS = 3
const SLOW_MS = 2_000
/** The longest interval there is in use: 2^10 s. Source: RFC 5905, section 7.2. */
const SELDOM_MS = 1_024_000
/** UTC moved against monotonic time by more than this: it was set, or the machine slept. What was measured before is void. */
const STEP_MS = 250

export interface ClockPoll {
  readonly everyMs: number
  readonly last?: ClockMeasured
  /** Failures in a row. */
  readonly failed: number
  /** Good measurements still to come at the quick pace. */
  readonly toConfirm: number
}

export interface ClockMeasured {
  readonly result: ProbeResult
  readonly sentMs: number
  /** UTC minus monotonic time at that moment. */
  readonly utcAheadMs: number
  /** The server's own word: `slower`, or not at all. */
  readonly wish?: 'slower' | 'never'
}

export const createClockPoll = (everyMs: number): ClockPoll => ({ everyMs, failed: 0, toConfirm: 0 })

export function takeMeasured(poll: ClockPoll, last: ClockMeasured): ClockPoll {
  const isGood = last.result.kind === 'reply'
  return {
    everyMs: last.wish === 'slower' ? Math.min(poll.everyMs * 2, SELDOM_MS) : poll.everyMs,
    last,
    failed: isGood ? 0 : poll.failed + 1,
    toConfirm: isGood ? (poll.failed > 0 ? CONFIRMATIONS - 1 : Math.max(0, poll.toConfirm - 1)) : 0,
  }
}

export function isMeasurementDue(poll: ClockPoll, nowMs: number, utcAheadMs: number): boolean {
  const { last } = poll
  if (!last || nowMs >= last.sentMs + pauseMs(poll, last)) return true
  return last.wish === undefined && Math.abs(utcAheadMs - last.utcAheadMs) > STEP_MS
}

function pauseMs({ everyMs, failed, toConfirm }: ClockPoll, { wish }: ClockMeasured): number {
  if (wish === 'never') return SELDOM_MS
  if (wish === 'slower') return everyMs
  if (toConfirm > 0 || (failed > 0 && failed < QUICK_TRIES)) return QUICK_MS
  return failed === 0 ? everyMs : Math.min(everyMs, SLOW_MS * 2 ** Math.min(failed - QUICK_TRIES + 1, 10))
}

/** What the last measurement still says at `nowMs`. Nobody asked now, so there is no latency. */
export function stillSays({ result, sentMs }: ClockMeasured, nowMs: number): ProbeResult {
  const age = `${Math.round((nowMs - sentMs) / 1000)} s ago`
  const detail = result.detail === undefined ? age : `${result.detail}, ${age}`
  if (result.kind !== 'reply') return { kind: result.kind, detail }
  return { kind: 'reply', detail, ...(result.limited !== undefined && { limited: result.limited }) }
}
