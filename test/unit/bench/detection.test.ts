// What the bench of detection counts, and how: the truth fixed beforehand, the rules of the others, the page it writes.
import { describe, expect, it } from 'vitest'
import { measuredTables, withMeasured } from '../../bench/detection/document.ts'
import { FAULT_MATRIX } from '../../bench/detection/fault-matrix.ts'
import { rowsOf, targetsOf, type Measured } from '../../bench/detection/figures.ts'
import { measureSimulated } from '../../bench/detection/measure-simulated.ts'
import { drawPicture } from '../../bench/detection/picture.ts'
import { firstAfter, scoreTold } from '../../bench/detection/score.ts'
import { chanceFor } from '../../bench/detection/seeds.ts'
import { simulateHaproxy, simulateMisses } from '../../bench/detection/simulated-peers.ts'
import { simulateWatch } from '../../bench/detection/simulated-watch.ts'
import { threeDays } from '../../bench/detection/three-days.ts'
import type { Told, ToldWord } from '../../bench/detection/told.ts'
import { failingFrom, gapsOf, WORKS, type FaultPlan, type RoadFault } from '../../sim/road-faults.ts'

const MINUTE = 60_000
const HANG: RoadFault = { kind: 'hang' }
const said = (...words: readonly (readonly [atMs: number, word: ToldWord])[]): Told => ({ words: words.map(([atMs, word]) => ({ atMs, word })), levels: [], sounds: [] })
const gap = (fromMs: number, ms: number): FaultPlan => [{ fromMs: 0, fault: WORKS }, { fromMs, fault: HANG }, { fromMs: fromMs + ms, fault: WORKS }]

describe('the truth of a gap', () => {
  it.each([
    ['of 5 s is an outage: down in it is found', 5_000, { outages: 1, missed: 0, falseDowns: 0, detectionMs: [4_000] }],
    ['of 4 s is not scored, whatever is said', 4_000, { outages: 0, missed: 0, falseDowns: 0, detectionMs: [] }],
    ['of 2.9 s is none: down is invented', 2_900, { outages: 0, missed: 0, falseDowns: 1, detectionMs: [] }],
  ])('%s', (_, ms, expected) => {
    const atMs = 10_000 + Math.min(4_000, ms)
    expect(scoreTold(gap(10_000, ms), said([0, 'ok'], [atMs, 'down'], [20_000, 'ok']), MINUTE)).toMatchObject(expected)
  })

  it('that nobody called is missed, and all of it is exposure', () => {
    expect(scoreTold(gap(10_000, 8_000), said([0, 'ok']), MINUTE)).toMatchObject({ outages: 1, missed: 1, exposedMs: 8_000 })
  })

  it('that begins while down is still said is found, but says nothing of speed', () => {
    expect(scoreTold(gap(10_000, 8_000), said([0, 'ok'], [5_000, 'down'], [30_000, 'ok']), MINUTE)).toMatchObject({ missed: 0, detectionMs: [], falseDowns: 1, exposedMs: 0 })
  })

  it('may be told of until a question under way has ended, and not later', () => {
    const late = (ms: number) => scoreTold(gap(10_000, 6_000), said([0, 'ok'], [16_000 + ms, 'down'], [30_000, 'ok']), MINUTE)
    expect(late(900)).toMatchObject({ missed: 0, falseDowns: 0 })
    expect(late(1_100)).toMatchObject({ missed: 1, falseDowns: 1 })
  })

  it('sets a time aside that was measured while this program stood still, and forgets no miss for it', () => {
    const standstill = [{ fromMs: 11_000, toMs: 13_000 }]
    expect(scoreTold(gap(10_000, 8_000), said([0, 'ok'], [14_000, 'down'], [30_000, 'ok']), MINUTE, standstill)).toMatchObject({ missed: 0, detectionMs: [] })
    expect(scoreTold(gap(10_000, 8_000), said([0, 'ok']), MINUTE, standstill).missed).toBe(1)
  })

  it('explains unknown for four seconds, and nothing else does', () => {
    const plan = gap(10_000, 2_000)
    expect(scoreTold(plan, said([0, 'ok'], [12_500, 'unknown'], [13_000, 'ok']), MINUTE).falseUnknowns).toBe(0)
    expect(scoreTold(plan, said([0, 'ok'], [30_000, 'unknown'], [31_000, 'ok']), MINUTE).falseUnknowns).toBe(1)
  })
})

