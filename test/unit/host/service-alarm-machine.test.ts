// Which annunciation of a service sounds: new or worse, and nothing else.
import { expect, test } from 'vitest'
import { alarmEventOf, createServiceAlarms, reduceServiceAlarms, serviceAlarmsDueMs, type ServiceAlarmEffect, type ServiceAlarmEvent, type ServiceAlarmsState, type ServiceAtStart } from '../../../electron/host/alarm/service-alarm-machine.ts'
import { DEFAULT_WATCH_SETTINGS } from '../../../electron/host/watch/index.ts'
import type { ConditionNow } from '../../../electron/contract/words.ts'

const { unknownAlarmMs: UNKNOWN_MS, unstableDownMs: UNSTABLE_DOWN_MS } = DEFAULT_WATCH_SETTINGS
const RBS: ServiceAtStart = { id: 'rbs', role: 'console', now: 'unknown', sinceMs: 0, maintenance: false }
const MINUTE = 60_000

interface Told {
  readonly state: ServiceAlarmsState
  readonly effects: readonly ServiceAlarmEffect[]
}

function play(events: readonly (readonly [atMs: number, event: ServiceAlarmEvent])[], start: readonly ServiceAtStart[] = [RBS]): Told {
  let state = createServiceAlarms(start, DEFAULT_WATCH_SETTINGS)
  const effects: ServiceAlarmEffect[] = []
  for (const [atMs, event] of [[0, { kind: 'began' }] as const, ...events]) {
    const step = reduceServiceAlarms(state, event, atMs)
    state = step.state
    effects.push(...step.effects)
  }
  return { state, effects }
}

const sounds = ({ effects }: Told): readonly string[] => effects.flatMap((one) => (one.effect === 'sounds' ? [`${one.atMs} ${one.service} ${one.code}`] : []))
const is = (atMs: number, to: ConditionNow, more: { readonly service?: string; readonly count?: number } = {}): readonly [number, ServiceAlarmEvent] =>
  [atMs, { kind: 'changed', service: more.service ?? 'rbs', to, ...(more.count !== undefined && { unstable: { sinceMs: 0, count: more.count } }) }]
const label = (atMs: number, count: number): readonly [number, ServiceAlarmEvent] => [atMs, { kind: 'labelled', service: 'rbs', count }]
const time = (atMs: number): readonly [number, ServiceAlarmEvent] => [atMs, { kind: 'time-passed' }]

test('a console that never answered and is never called down sounds once, a minute after looking began', () => {
  expect(sounds(play([time(UNKNOWN_MS - 1)]))).toEqual([])
  expect(sounds(play([time(10 * UNKNOWN_MS)]))).toEqual([`${UNKNOWN_MS} rbs service-unknown`])
})

test('a console that never answered and is called down sounds then', () => {
  expect(sounds(play([is(4000, 'down'), time(MINUTE)]))).toEqual(['4000 rbs service-down'])
})

test('degraded, unknown for a minute, unstable and down each sound once, and what gets better is silent', () => {
  const events = [is(10, 'ok'), is(1000, 'degraded'), is(2000, 'ok'), is(3000, 'unknown'), time(70_000), is(80_000, 'down'), is(90_000, 'degraded'), is(100_000, 'ok'), is(110_000, 'degraded')]
  expect(sounds(play(events))).toEqual(['1000 rbs service-degraded', '63000 rbs service-unknown', '80000 rbs service-down', '110000 rbs service-degraded'])
  expect(sounds(play([is(10, 'degraded'), label(20, 3), is(30, 'down')]))).toEqual(['10 rbs service-degraded', '20 rbs service-unstable'])
})

test('a moment in which nobody can tell ends no alarm that stood before it, so the same trouble does not sound twice', () => {
  const told = play([is(10, 'down'), is(20, 'unknown'), time(MINUTE), is(MINUTE + 10, 'down'), is(MINUTE + 20, 'ok')])
  expect(told.effects.map((one) => `${one.atMs} ${one.effect}`)).toEqual(['10 raise', '10 sounds', `${MINUTE + 20} clear`])
  expect(sounds(play([is(10, 'degraded'), is(20, 'unknown'), is(30, 'degraded')]))).toEqual(['10 rbs service-degraded'])
})

test('a minute in which nobody can tell is an annunciation of its own after degraded, a better word after down, and the end for a control radio', () => {
  expect(sounds(play([is(10, 'degraded'), is(20, 'unknown'), time(MINUTE + 20)]))).toEqual(['10 rbs service-degraded', `${MINUTE + 20} rbs service-unknown`])
  const told = play([is(10, 'down'), is(20, 'unknown'), time(MINUTE + 20)])
  expect([sounds(told), told.state.services[0]?.standing?.code]).toEqual([['10 rbs service-down'], 'service-unknown'])
  const radio = play([is(10, 'down'), is(20, 'unknown'), time(MINUTE + 20)], [{ ...RBS, role: 'witness' }])
  expect(radio.effects.map((one) => `${one.atMs} ${one.effect}`)).toEqual(['10 raise', '10 sounds', `${MINUTE + 20} clear`])
})

