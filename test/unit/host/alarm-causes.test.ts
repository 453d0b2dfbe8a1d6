// One annunciation a cause: services that go down with something they need stand under it, shown and silent.
import { describe, expect, test } from 'vitest'
import { CAUSE_WINDOW_MS, RELEASE_MS } from '../../../electron/host/alarm/causes.ts'
import { saveAlarms, standingAtStart } from '../../../electron/host/alarm/alarm-memory.ts'
import { alarmEventOf, createServiceAlarms, reduceServiceAlarms, serviceAlarmsDueMs, type ServiceAlarmEvent, type ServiceAlarmsState, type ServiceAtStart } from '../../../electron/host/alarm/service-alarm-machine.ts'
import { OWN_NETWORK, OWN_NETWORK_MS } from '../../../electron/host/alarm/service-alarms.ts'
import { DEFAULT_WATCH_SETTINGS } from '../../../electron/host/watch/index.ts'
import type { AlarmView } from '../../../electron/contract/topics.ts'
import type { ConditionNow, ServiceRole } from '../../../electron/contract/words.ts'

const { unknownAlarmMs: UNKNOWN_MS } = DEFAULT_WATCH_SETTINGS
const service = (id: string, role: ServiceRole, dependsOn: readonly string[] = []): ServiceAtStart => ({ id, role, now: 'ok', sinceMs: -100_000, maintenance: false, dependsOn })
const ROOM = [service('rbs', 'console', ['lan']), service('tel', 'telephony', ['lan']), service('gms', 'other', ['lan']), service('c2000', 'witness'), service('lan', 'network')]

interface Told {
  /** `<ms> <service>` of each annunciation. */
  readonly sounds: readonly string[]
  readonly state: ServiceAlarmsState
  /** `rbs<lan` stands under it, `!lan` nobody has seen. */
  readonly standing: readonly string[]
}

type Played = readonly [atMs: number, event: ServiceAlarmEvent]
const is = (atMs: number, id: string, to: ConditionNow): Played => [atMs, { kind: 'changed', service: id, to }]
const seen = (atMs: number, id: string): Played => [atMs, { kind: 'acknowledged', service: id }]

function play(events: readonly Played[], services: readonly ServiceAtStart[] = ROOM): Told {
  let state = createServiceAlarms(services, DEFAULT_WATCH_SETTINGS)
  const sounds: string[] = []
  for (const [atMs, event] of [[0, { kind: 'began' }] as Played, ...events]) {
    const step = reduceServiceAlarms(state, event, atMs)
    state = step.state
    for (const effect of step.effects) if (effect.effect === 'sounds') sounds.push(`${effect.atMs} ${effect.service}`)
  }
  const standing = state.services.flatMap(({ id, standing: one }) => (one ? [`${one.acknowledged ? '' : '!'}${id}${one.causedBy === undefined ? '' : `<${one.causedBy}`}`] : []))
  return { sounds, state, standing }
}
const later = (atMs: number): Played => [atMs, { kind: 'time-passed' }]

