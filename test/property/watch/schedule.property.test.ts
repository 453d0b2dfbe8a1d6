import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSchedule, reduceSchedule, scheduleDueMs, type ScheduleEvent } from '../../../electron/host/watch/schedule.ts'
import { DEFAULT_WATCH_SETTINGS } from '../../../electron/host/watch/settings.ts'

const events = fc.array(fc.tuple(fc.integer({ min: 0, max: 2_000 }), fc.constantFrom<ScheduleEvent['kind']>('replied', 'missed', 'missed', 'hinted', 'time-passed')), { maxLength: 150 })

function asked(phase: number, steps: readonly (readonly [number, ScheduleEvent['kind']])[]): readonly { readonly atMs: number; readonly regular: boolean }[] {
  let state = createSchedule(DEFAULT_WATCH_SETTINGS, phase, 0)
  const out: { readonly atMs: number; readonly regular: boolean }[] = []
  const take = (kind: ScheduleEvent['kind'], atMs: number): void => {
    const step = reduceSchedule(state, { kind }, atMs)
    state = step.state
    for (const effect of step.effects) out.push({ atMs, regular: effect.regular })
  }
  let nowMs = 0
  for (const [gapMs, kind] of steps) {
    nowMs += gapMs
    while (scheduleDueMs(state) <= nowMs) take('time-passed', scheduleDueMs(state))
    take(kind, nowMs)
    expect(scheduleDueMs(state)).toBeGreaterThan(nowMs)
  }
  return out
}

describe('the schedule of a probe, whatever comes back', () => {
  it('asks regularly exactly once a second', () => {
    fc.assert(fc.property(fc.double({ min: 0, max: 0.999, noNaN: true }), events, (phase, steps) => {
      const regular = asked(phase, steps).filter((one) => one.regular)
      regular.forEach((one, turn) => expect(one.atMs).toBe(Math.floor(phase * 1_000) + turn * 1_000))
    }))
  })

  it('never asks more than a target can bear: hints and misses together stay below ten a second', () => {
    fc.assert(fc.property(events, (steps) => {
      const times = asked(0, steps).map((one) => one.atMs)
      for (const atMs of times) expect(times.filter((other) => other >= atMs && other < atMs + 1_000).length).toBeLessThanOrEqual(10)
    }))
  })

  it('in one silence asks fast 40 times at most', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 1_000 }), { maxLength: 200 }), (gaps) => {
      const fast = asked(0, gaps.map((gapMs) => [gapMs, 'missed'] as const)).filter((one) => !one.regular)
      expect(fast.length).toBeLessThanOrEqual(40)
    }))
  })
})
