// What the record says of alarms, and how many there were against what a person can take.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FEEDBACK_MS, FLOOD_COUNT, FLOOD_MS, STALE_MS } from '../../../electron/contract/alarm-limits.ts'
import { alarmHistory, type AlarmEntry } from '../../../electron/host/alarm/history.ts'
import { alarmLoad, floodsIn, mostWithin } from '../../../electron/host/alarm/load.ts'
import { pastAlarms } from '../../../electron/host/alarm/past.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const RBS = 'service:rbs'

const raised = (utcMs: number, alarm = RBS, more: object = {}): AlarmEntry => ({ utcMs, kind: 'alarm.raised', payload: { alarm, kind: 'service', code: 'service-down', severity: 'critical', raised: utcMs, params: { service: 'RBS' }, ...more } })
const sounded = (utcMs: number, alarm = RBS): AlarmEntry => ({ utcMs, kind: 'alarm.sounded', payload: { alarm } })
const cleared = (utcMs: number, alarm = RBS): AlarmEntry => ({ utcMs, kind: 'alarm.cleared', payload: { alarm } })
const seen = (utcMs: number, alarms: string[], past: string[] = []): AlarmEntry => ({ utcMs, kind: 'alarm.acknowledged', payload: { alarms, past } })
const heard = (utcMs: number, alarm = RBS): AlarmEntry[] => [raised(utcMs, alarm), sounded(utcMs, alarm)]
const falseAlarm = (utcMs: number, raisedMs: number): AlarmEntry => ({ utcMs, kind: 'alarm.false', payload: { alarm: RBS, raised: raisedMs, evidence: { now: 'down' } } })

describe('the history of alarms', () => {
  test('has each from its coming to its end, with who saw it and what was called false', () => {
    const { annunciations, spells } = alarmHistory([...heard(1000), seen(2000, [RBS]), cleared(3000), falseAlarm(3500, 1000), ...heard(9000)])
    expect(annunciations.map(({ utcMs }) => utcMs)).toEqual([1000, 9000])
    expect(spells).toMatchObject([
      { alarm: RBS, raisedUtcMs: 1000, endedUtcMs: 3000, seenUtcMs: 2000, sounded: 1, calledFalse: { utcMs: 3500, evidence: { now: 'down' } } },
      { alarm: RBS, raisedUtcMs: 9000, sounded: 1 },
    ])
    expect(spells[1]).not.toHaveProperty('endedUtcMs')
  })

  test('takes a feedback back', () => {
    const { spells } = alarmHistory([...heard(1000), falseAlarm(1500, 1000), { utcMs: 1600, kind: 'alarm.false-retracted', payload: { alarm: RBS, raised: 1000 } }])
    expect(spells[0]).not.toHaveProperty('calledFalse')
  })

  test('counts what got worse as one alarm and two annunciations, unseen again', () => {
    const worse = raised(5000, RBS, { raised: 1000, code: 'service-unstable' })
    const { annunciations, spells } = alarmHistory([...heard(1000), seen(2000, [RBS]), worse, sounded(5000)])
    expect(annunciations.map(({ code }) => code)).toEqual(['service-down', 'service-unstable'])
    expect(spells).toHaveLength(1)
    expect(spells[0]).not.toHaveProperty('seenUtcMs')
  })

  test('ends what stood when a host started, unless it says again that it stands', () => {
    const started: AlarmEntry = { utcMs: 5000, kind: 'host.started', payload: {} }
    const { spells } = alarmHistory([...heard(1000), ...heard(2000, 'device:pedal'), started, raised(5100, RBS, { raised: 1000 })])
    expect(spells.map(({ alarm, endedUtcMs, cut }) => [alarm, endedUtcMs, cut])).toEqual([[RBS, undefined, undefined], ['device:pedal', 5000, true]])
  })

  test('passes over what is not ours, whatever it holds', () => {
    fc.assert(fc.property(fc.array(fc.record({ utcMs: fc.nat(), kind: fc.constantFrom('alarm.raised', 'alarm.sounded', 'alarm.cleared', 'alarm.acknowledged', 'alarm.false', 'alarm.false-retracted', 'host.started', 'other'), payload: fc.dictionary(fc.constantFrom('alarm', 'code', 'severity', 'raised', 'alarms', 'past', 'params', 'evidence'), fc.jsonValue()) })), (entries) => {
      expect(() => alarmLoad(alarmHistory(entries as AlarmEntry[]), { fromUtcMs: 0, toUtcMs: 1 })).not.toThrow()
    }))
  })
})