describe('the modelled rules of the others', () => {
  const untilMs = MINUTE
  const downMs = (told: Told): number => firstAfter(told, 10_000, 'down') ?? Number.NaN
  const half = (): number => 0.5

  it('have HAProxy wait a second, then a quarter, twice: refused at 0.5 s after the last check', () => {
    // Checks end 5 ms after they began, so that they drift by that much each second: the tenth begins at 10.045 s.
    const told = simulateHaproxy({ plan: failingFrom(10_000, { kind: 'refuse' }), untilMs, chance: half })
    expect(downMs(told)).toBeCloseTo(548 + 500 + 2, -1)
  })

  it('have HAProxy bear two failures, and count anew after one success', () => {
    const refusing = (...spans: readonly (readonly [fromMs: number, toMs: number])[]): FaultPlan =>
      [{ fromMs: 0, fault: WORKS }, ...spans.flatMap(([fromMs, toMs]) => [{ fromMs, fault: { kind: 'refuse' } as const }, { fromMs: toMs, fault: WORKS }])]
    const words = (plan: FaultPlan): readonly ToldWord[] => simulateHaproxy({ plan, untilMs, chance: half }).words.map(({ word }) => word)
    // Checks fall at 10.55, 10.80 and 11.05 s, and after a success between, at 12.06 and 12.31 s.
    expect(words(refusing([10_500, 10_900], [12_000, 12_400]))).toEqual(['ok'])
    expect(words(refusing([10_500, 11_100]))).toEqual(['ok', 'down', 'ok'])
  })

  it('have HAProxy come back after two answers', () => {
    const told = simulateHaproxy({ plan: gap(10_000, 8_000), untilMs, chance: half })
    expect(told.words.map(({ word }) => word)).toEqual(['ok', 'down', 'ok'])
    expect((told.words.at(-1)?.atMs ?? 0) - 18_000).toBeLessThan(2_100)
  })

  it('have three misses down at the third, known 0.8 s after it was asked', () => {
    expect(downMs(simulateMisses({ plan: failingFrom(10_000, HANG), untilMs, chance: half }))).toBe(500 + 2_000 + 800)
    expect(simulateMisses({ plan: gap(10_000, 2_400), untilMs, chance: half }).words).toEqual([{ atMs: 0, word: 'ok' }])
  })
})

describe('Achterwacht in simulated time', () => {
  it('is unknown 2.5 s and down 4 s after the last reply', () => {
    const told = simulateWatch({ plan: failingFrom(10_000, HANG), untilMs: MINUTE, chance: chanceFor('one') })
    expect(told.words.filter(({ atMs }) => atMs > 10_000).map(({ word, afterLastReplyMs }) => [word, afterLastReplyMs])).toEqual([['unknown', 2_500], ['down', 4_000]])
  })

  it('is unknown within 2.5 s of a hang until it bears the label, and down within 4 s of each, over eight simulated hours', () => {
    const hang = FAULT_MATRIX.find(({ id }) => id === 'hang')
    const found = hang && measureSimulated(hang, 1 / 9)
    // Under the label a short silence is nothing new: the third down sets it.
    expect(found?.unknownMs).toHaveLength(3)
    expect(found?.achterwacht.outages).toBeGreaterThan(3)
    expect(Math.max(...(found?.unknownMs ?? [Infinity]))).toBeLessThanOrEqual(2_500)
    expect(Math.max(...(found?.achterwacht.detectionMs ?? [Infinity]))).toBeLessThanOrEqual(4_000)
    expect(found?.achterwacht).toMatchObject({ missed: 0, falseDowns: 0 })
  })

  it('draws the same from the same name, and sounds once for one outage', () => {
    const run = () => simulateWatch({ plan: failingFrom(10_000, HANG), untilMs: 10 * MINUTE, chance: chanceFor('same') })
    expect(run().words).toEqual(run().words)
    expect(run().sounds.map(({ code }) => code)).toEqual(['service-down'])
  })
})

