import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createUtcAhead } from '../../../native/kit/clock.ts'

/** UTC in whole ms, monotonic time with its fraction, and a call in between that takes a moment. */
function clocks() {
  const at = { trueMs: 0, aheadMs: 1_767_000_000_000.4 }
  return {
    at,
    clock: {
      monotonicMs: () => at.trueMs + 0.2,
      utcMs: () => Math.floor(at.trueMs + at.aheadMs),
    },
  }
}

it('tells one difference however the two clocks are read against each other, so that a moment told again is told alike', () => {
  fc.assert(fc.property(fc.array(fc.double({ min: 0, max: 1e7, noNaN: true }), { minLength: 1 }), (moments) => {
    const { at, clock } = clocks()
    const ahead = createUtcAhead(clock)
    const told = moments.toSorted((one, other) => one - other).map((trueMs) => {
      at.trueMs = trueMs
      return ahead()
    })
    expect(new Set(told).size).toBe(1)
  }))
})

it('follows a clock that was set, and one that is slewed, to within two milliseconds', () => {
  const { at, clock } = clocks()
  const ahead = createUtcAhead(clock)
  at.aheadMs += 3_600_000
  expect(Math.abs(ahead() - at.aheadMs)).toBeLessThan(2)
  for (let step = 0; step < 1000; step++) {
    at.trueMs += 100
    at.aheadMs -= 0.05
    expect(Math.abs(ahead() - at.aheadMs)).toBeLessThan(3)
  }
})