type Row = readonly [what: string, events: readonly Played[], sounds: readonly string[], standing: readonly string[]]
const ROWS: readonly Row[] = [
  ['the cause is seen first: it sounds, its consequences do not',
    [is(4000, 'lan', 'down'), is(4200, 'rbs', 'down'), is(4300, 'tel', 'down'), is(4400, 'gms', 'down')],
    ['4200 lan'], ['!rbs<lan', '!tel<lan', '!lan']],
  ['a consequence is seen first: it has sounded at once, for the cause too, which then stands above it',
    [is(4000, 'rbs', 'down'), is(4300, 'lan', 'down'), is(4500, 'tel', 'down'), is(4600, 'gms', 'down')],
    ['4000 rbs'], ['!rbs<lan', '!tel<lan', '!lan']],
  ['the lesser consequence is seen first: the worse one is worth a second sound',
    [is(4000, 'tel', 'down'), is(4300, 'lan', 'down'), is(4500, 'rbs', 'down')],
    ['4000 tel', '4500 lan'], ['!rbs<lan', '!tel<lan', '!lan']],
  ['a consequence that gets worse than what was said of the cause sounds as the cause',
    [is(4000, 'lan', 'down'), is(4100, 'rbs', 'degraded'), seen(5000, 'lan'), is(6000, 'rbs', 'down')],
    ['4100 lan', '6000 lan'], ['!rbs<lan', '!lan']],
  ['what goes down with a dependency that nobody has to answer for is alone an alarm',
    [is(4000, 'lan', 'down'), is(4400, 'gms', 'down')],
    [], []],
  ['acknowledging the consequence that spoke for both acknowledges the cause',
    [is(4000, 'rbs', 'down'), seen(4200, 'rbs'), is(4300, 'lan', 'down')],
    ['4000 rbs'], ['rbs<lan', 'lan']],
  ['what was down long before the cause is its own trouble',
    [is(4000, 'rbs', 'down'), is(4001 + CAUSE_WINDOW_MS, 'lan', 'down'), is(5000 + CAUSE_WINDOW_MS, 'tel', 'down')],
    ['4000 rbs', '35000 lan'], ['!rbs', '!tel<lan', '!lan']],
  ['what goes down long after the cause is its own trouble',
    [is(4000, 'lan', 'down'), is(4200, 'tel', 'down'), is(4001 + CAUSE_WINDOW_MS, 'rbs', 'down')],
    ['4200 lan', '34001 rbs'], ['!rbs', '!tel<lan', '!lan']],
  ['what needs nothing that failed sounds beside the cause',
    [is(4000, 'lan', 'down'), is(4200, 'rbs', 'down'), is(4300, 'c2000', 'down')],
    ['4200 lan', '4300 c2000'], ['!rbs<lan', '!c2000', '!lan']],
  ['all well again: nothing stands, nothing sounds',
    [is(4000, 'rbs', 'down'), is(4300, 'lan', 'down'), is(60_000, 'lan', 'degraded'), is(61_000, 'rbs', 'degraded'), is(120_000, 'lan', 'ok'), is(121_000, 'rbs', 'ok'), later(300_000)],
    ['4000 rbs'], []],
  ['a consequence that comes back a little after its cause does not sound as its own trouble',
    [is(4000, 'lan', 'down'), is(4200, 'rbs', 'down'), is(60_000, 'lan', 'degraded'), is(60_000 + RELEASE_MS - 1, 'rbs', 'degraded'), later(100_000)],
    ['4200 lan'], ['!rbs']],
  ['a consequence that stays down when its cause has ended sounds then, also when everything was seen',
    [is(4000, 'lan', 'down'), is(4200, 'rbs', 'down'), seen(5000, 'lan'), seen(5001, 'rbs'), is(60_000, 'lan', 'degraded'), later(60_000 + RELEASE_MS - 1)],
    ['4200 lan'], ['rbs<lan']],
  ['a dependency in planned maintenance silences nobody',
    [[1000, { kind: 'maintenance', service: 'lan', on: true }], is(4000, 'lan', 'down'), is(4200, 'rbs', 'down')],
    ['4200 rbs'], ['!rbs']],
  ['a consequence in planned maintenance makes no alarm of its cause',
    [[1000, { kind: 'maintenance', service: 'rbs', on: true }], is(4000, 'lan', 'down'), is(4200, 'rbs', 'down')],
    [], []],
]

test.each(ROWS)('%s', (_what, events, sounds, standing) => {
  const told = play(events)
  expect(told.sounds).toEqual(sounds)
  expect(told.standing).toEqual(standing)
})

test('after its cause has ended and the time a service needs to come back, it speaks for itself', () => {
  const told = play([is(4000, 'lan', 'down'), is(4200, 'rbs', 'down'), seen(5000, 'rbs'), is(60_000, 'lan', 'degraded'), later(60_000 + RELEASE_MS)])
  expect(told.sounds).toEqual(['4200 lan', `${60_000 + RELEASE_MS} rbs`])
  expect(told.standing).toEqual(['!rbs'])
  expect(serviceAlarmsDueMs(told.state)).toBe(Infinity)
})