describe('alarms that have ended', () => {
  const past = (entries: readonly AlarmEntry[], nowUtcMs: number): readonly string[] => Object.values(pastAlarms(alarmHistory(entries), nowUtcMs)).map(({ id, seen: isSeen }) => `${id}${isSeen ? '' : ' unseen'}`)

  test('and were seen can be called false for ten minutes', () => {
    const entries = [...heard(1000), seen(2000, [RBS]), cleared(3000)]
    expect(past(entries, 3000 + FEEDBACK_MS - 1)).toEqual([RBS])
    expect(past(entries, 3000 + FEEDBACK_MS)).toEqual([])
  })

  test('and came and went while nobody looked are shown for a day, or until somebody says so', () => {
    const entries = [...heard(1000), cleared(3000)]
    expect(past(entries, 3000 + 23 * HOUR)).toEqual([`${RBS} unseen`])
    expect(past([...entries, seen(4000, [], [`${RBS}@1000`])], 5000)).toEqual([RBS])
    expect(past(entries, 3000 + 24 * HOUR)).toEqual([])
  })

  test('with their host and are there again when it is back are not over', () => {
    const started: AlarmEntry = { utcMs: 5000, kind: 'host.started', payload: {} }
    expect(past([...heard(1000), started, ...heard(9000)], 10_000)).toEqual([])
    expect(past([...heard(1000), started], 10_000)).toEqual([`${RBS} unseen`])
  })

  test('newest first, and without those that stood silent under another', () => {
    expect(past([raised(900, 'service:tel'), ...heard(1000), cleared(2000), ...heard(3000, 'device:pedal'), cleared(4000, 'device:pedal'), cleared(4100, 'service:tel')], 5000)).toEqual(['device:pedal unseen', `${RBS} unseen`])
  })
})

describe('the load', () => {
  const load = (entries: readonly AlarmEntry[], toUtcMs = 24 * HOUR): ReturnType<typeof alarmLoad> => alarmLoad(alarmHistory(entries), { fromUtcMs: toUtcMs - 24 * HOUR, toUtcMs })
  const spread = (count: number, everyMs: number, firstMs = HOUR): AlarmEntry[] => Array.from({ length: count }, (_, at) => [...heard(firstMs + at * everyMs), cleared(firstMs + at * everyMs + 1)]).flat()

  test('of a quiet day is nothing', () => {
    expect(load([])).toMatchObject({ count: 0, perHour: 0, perDay: 0, peak: 0, lately: 0, flood: false, floodPercent: 0, falsePercent: 0, stale: 0, top: [], chattering: [] })
  })

  test('counts by hour, by day, by the worst ten minutes, by severity and by source', () => {
    const entries = [...spread(12, HOUR), ...heard(90 * MINUTE, 'device:pedal'), ...heard(91 * MINUTE, 'device:headset')]
    expect(load(entries)).toMatchObject({ count: 14, perHour: 0.6, perDay: 14, peak: 2, bySeverity: { critical: 14, error: 0, warning: 0 }, top: [{ alarm: RBS, count: 12 }, { alarm: 'device:headset', count: 1 }, { alarm: 'device:pedal', count: 1 }] })
  })

  test('is a flood from the tenth within ten minutes until fewer than five lie in them', () => {
    const entries = spread(FLOOD_COUNT, 50_000, 0)
    const tenth = 9 * 50_000
    // Fewer than five lie in the ten minutes once the sixth is ten minutes old.
    const overMs = 5 * 50_000 + FLOOD_MS
    expect(floodsIn(entries.filter(({ kind }) => kind === 'alarm.sounded').map(({ utcMs }) => utcMs))).toEqual([{ fromMs: tenth, toMs: overMs }])
    expect(load(spread(FLOOD_COUNT - 1, 50_000, 0))).toMatchObject({ peak: 9, flood: false, floodPercent: 0 })
    expect(load(entries, overMs - 1)).toMatchObject({ flood: true, peak: 10 })
    expect(load(entries, overMs)).toMatchObject({ flood: false })
    expect(load(entries).floodPercent).toBe(Math.round(((overMs - tenth) / (24 * HOUR)) * 1000) / 10)
  })

  test('names what came three times within a minute, saying the same', () => {
    expect(load(spread(3, 29_000)).chattering).toEqual([RBS])
    expect(load(spread(3, 30_000)).chattering).toEqual([])
  })

  test('counts what stands longer than a day, and what was called false of what was heard', () => {
    const entries = [...heard(0), ...heard(HOUR, 'device:pedal'), cleared(2 * HOUR, 'device:pedal'), falseAlarm(3 * HOUR, 0)]
    expect(load(entries, STALE_MS)).toMatchObject({ stale: 0, calledFalse: 1, falsePercent: 50 })
    expect(load(entries, STALE_MS + 1)).toMatchObject({ stale: 1 })
  })

  test('agrees with counting by hand, for any moments', () => {
    fc.assert(fc.property(fc.array(fc.nat({ max: 2 * HOUR }), { maxLength: 60 }), fc.integer({ min: 1, max: HOUR }), (moments, spanMs) => {
      const ordered = moments.toSorted((one, other) => one - other)
      const byHand = Math.max(0, ...ordered.map((end) => ordered.filter((moment) => moment <= end && end - moment < spanMs).length))
      expect(mostWithin(ordered, spanMs)).toBe(byHand)
      const floods = floodsIn(ordered)
      const within = (atMs: number): number => ordered.filter((moment) => moment <= atMs && atMs - moment < FLOOD_MS).length
      for (const { fromMs, toMs } of floods) expect([within(fromMs) >= FLOOD_COUNT, within(toMs - 1) >= 5, within(toMs) < 5]).toEqual([true, true, true])
      for (const moment of ordered) if (within(moment) >= FLOOD_COUNT) expect(floods.some(({ fromMs, toMs }) => fromMs <= moment && moment < toMs)).toBe(true)
    }))
  })
})
