import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ScenarioFault } from '../../sim/scenarios/scenario-schema.ts'
import { timelineOf } from '../../sim/scenarios/timeline.ts'
import { truthWith } from './stage.ts'

const HANG: ScenarioFault = { fault: 'hang' }
const REFUSE: ScenarioFault = { fault: 'refuse' }
const lose = (percent: number): ScenarioFault => ({ fault: 'lose', percent })

test('where causes overlap the worst holds, and equal neighbours are one piece', () => {
  const truth = truthWith([
    { fromMs: 0, untilMs: 100, is: lose(2) },
    { fromMs: 10, untilMs: 30, is: HANG },
    { fromMs: 20, untilMs: 40, is: REFUSE },
    { fromMs: 50, untilMs: 60, is: lose(70) },
    { fromMs: 100, untilMs: 120, is: lose(2) },
    { fromMs: 0, untilMs: 10, service: 'c2000', is: HANG },
  ])
  expect(timelineOf(truth, 'rbs')).toEqual([
    { fromMs: 0, untilMs: 10, is: lose(2) },
    { fromMs: 10, untilMs: 20, is: HANG },
    { fromMs: 20, untilMs: 40, is: REFUSE },
    { fromMs: 40, untilMs: 50, is: lose(2) },
    { fromMs: 50, untilMs: 60, is: lose(70) },
    { fromMs: 60, untilMs: 120, is: lose(2) },
  ])
  expect(timelineOf(truth, 'c2000')).toEqual([{ fromMs: 0, untilMs: 10, is: HANG }])
  expect(timelineOf(truth, 'gms')).toEqual([])
})

const RANK = ['slow', 'lose', 'searching', 'hang', 'refuse']
const rank = (fault: ScenarioFault | undefined): number => (fault ? RANK.indexOf(fault.fault) * 1000 + ('percent' in fault ? fault.percent : 0) : -1)

test('at every moment a timeline says what the worst interval of that moment says', () => {
  const interval = fc.record({
    fromMs: fc.integer({ min: 0, max: 60 }),
    lasts: fc.integer({ min: 1, max: 30 }),
    is: fc.constantFrom<ScenarioFault>(HANG, REFUSE, lose(5), lose(80), { fault: 'searching' }, { fault: 'slow', byMs: 100 }),
  })
  fc.assert(fc.property(fc.array(interval, { maxLength: 12 }), (drawn) => {
    const intervals = drawn.map(({ fromMs, lasts, is }) => ({ fromMs, untilMs: fromMs + lasts, is })).toSorted((a, b) => a.fromMs - b.fromMs)
    const pieces = timelineOf(truthWith(intervals), 'rbs')
    for (let at = 0; at < 100; at++) {
      const worst = Math.max(-1, ...intervals.filter((one) => one.fromMs <= at && at < one.untilMs).map((one) => rank(one.is)))
      expect(rank(pieces.find((one) => one.fromMs <= at && at < one.untilMs)?.is)).toBe(worst)
    }
    expect(pieces.every((one, at) => one.fromMs < one.untilMs && one.untilMs <= (pieces[at + 1]?.fromMs ?? Infinity))).toBe(true)
  }))
})