describe('the three days of September 2020', () => {
  it('are those of the scenario, each room its own, and mostly a system that works', async () => {
    const { simulated: { runs, days, plan } } = await threeDays()
    const plans = Array.from({ length: runs }, (_, run) => plan(chanceFor('unused'), 0, run))
    expect(new Set(plans.map((one) => JSON.stringify(one))).size).toBe(8)
    for (const one of plans) {
      const out = gapsOf(one, days * 86_400_000).reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0) / (days * 86_400_000)
      expect(out).toBeGreaterThan(0.02)
      expect(out).toBeLessThan(0.3)
      expect(one.map(({ fromMs }) => fromMs)).toEqual(one.map(({ fromMs }) => fromMs).toSorted((a, b) => a - b))
    }
  })
})

describe('what the bench writes', () => {
  const some = FAULT_MATRIX.filter(({ id }) => ['cut', 'loss-1', '4-2'].includes(id)).map((of) => measureSimulated({ ...of, simulated: { ...of.simulated, runs: 1 } }, 1 / 36))
  const score = { detectionMs: [250, 5_000], outages: 2, missed: 0, falseDowns: 0, falseUnknowns: 0, exposedMs: 0, days: 0.01 }
  const live = (id: string, transport: 'tcp' | 'udp') => ({
    of: { id, label: id, kind: 'outage' as const }, transport, achterwacht: score, haproxy: score, misses: score, haproxyModel: score,
    downAfterReplyMs: [4_000], degradedMs: [],
  })
  const measured: Measured = {
    live: { results: [live('hang', 'tcp'), live('cut', 'tcp'), live('cut', 'udp')], run: { roads: [], haproxyVersion: '2.6', loopDelayP99Ms: 12, ownStandstills: [] }, runMs: 1_000 },
    simulated: some, degradedMs: { 'loss-1': [Infinity, Infinity], 'loss-30': [18_000] }, hardOutageMs: [603_000],
    curves: [{ watcher: 'achterwacht', points: [{ dial: '4 s', detectionMs: 3_500, falseDownsPerDay: 0, isChosen: true }] }],
  }

  it('says of each target whether it was met, and never hides one that was not', () => {
    const targets = targetsOf(measured)
    expect(targets).toHaveLength(10)
    expect(targets.find(({ what }) => what.includes('connection held'))).toMatchObject({ value: 5, max: 0.4 })
    const page = measuredTables(measured)
    expect(page).toContain('**missed**')
    expect(page).toMatch(/\| 1 % loss \|.*\| never \/ never \| 0 % \|/)
    expect([...rowsOf(measured)].filter((row) => row.against['met'] === 'no').length).toBeGreaterThan(0)
  })

  it('goes between the markers and leaves the words around them alone', () => {
    const page = 'before\n<!-- measured: begin -->\nold\n<!-- measured: end -->\nafter\n'
    expect(withMeasured(page, 'new')).toBe('before\n<!-- measured: begin -->\nnew\n<!-- measured: end -->\nafter\n')
    expect(withMeasured('no markers', 'new')).toBeUndefined()
  })

  it('draws a picture that says in words what it shows, with a shape for each watcher', () => {
    const svg = drawPicture(measured.curves)
    expect(svg).toContain('4 s: 3.5 s, 0 a day')
    expect(svg).toMatch(/<circle cx="[\d.]+" cy="[\d.]+" r="6" fill="#000"/)
    expect(svg).not.toMatch(/NaN|undefined/)
  })
})
