// How far the clock is believed before something is deleted for ever.
import { describe, expect, test } from 'vitest'
import { CLOCK_UNSEEN, lookAtClock, type ClockLook } from '../../../electron/host/retention/clock-trust.ts'

const UTC = Date.UTC(2026, 10, 26)
const HOUR_MS = 3_600_000
const at = (monotonicMs: number, change: Partial<ClockLook> = {}): ClockLook => ({ utcMs: UTC + monotonicMs, monotonicMs, quality: 'synchronised', ...change })

describe('a clock', () => {
  test('that a time server vouches for is believed', () => {
    expect(lookAtClock(CLOCK_UNSEEN, at(0)).trust).toEqual({ trust: 'full' })
  })

  test('that nobody vouches for moves deletion by three hours of the record a pass', () => {
    expect(lookAtClock(CLOCK_UNSEEN, at(0, { quality: 'unknown' })).trust).toEqual({ trust: 'limited', mostMs: 3 * HOUR_MS })
  })

  test('that somebody set is not believed for an hour, also not when a time server agrees', () => {
    const { seen } = lookAtClock(CLOCK_UNSEEN, at(0))
    const set = lookAtClock(seen, at(HOUR_MS, { utcMs: UTC + 400 * 24 * HOUR_MS }))
    expect(set.trust).toEqual({ trust: 'none' })
    const later = lookAtClock(set.seen, at(1.5 * HOUR_MS, { utcMs: UTC + 400 * 24 * HOUR_MS + HOUR_MS / 2 }))
    expect(later.trust).toEqual({ trust: 'none' })
    expect(lookAtClock(later.seen, at(2 * HOUR_MS, { utcMs: UTC + 400 * 24 * HOUR_MS + HOUR_MS })).trust).toEqual({ trust: 'full' })
  })

  test('that says of itself that it stepped is not believed', () => {
    expect(lookAtClock(CLOCK_UNSEEN, at(0, { quality: 'stepped' })).trust).toEqual({ trust: 'none' })
  })
})
