// Schedule and reducer together against a lossy network: no failure is invented, lasting loss is found. Long runs: bench detection-core.
import { describe, expect, it } from 'vitest'
import { simulateLossyDays } from '../../bench/detection-core.ts'

const HOUR = 1 / 24

describe('a network that loses packets', () => {
  // Seeds are fixed: one degraded in a hundred days is what the score allows, so a random day may rightly have one.
  it.each([1, 2, 3, 4])('at 1 %% for a day makes no service down, nor degraded (seed %i)', (seed) => {
    expect(simulateLossyDays(1, 0.01, seed)).toMatchObject({ down: 0, degraded: 0 })
  })

  it.each([1, 2, 3, 4, 5, 6])('at 30 %% is degraded within the hour, and still not down (seed %i)', (seed) => {
    const counts = simulateLossyDays(HOUR, 0.3, seed)
    expect(counts.degraded).toBeGreaterThanOrEqual(1)
    expect(counts.down).toBe(0)
  })

  it('that loses everything is asked 40 times fast and then once a second', () => {
    const counts = simulateLossyDays(1 / 1_440, 1, 1)
    expect(counts.down).toBe(1)
    expect(counts.samples).toBeLessThanOrEqual(60 + 40)
    expect(counts.samples).toBeGreaterThan(90)
  })
})