test('of a chain of dependencies the deepest that failed is the cause, whichever is seen first', () => {
  const chain = [service('rbs', 'console', ['gateway']), service('gateway', 'gateway', ['lan']), service('lan', 'network', [])]
  for (const order of [['rbs', 'gateway', 'lan'], ['gateway', 'rbs', 'lan'], ['lan', 'gateway', 'rbs']]) {
    const told = play(order.map((id, at) => is(4000 + at * 200, id, 'down')), chain)
    expect(told.sounds, order.join()).toHaveLength(1)
    expect(told.standing, order.join()).toContain('!rbs<lan')
    expect(told.standing, order.join()).toContain('!lan')
  }
})

test('a circle in the site file hangs nothing, and something sounds', () => {
  const circle = [service('rbs', 'console', ['lan']), service('lan', 'network', ['rbs'])]
  expect(play([is(4000, 'lan', 'down'), is(4200, 'rbs', 'down')], circle).sounds).toHaveLength(1)
})

test('a network that flaps becomes one alarm with a label, and what hangs on it does not ring each time it is back', () => {
  const events: Played[] = []
  for (let turn = 0; turn < 60; turn += 1) {
    const atMs = turn * 90_000 + 4000
    for (const id of ['lan', 'rbs']) {
      events.push(is(atMs, id, 'down'))
      if (turn >= 2) events.push([atMs, { kind: 'labelled', service: id, count: turn + 1 }])
      events.push(is(atMs + 30_000, id, 'degraded'))
    }
  }
  const told = play(events.toSorted(([one], [other]) => one - other))
  expect(told.sounds.length).toBeLessThanOrEqual(4)
  expect(told.sounds.filter((one) => Number(one.split(' ')[0]) > 4 * 90_000)).toEqual([])
  expect(told.standing).toContain('!lan')
})

describe('a console that was started anew', () => {
  const LAN: AlarmView = { id: 'service:lan', kind: 'service', code: 'service-down', severity: 'critical', params: {}, sinceUtcMs: 9_000, soundedUtcMs: 9_200, acknowledged: true, acknowledgedUtcMs: 10_000 }
  const BEHIND: AlarmView = { id: 'service:rbs', kind: 'service', code: 'service-down', severity: 'critical', params: {}, sinceUtcMs: 9_200, acknowledged: false, causedBy: 'service:lan' }
  const restarted = (saved: readonly AlarmView[]): readonly ServiceAtStart[] => {
    const kept = standingAtStart(saveAlarms(saved, 20_000), { nowMs: 0, utcMs: 30_000, memoryMs: 600_000 })
    return ROOM.map((one) => ({ ...one, now: 'unknown', sinceMs: 0, ...(kept[one.id] && { standing: kept[one.id], wasDownUntilMs: 590_000 }) }))
  }
  const stillDown = (atMs: number, id: string): Played => [atMs, { kind: 'changed', service: id, to: 'down', sinceMs: -21_000 }]

  test('leaves a consequence under its cause: neither is news', () => {
    const services = restarted([LAN, BEHIND])
    expect(play([], services).standing).toEqual(['!rbs<lan', 'lan'])
    const told = play([stillDown(4000, 'lan'), stillDown(4200, 'rbs'), later(100_000)], services)
    expect([told.sounds, told.standing]).toEqual([[], ['!rbs<lan', 'lan']])
  })

  test('lets a consequence speak whose cause came back meanwhile, also when it is found late', () => {
    for (const foundMs of [4200, 25_000]) {
      const told = play([is(500, 'lan', 'degraded'), stillDown(foundMs, 'rbs'), later(100_000)], restarted([LAN, BEHIND]))
      expect(told.sounds.map((one) => one.split(' ')[1]), `${foundMs}`).toEqual(['rbs'])
      expect(told.standing, `${foundMs}`).toEqual(['!rbs'])
    }
  })

  test('leaves a cause whose consequences are well again what it was, until it is well itself', () => {
    const services = restarted([LAN])
    expect(play([is(1000, 'rbs', 'ok'), stillDown(4000, 'lan'), later(100_000)], services)).toMatchObject({ sounds: [], standing: ['lan'] })
    expect(play([is(1000, 'rbs', 'ok'), stillDown(4000, 'lan'), is(50_000, 'lan', 'degraded')], services).standing).toEqual([])
  })

  test('knows a cause only that was saved with it', () => {
    expect(play([], restarted([BEHIND])).standing).toEqual(['!rbs'])
  })
})