test('under the label only the counter goes on: each further down refreshes the one alarm and sounds nothing', () => {
  const flapping = Array.from({ length: 40 }, (_, turn) => turn < 2 ? [is(turn * MINUTE, 'down'), is(turn * MINUTE + 30_000, 'ok')]
    : [is(turn * MINUTE, 'down', { count: turn + 1 }), label(turn * MINUTE, turn + 1), is(turn * MINUTE + 30_000, 'degraded', { count: turn + 1 })]).flat()
  const told = play(flapping)
  expect(sounds(told)).toEqual(['0 rbs service-down', '60000 rbs service-down', '120000 rbs service-unstable'])
  expect(told.effects.filter((one) => one.effect === 'refresh').map((one) => one.effect === 'refresh' && one.alarm.count)).toEqual(Array.from({ length: 37 }, (_, at) => at + 4))
})

test('ten minutes of down under the label sound once, at their own moment, and once again the next time', () => {
  const again = 40 * MINUTE
  const events = [is(0, 'down', { count: 3 }), label(0, 3), time(30 * MINUTE), is(31 * MINUTE, 'degraded'), is(again, 'down', { count: 4 }), label(again, 4), time(again + 20 * MINUTE)]
  expect(sounds(play(events))).toEqual(['0 rbs service-unstable', `${UNSTABLE_DOWN_MS} rbs service-down`, `${again + UNSTABLE_DOWN_MS} rbs service-down`])
})

test('an acknowledged alarm stands on in silence, stays seen when it gets better, and is unseen and heard again when it gets worse', () => {
  const seen: readonly [number, ServiceAlarmEvent] = [20, { kind: 'acknowledged', service: 'rbs' }]
  const standing = (told: Told): unknown => told.state.services[0]?.standing
  expect(standing(play([is(10, 'down'), seen]))).toMatchObject({ code: 'service-down', acknowledged: true })
  const better = play([is(10, 'down'), seen, is(30, 'degraded')])
  expect(standing(better)).toMatchObject({ code: 'service-degraded', acknowledged: true, sinceMs: 30 })
  const worse = play([is(10, 'degraded'), seen, is(30, 'down')])
  expect(standing(worse)).toMatchObject({ code: 'service-down', acknowledged: false })
  expect([sounds(better), sounds(worse)]).toEqual([['10 rbs service-down'], ['10 rbs service-degraded', '30 rbs service-down']])
})

test('in planned maintenance nothing new sounds, and what is still wrong at its end does', () => {
  const maintenance = (atMs: number, on: boolean): readonly [number, ServiceAlarmEvent] => [atMs, { kind: 'maintenance', service: 'rbs', on }]
  expect(sounds(play([maintenance(0, true), is(10, 'degraded'), is(20, 'down'), is(30, 'degraded'), is(40, 'ok'), maintenance(50, false)]))).toEqual([])
  expect(sounds(play([maintenance(0, true), is(10, 'down'), maintenance(50, false)]))).toEqual(['50 rbs service-down'])
  expect(sounds(play([is(10, 'down'), maintenance(20, true), maintenance(50, false)]))).toEqual(['10 rbs service-down'])
  // What stood before it does not end by getting worse in it, and says so when it is over.
  const worse = play([is(10, 'degraded'), label(20, 3), is(30, 'down', { count: 3 }), maintenance(40, true), time(40 + UNSTABLE_DOWN_MS)])
  expect([sounds(worse), worse.state.services[0]?.standing?.code]).toEqual([['10 rbs service-degraded', '20 rbs service-unstable'], 'service-unstable'])
  expect(sounds(play([is(10, 'degraded'), maintenance(20, true), is(30, 'down'), maintenance(50, false)]))).toEqual(['10 rbs service-degraded', '50 rbs service-down'])
})

test('a label remembered over a restart stands from the first moment; with its alarm known it does not sound again', () => {
  const labelled = { ...RBS, unstable: { sinceMs: -5000, count: 4 } }
  expect(sounds(play([], [labelled]))).toEqual(['0 rbs service-unstable'])
  const known = play([], [{ ...labelled, standing: { code: 'service-unstable', severity: 'critical', sinceMs: -5000, count: 4, acknowledged: true } }])
  expect(known.effects).toEqual([])
  expect(known.state.services[0]?.standing).toMatchObject({ acknowledged: true })
})

test('of two services each has its own alarm, and what falls due is told in its order', () => {
  const told = play([is(5, 'ok'), time(2 * MINUTE)], [RBS, { ...RBS, id: 'rbs-2' }, { ...RBS, id: 'tel', role: 'telephony' }])
  expect(sounds(told)).toEqual([`${UNKNOWN_MS} rbs-2 service-unknown`])
  expect(serviceAlarmsDueMs(told.state)).toBe(Infinity)
})

test('what the watch says that changes no alarm is no event', () => {
  expect(alarmEventOf({ effect: 'announce-proof', service: 'rbs', atMs: 1, proof: 'proven' })).toBeUndefined()
  expect(alarmEventOf({ effect: 'announce-maintenance', service: 'rbs', atMs: 1, on: true })).toEqual({ kind: 'maintenance', service: 'rbs', on: true })
})
