// Plans of faults: what they do to an exchange, and what is true of them.
import { describe, expect, it } from 'vitest'
import { always, around, atLeast, between, createChance } from '../../sim/chance.ts'
import { alternating, failingFrom, followedBy, gapsOf, passageOf, readPlan, steady, WORKS, type RoadFault } from '../../sim/road-faults.ts'

const HANG: RoadFault = { kind: 'hang' }

describe('a plan of faults', () => {
  it('is the same from the same seed, and another from another', () => {
    const plan = (seed: number) => alternating({ up: around(60_000), down: between(500, 5_000), fault: () => HANG, untilMs: 3_600_000, chance: createChance(seed) })
    expect(plan(1)).toEqual(plan(1))
    expect(plan(1)).not.toEqual(plan(2))
    expect(plan(1).length).toBeGreaterThan(50)
  })

  it('works first and works last, however the failing spells fall', () => {
    for (let seed = 0; seed < 50; seed++) {
      const plan = alternating({ up: around(10_000), down: around(10_000), fault: () => HANG, untilMs: 60_000, chance: createChance(seed) })
      expect([plan[0]?.fault, plan.at(-1)?.fault]).toEqual([WORKS, WORKS])
      expect(plan.map(({ fromMs }) => fromMs)).toEqual(plan.map(({ fromMs }) => fromMs).toSorted((one, other) => one - other))
    }
  })

  it('is read forward in time: each spell holds from its moment until the next', () => {
    const reader = readPlan(failingFrom(1_000, HANG))
    expect([reader.at(0), reader.untilMs]).toEqual([WORKS, 1_000])
    expect(reader.at(999)).toEqual(WORKS)
    expect([reader.at(1_000), reader.untilMs]).toEqual([HANG, Infinity])
  })

  it('goes on as another one from a moment of its own', () => {
    const first = alternating({ up: always(400), down: always(100), fault: () => HANG, untilMs: 2_000, chance: createChance(1) })
    const plan = followedBy(first, 1_100, steady({ kind: 'refuse' }))
    expect(plan.at(-1)).toEqual({ fromMs: 1_100, fault: { kind: 'refuse' } })
    expect(plan.slice(0, -1).every(({ fromMs }) => fromMs < 1_100)).toBe(true)
  })

  it('has a gap wherever nothing comes through, and one only where two faults touch', () => {
    const plan = [
      { fromMs: 0, fault: WORKS }, { fromMs: 100, fault: HANG }, { fromMs: 200, fault: { kind: 'refuse' } as const },
      { fromMs: 300, fault: { kind: 'loss', share: 0.5 } as const }, { fromMs: 400, fault: { kind: 'one-way', lost: 'answers' } as const },
    ]
    expect(gapsOf(plan, 1_000)).toEqual([{ fromMs: 100, toMs: 300 }, { fromMs: 400, toMs: 1_000 }])
  })
})

describe('an exchange on a faulty road', () => {
  it('is lost as often as the share says, in either way of asking for it', () => {
    const chance = createChance(7)
    const lost = Array.from({ length: 10_000 }, () => passageOf({ kind: 'loss', share: 0.3 }, chance)).filter(({ kind }) => kind === 'lost')
    expect(lost.length / 10_000).toBeCloseTo(0.3, 1)
  })

  it('is late by its delay and at most its jitter', () => {
    const chance = createChance(7)
    const delays = Array.from({ length: 1_000 }, () => passageOf({ kind: 'slow', byMs: 100, jitterMs: 50 }, chance)).map((one) => (one.kind === 'passes' ? one.delayMs : Number.NaN))
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(100)
    expect(Math.max(...delays)).toBeLessThan(150)
    expect(Math.max(...delays) - Math.min(...delays)).toBeGreaterThan(40)
  })

  it.each([
    [HANG, { kind: 'lost', where: 'request' }],
    [{ kind: 'one-way', lost: 'requests' }, { kind: 'lost', where: 'request' }],
    [{ kind: 'one-way', lost: 'answers' }, { kind: 'lost', where: 'answer' }],
    [{ kind: 'refuse' }, { kind: 'refused' }],
    [{ kind: 'reset' }, { kind: 'reset' }],
    [WORKS, { kind: 'passes', delayMs: 0 }],
  ] as const)('meets %o as %o', (fault, passage) => {
    expect(passageOf(fault, () => 0.5)).toEqual(passage)
  })
})

describe('a length drawn by chance', () => {
  it('lasts its mean on the whole, and never less than its least', () => {
    const chance = createChance(3)
    const drawn = Array.from({ length: 20_000 }, () => around(1_000)(chance))
    expect(drawn.reduce((sum, one) => sum + one, 0) / drawn.length / 1_000).toBeCloseTo(1, 1)
    expect(Math.min(...Array.from({ length: 1_000 }, () => atLeast(500, around(1_000))(chance)))).toBe(500)
  })
})
