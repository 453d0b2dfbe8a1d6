// The scenario files and what is drawn from them.
// To renew the JSON Schema: UPDATE_SCENARIO_SCHEMA=1 npx vitest run --config test/vitest.config.ts test/unit/scenarios/model.test.ts
import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it, test } from 'vitest'
import { createChance } from '../../sim/scenarios/chance.ts'
import { loadScenario, readScenario, scenarioNames } from '../../sim/scenarios/load-scenario.ts'
import { localOfUtc, utcOfLocal } from '../../sim/scenarios/local-time.ts'
import { scenarioJsonSchemaText } from '../../sim/scenarios/scenario-schema.ts'
import { drawTruth } from '../../sim/scenarios/truth.ts'
import { roomOf, smallScenario, theScenario, truthOf } from './stage.ts'

const SCHEMA = new URL('../../../resources/scenarios/scenario.schema.json', import.meta.url)
if (process.env['UPDATE_SCENARIO_SCHEMA'] === '1') writeFileSync(SCHEMA, scenarioJsonSchemaText())

describe('the scenario files', () => {
  it('are the three outages, each correct and each fact with its source', async () => {
    const names = await scenarioNames()
    expect(names).toEqual(['2020-01-c2000-migration', '2020-09-police-ict', '2024-12-31-rbs'])
    for (const name of names) {
      const { facts, assumed } = await theScenario(name)
      expect(facts.length, name).toBeGreaterThan(3)
      expect(assumed.length, name).toBeGreaterThan(2)
    }
  })

  it('come with the JSON Schema that editors check them against', () => {
    expect(readFileSync(SCHEMA, 'utf8')).toBe(scenarioJsonSchemaText())
  })

  it('say what is wrong with one that is wrong, and where', async () => {
    expect(await loadScenario('../sites/demo')).toMatchObject({ ok: false, error: { code: 'SITE_INVALID', detail: 'no scenario ../sites/demo' } })
    expect(readScenario('format: [', 'x')).toMatchObject({ ok: false })
    const text = JSON.stringify(smallScenario())
    expect(readScenario(text, 'other')).toMatchObject({ ok: false, error: { detail: 'other: its id is small' } })
    expect(readScenario(text.replace('"dependsOn":[]', '"dependsOn":["lan"]'), 'small')).toMatchObject({ ok: false, error: { detail: expect.stringContaining('no service lan') } })
    expect(readScenario(text.replace('12:00', '12h00'), 'small')).toMatchObject({ ok: false, error: { detail: expect.stringContaining('from') } })
    expect(readScenario(text, 'small')).toMatchObject({ ok: true })
  })
})

test('the clock on the wall is read in summer and winter, and over both changes of the hour', () => {
  expect(new Date(utcOfLocal('2020-09-15T09:00')).toISOString()).toBe('2020-09-15T07:00:00.000Z')
  expect(new Date(utcOfLocal('2024-12-31T22:00')).toISOString()).toBe('2024-12-31T21:00:00.000Z')
  expect(new Date(utcOfLocal('2020-03-29T03:00')).toISOString()).toBe('2020-03-29T01:00:00.000Z')
  expect(new Date(utcOfLocal('2020-10-25T03:00')).toISOString()).toBe('2020-10-25T02:00:00.000Z')
  for (let hour = 0; hour < 24 * 366; hour += 7) {
    const utcMs = Date.UTC(2020, 0, 1) + hour * 3_600_000
    if (!localOfUtc(utcMs).startsWith('2020-10-25T02')) expect(utcOfLocal(localOfUtc(utcMs).slice(0, 16))).toBe(utcMs)
  }
})

test('chance is the same for the same words, and another for others', () => {
  const ten = (...words: (string | number)[]): number[] => { const { fraction } = createChance(...words); return Array.from({ length: 10 }, fraction) }
  expect(ten(1, 'a')).toEqual(ten(1, 'a'))
  expect(ten(1, 'a')).not.toEqual(ten(2, 'a'))
  expect(ten(1, 'a')).not.toEqual(ten(1, 'b'))
  const { exponential, happens, wholeBetween } = createChance('means')
  const mean = Array.from({ length: 20_000 }, () => exponential(100)).reduce((sum, one) => sum + one) / 20_000
  expect(mean).toBeGreaterThan(97)
  expect(mean).toBeLessThan(103)
  expect(Array.from({ length: 10_000 }, () => happens(0.3)).filter(Boolean).length / 10_000).toBeCloseTo(0.3, 1)
  expect(new Set(Array.from({ length: 200 }, () => wholeBetween(1, 3)))).toEqual(new Set([1, 2, 3]))
})