describe('the own network of this workstation', () => {
  const DESK = [{ ...service('rbs', 'console'), viaOwnNetwork: true }, { ...service('tel', 'telephony'), viaOwnNetwork: true }, service('c2000', 'witness')]
  const network = (atMs: number, isUp: boolean): Played[] => {
    const event = alarmEventOf({ effect: 'announce-health', atMs, from: isUp ? 'network-down' : 'well', to: isUp ? 'well' : 'network-down' })
    return event ? [[atMs, event]] : []
  }
  const unknown = (atMs: number): Played[] => [is(atMs, 'rbs', 'unknown'), is(atMs, 'tel', 'unknown')]

  test('that is gone is one alarm after the time silence takes, and the silence behind it none', () => {
    const told = play([...network(1000, false), ...unknown(1000), later(1000 + 2 * UNKNOWN_MS)], DESK)
    expect(told.sounds).toEqual([`${1000 + OWN_NETWORK_MS} ${OWN_NETWORK}`])
    expect(told.standing).toEqual([`!rbs<${OWN_NETWORK}`, `!${OWN_NETWORK}`])
    expect(told.state.services.at(-1)?.standing).toMatchObject({ code: 'own-network-down', severity: 'critical' })
  })

  test('that is back before is no alarm', () => {
    const told = play([...network(1000, false), ...unknown(1000), ...network(1000 + OWN_NETWORK_MS - 1, true), is(5500, 'rbs', 'ok'), is(5500, 'tel', 'ok'), later(10 * UNKNOWN_MS)], DESK)
    expect([told.sounds, told.standing]).toEqual([[], []])
  })

  test('ends with its cause, and who does not answer then is unknown by itself', () => {
    const told = play([...network(1000, false), ...unknown(1000), later(80_000), ...network(90_000, true), is(91_000, 'rbs', 'ok'), is(91_000, 'tel', 'ok')], DESK)
    expect([told.sounds.length, told.standing]).toEqual([1, []])
  })

  test('that comes and goes says nothing again of an outage that stood before it and was seen', () => {
    const told = play([
      is(4000, 'rbs', 'down'), seen(60_000, 'rbs'), ...network(600_000, false),
      [600_000, { kind: 'changed', service: 'rbs', to: 'unknown', wasDownUntilMs: 1_200_000 }],
      ...network(620_000, true), [626_000, { kind: 'changed', service: 'rbs', to: 'down', sinceMs: 4000 }], later(900_000),
    ], DESK)
    expect(told.sounds).toEqual(['4000 rbs', `${600_000 + OWN_NETWORK_MS} ${OWN_NETWORK}`])
    expect(told.standing).toEqual(['rbs'])
  })

  test('that comes and goes says nothing again of a cause and its consequence either', () => {
    const room = [{ ...service('rbs', 'console', ['lan']), viaOwnNetwork: true }, { ...service('lan', 'network'), viaOwnNetwork: true }]
    const away = (id: string): Played => [600_000, { kind: 'changed', service: id, to: 'unknown', wasDownUntilMs: 1_200_000 }]
    const told = play([
      is(4000, 'lan', 'down'), is(4200, 'rbs', 'down'), seen(60_000, 'lan'), ...network(600_000, false), away('lan'), away('rbs'), ...network(603_000, true),
      [609_000, { kind: 'changed', service: 'lan', to: 'down', sinceMs: 4000 }], [609_100, { kind: 'changed', service: 'rbs', to: 'down', sinceMs: 4200 }], later(900_000),
    ], room)
    expect([told.sounds, told.standing]).toEqual([['4200 lan'], ['!rbs<lan', 'lan']])
  })

  test('is no alarm where nothing is watched through it', () => {
    expect(play([...network(1000, false), later(100_000)], [service('c2000', 'witness')]).sounds).toEqual([])
  })

  test('that only stood still is no news of it', () => {
    expect(alarmEventOf({ effect: 'announce-health', atMs: 1, from: 'well', to: 'lagged' })).toBeUndefined()
  })
})
