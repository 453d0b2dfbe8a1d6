// The line of a service: what each event makes of it, how far it reaches, and how it is rebuilt from the record.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { TRACE_MS } from '../../../electron/contract/topics.ts'
import { beginTrace, joinTraces, recordedTraces, trace, TRACE_POINTS, type Trace, type TraceEvent } from '../../../electron/host/trace.ts'

const level = (utcMs: number, to: 'ok' | 'degraded' | 'down' | 'unknown'): TraceEvent => ({ event: 'level', utcMs, level: to })
const label = (utcMs: number, unstable: boolean): TraceEvent => ({ event: 'label', utcMs, unstable })
const passed = (utcMs: number): TraceEvent => ({ event: 'time-passed', utcMs })
const T = 1_000_000_000
const H = TRACE_MS

type Row = readonly [what: string, before: Trace, event: TraceEvent, after: Trace]
const ROWS: readonly Row[] = [
  ['nothing yet, then a level', [], level(T, 'ok'), [[T, 'ok', false]]],
  ['nothing yet, and time passes', [], passed(T), []],
  ['another level', [[T, 'unknown', false]], level(T + 5, 'ok'), [[T, 'unknown', false], [T + 5, 'ok', false]]],
  ['the same level', [[T, 'ok', false]], level(T + 5, 'ok'), [[T, 'ok', false]]],
  ['another level in the same millisecond', [[T, 'ok', false], [T + 5, 'down', false]], level(T + 5, 'degraded'), [[T, 'ok', false], [T + 5, 'degraded', false]]],
  ['the label is set', [[T, 'down', false]], label(T + 5, true), [[T, 'down', false], [T + 5, 'down', true]]],
  ['the label counts on', [[T, 'down', true]], label(T + 5, true), [[T, 'down', true]]],
  ['the label stays through a level', [[T, 'down', true]], level(T + 5, 'degraded'), [[T, 'down', true], [T + 5, 'degraded', true]]],
  ['the label is cleared', [[T, 'ok', true]], label(T + 5, false), [[T, 'ok', true], [T + 5, 'ok', false]]],
  ['the clock was set back', [[T, 'ok', false]], level(T - 5000, 'down'), [[T, 'down', false]]],
  ['an hour passes', [[T, 'unknown', false], [T + 5, 'ok', false]], passed(T + H + 10), [[T + 10, 'ok', false]]],
  ['exactly an hour passes', [[T, 'ok', false]], passed(T + H), [[T, 'ok', false]]],
  ['less than an hour passes', [[T, 'ok', false]], passed(T + H - 1), [[T, 'ok', false]]],
  ['the edge lies within a level', [[T, 'ok', false], [T + 10, 'down', true], [T + 20, 'ok', true]], passed(T + H + 15), [[T + 15, 'down', true], [T + 20, 'ok', true]]],
]

test.each(ROWS)('%s', (_what, before, event, after) => {
  expect(trace(before, event)).toEqual(after)
})

test('a line that did not change is the same line', () => {
  const before = beginTrace(T, false)
  expect(trace(before, level(T + 5, 'unknown'))).toBe(before)
})

test('keeps its newest points and lets the oldest go', () => {
  let line = beginTrace(T, false)
  for (let ms = 1; ms <= 1000; ms++) line = trace(line, level(T + ms, ms % 2 === 0 ? 'ok' : 'down'))
  expect(line).toHaveLength(TRACE_POINTS)
  expect(line.at(-1)).toEqual([T + 1000, 'ok', false])
})

test('whatever happens, it runs forward, within its hour and its cap', () => {
  const event = fc.record({ ms: fc.integer({ min: -10_000, max: 900_000 }), level: fc.constantFrom('ok', 'degraded', 'down', 'unknown'), unstable: fc.boolean(), kind: fc.constantFrom('level', 'label', 'time') })
  fc.assert(fc.property(fc.array(event, { maxLength: 600 }), (events) => {
    let now = T
    let line = beginTrace(T, false)
    for (const one of events) {
      now += one.ms
      line = trace(line, one.kind === 'level' ? level(now, one.level) : one.kind === 'label' ? label(now, one.unstable) : passed(now))
      const times = line.map(([utcMs]) => utcMs)
      expect(times).toEqual(times.toSorted((left, right) => left - right))
      expect(line.length).toBeLessThanOrEqual(TRACE_POINTS)
      if (line.length > 1) expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeLessThanOrEqual(TRACE_MS)
    }
  }), { numRuns: 50 })
})

describe('from the record', () => {
  const entry = (utcMs: number, kind: string, payload: Record<string, string | number> = {}): { utcMs: number; kind: string; payload: Record<string, string | number> } => ({ utcMs, kind, payload })
  const changed = (utcMs: number, to: string, service = 'rbs'): ReturnType<typeof entry> => entry(utcMs + 3, 'service.changed', { service, to, at: utcMs })

  test('the line of each service comes back at the moments of the changes, not of the writing', () => {
    const lines = recordedTraces([changed(T, 'ok'), changed(T + 10, 'ok', 'c2000'), changed(T + 20, 'down'), entry(T + 25, 'watch.unstable', { service: 'rbs', count: 3 })], T + 100)
    expect(lines.get('rbs')).toEqual([[T, 'ok', false], [T + 20, 'down', false], [T + 25, 'down', true], [T + 100, 'unknown', false]])
    expect(lines.get('c2000')).toEqual([[T + 10, 'ok', false], [T + 100, 'unknown', false]])
  })

  test('nothing is known while nobody watched: after a stop, from a start on, after the last sample of a run that was killed', () => {
    const lines = recordedTraces([changed(T, 'ok'), entry(T + 50, 'host.stopped'), entry(T + 90, 'host.started'), changed(T + 95, 'ok')], T + 200)
    expect(lines.get('rbs')).toEqual([[T, 'ok', false], [T + 50, 'unknown', false], [T + 95, 'ok', false], [T + 200, 'unknown', false]])
  })

  test('the line of a service begins unknown where watching began', () => {
    expect(recordedTraces([entry(T, 'host.started'), changed(T + 5, 'ok')], T + 9).get('rbs')).toEqual([[T, 'unknown', false], [T + 5, 'ok', false], [T + 9, 'unknown', false]])
  })

  test('a change that was written after the last samples is kept', () => {
    expect(recordedTraces([changed(T, 'ok'), changed(T + 50, 'down')], T + 40).get('rbs')).toEqual([[T, 'ok', false], [T + 50, 'down', false], [T + 54, 'unknown', false]])
    expect(recordedTraces([changed(T, 'ok')], undefined).get('rbs')).toEqual([[T, 'ok', false], [T + 4, 'unknown', false]])
  })

  test.each([[{}], [{ service: 'rbs', to: 'broken' }], [{ service: 7, to: 'ok' }]])('an entry that is not one of ours adds nothing (%j)', (payload) => {
    expect(recordedTraces([entry(T, 'service.changed', payload as never)], undefined).get('rbs')).toBeUndefined()
  })

  test('what this run saw comes after it, and wins where both speak', () => {
    const own: Trace = [[T + 100, 'unknown', false], [T + 110, 'ok', false]]
    expect(joinTraces([[T, 'down', false], [T + 105, 'ok', false]], own, T + 200)).toEqual([[T, 'down', false], ...own])
    expect(joinTraces([[T, 'down', false]], own, T + H + 50)).toEqual([[T + 50, 'down', false], ...own])
    expect(joinTraces([], own, T + 200)).toEqual(own)
  })
})