describe('what is drawn', () => {
  it('is the same for one seed and room, and another for each other seed and room', async () => {
    const scenario = await theScenario('2020-09-police-ict')
    const ob = drawTruth(scenario, roomOf(scenario, 'OB'), 1)
    expect(drawTruth(scenario, roomOf(scenario, 'OB'), 1)).toEqual(ob)
    expect(drawTruth(scenario, roomOf(scenario, 'OB'), 2).intervals).not.toEqual(ob.intervals)
    expect(drawTruth(scenario, roomOf(scenario, 'NH'), 1).intervals).not.toEqual(ob.intervals)
  })

  it('has one driver for all rooms: times of on and off end for all at once, while their outages differ', () => {
    const scenario = smallScenario({
      rooms: [{ code: 'AA', name: 'A' }, { code: 'BB', name: 'B' }],
      causes: [{
        kind: 'on-off', id: 'ict',
        phases: [{ from: '2024-06-01T12:00', until: '2024-06-01T13:00', troubled: { meanS: 300, minS: 60, maxS: 900 }, quiet: { meanS: 300, minS: 60, maxS: 900 } }],
        up: { meanS: 30, minS: 5, maxS: 60 }, down: { meanS: 10, minS: 2, maxS: 20 },
        hits: [{ service: 'rbs', how: [{ is: { fault: 'hang' } }] }],
        between: [{ service: 'c2000', is: { fault: 'slow', byMs: 5 } }],
      }],
    })
    const ends = scenario.rooms.map((room) => {
      const { intervals } = drawTruth(scenario, room, 4)
      // A time of on and off is over when nothing follows for longer than a working spell lasts.
      return intervals.filter((one, at) => (intervals[at + 1]?.fromMs ?? Infinity) - one.untilMs > 60_000).map((one) => one.untilMs)
    })
    expect(ends[0]?.length).toBeGreaterThan(1)
    expect(ends[0]).toEqual(ends[1])
    const [one, other] = scenario.rooms.map((room) => drawTruth(scenario, room, 4).intervals.filter(({ service }) => service === 'rbs'))
    expect(one).not.toEqual(other)
  })

  it('lies within the scenario, in order, and touches neither 112 nor C2000 in September 2020', async () => {
    for (const room of ['OB', 'NH', 'ZWB', 'RTD']) {
      const { intervals, lengthMs } = await truthOf('2020-09-police-ict', room, 3)
      expect(intervals.length).toBeGreaterThan(100)
      expect(intervals.filter((one) => one.fromMs < 0 || one.untilMs > lengthMs || one.fromMs >= one.untilMs)).toEqual([])
      expect(intervals.map((one) => one.fromMs)).toEqual(intervals.map((one) => one.fromMs).toSorted((a, b) => a - b))
      expect(new Set(intervals.map((one) => one.service))).toEqual(new Set(['rbs', 'tel-0900', 'gms', 'office-ict']))
    }
  })

  it('has ten to a hundred reports on every day of the migration, and a share of them in one room', async () => {
    const all = await truthOf('2020-01-c2000-migration', 'NL', 1)
    const perDay = Map.groupBy(all.reports, ({ atMs }) => Math.floor(atMs / 86_400_000))
    expect(perDay.size).toBe(60)
    for (const [day, { length }] of perDay) expect(length >= 10 && length <= 100, `day ${day}: ${length}`).toBe(true)
    const counts = [...perDay.values()].map(({ length }) => length)
    expect(Math.max(...counts)).toBeGreaterThan(60)
    expect(Math.min(...counts)).toBeLessThan(20)
    const room = await truthOf('2020-01-c2000-migration', 'MK1', 1)
    expect(room.reports.length / all.reports.length).toBeCloseTo(0.1, 1)
    expect(new Set(all.reports.map(({ symptom }) => symptom))).toEqual(new Set(['connection-lost', 'poor-audio', 'emergency-button', 'position-not-seen', 'hand-over']))
  })

  it('loses the RBS once on New Year’s Eve, from late evening to the end of the night', async () => {
    for (const seed of [1, 2, 3]) {
      const { intervals, startUtcMs } = await truthOf('2024-12-31-rbs', 'NL', seed)
      expect(intervals).toMatchObject([{ service: 'rbs', is: { fault: 'hang' } }])
      const [from, until] = intervals.flatMap((one) => [one.fromMs, one.untilMs]).map((ms) => localOfUtc(startUtcMs + ms))
      expect(from && from >= '2024-12-31T22:00' && from <= '2025-01-01T00:30', from).toBe(true)
      expect(until && until >= '2025-01-01T04:30' && until <= '2025-01-01T06:00', until).toBe(true)
    }
  })
})
