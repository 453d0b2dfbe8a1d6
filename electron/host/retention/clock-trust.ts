// How far the clock is believed when what is old is deleted: what a wrong clock would take is gone for ever. Pure.
import type { ClockQuality } from '../ledger/port.ts'

/** `limited`: nobody vouches for the clock; one pass deals with so much recorded time at most. */
export type ClockTrust =
  | { readonly trust: 'full' }
  | { readonly trust: 'limited'; readonly mostMs: number }
  | { readonly trust: 'none' }

export interface ClockSeen {
  /** UTC less monotonic time; undefined before the first look. */
  readonly offsetMs: number | undefined
  readonly steppedMs: number | undefined
}

export const CLOCK_UNSEEN: ClockSeen = { offsetMs: undefined, steppedMs: undefined }

/** As verify judges a step. */
const STEP_MS = 2000
/** After somebody set the clock, that it was set right may be seen first. */
const REST_MS = 3_600_000
/** A pass comes each hour: a clock that is a year ahead for a day takes three days, and standing still is made up for. */
const LIMITED_MS = 3 * 3_600_000

export interface ClockLook {
  readonly utcMs: number
  readonly monotonicMs: number
  readonly quality: ClockQuality
}

export function lookAtClock(seen: ClockSeen, { utcMs, monotonicMs, quality }: ClockLook): { readonly seen: ClockSeen; readonly trust: ClockTrust } {
  const offsetMs = utcMs - monotonicMs
  const isStep = seen.offsetMs !== undefined && Math.abs(offsetMs - seen.offsetMs) > STEP_MS
  const steppedMs = isStep ? monotonicMs : seen.steppedMs
  const rests = steppedMs !== undefined && monotonicMs - steppedMs < REST_MS
  return { seen: { offsetMs, steppedMs }, trust: trustOf(quality, rests) }
}

function trustOf(quality: ClockQuality, rests: boolean): ClockTrust {
  if (rests || quality === 'stepped') return { trust: 'none' }
  return quality === 'synchronised' ? { trust: 'full' } : { trust: 'limited', mostMs: LIMITED_MS }
}
