// Which alarm a service deserves at each moment: a table, and the same over time through the edge.
import { describe, expect, test } from 'vitest'
import { createAlarms, type Alarms } from '../../../electron/host/alarms.ts'
import { serviceVerdict, isInTrouble, OWN_NETWORK, OWN_NETWORK_MS, type WatchedService } from '../../../electron/host/alarm/service-alarms.ts'
import { Troubles } from '../../../electron/host/troubles.ts'
import { DEFAULT_WATCH_SETTINGS, type WatchChange } from '../../../electron/host/watch/index.ts'
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts'

const { unknownAlarmMs: UNKNOWN_MS, unstableDownMs: UNSTABLE_DOWN_MS } = DEFAULT_WATCH_SETTINGS
const SINCE_MS = 5000
const OK: WatchedService = { role: 'console', now: 'ok', sinceMs: SINCE_MS, maintenance: false }
const LABEL = { unstable: { sinceMs: 4000, count: 3 } }

/** `agoMs`: how long it has been so; a second where nothing is said. */
type Row = readonly [what: string, service: Partial<WatchedService> & { readonly agoMs?: number }, code: string | undefined, severity: string | undefined, againInMs: number | undefined]
const ROWS: readonly Row[] = [
  ['console ok', {}, undefined, undefined, undefined],
  ['console degraded', { now: 'degraded' }, 'service-degraded', 'warning', undefined],
  ['console unknown a moment', { now: 'unknown' }, undefined, undefined, UNKNOWN_MS - 1000],
  ['console unknown a minute', { now: 'unknown', agoMs: UNKNOWN_MS }, 'service-unknown', 'warning', undefined],
  ['console down', { now: 'down' }, 'service-down', 'critical', undefined],
  ['console unstable, ok now', LABEL, 'service-unstable', 'critical', undefined],
  ['console unstable, unknown now', { ...LABEL, now: 'unknown' }, 'service-unstable', 'critical', undefined],
  ['console unstable, down now', { ...LABEL, now: 'down' }, 'service-unstable', 'critical', UNSTABLE_DOWN_MS - 1000],
  ['console unstable, down for ten minutes', { ...LABEL, now: 'down', agoMs: UNSTABLE_DOWN_MS }, 'service-down', 'critical', undefined],
  ['witness degraded', { role: 'witness', now: 'degraded' }, undefined, undefined, undefined],
  ['witness unknown a minute', { role: 'witness', now: 'unknown', agoMs: UNKNOWN_MS }, undefined, undefined, undefined],
  ['witness down', { role: 'witness', now: 'down' }, 'service-down', 'error', undefined],
  ['witness unstable', { ...LABEL, role: 'witness' }, 'service-unstable', 'error', undefined],
  ['telephony down', { role: 'telephony', now: 'down' }, 'service-down', 'error', undefined],
  ['telephony unstable, down now', { ...LABEL, role: 'telephony', now: 'down' }, 'service-unstable', 'error', UNSTABLE_DOWN_MS - 1000],
  ['network down that explains the console', { role: 'network', now: 'down', explains: 'critical' }, 'service-down', 'critical', undefined],
  ['network unstable that explained telephony', { ...LABEL, role: 'network', explains: 'error' }, 'service-unstable', 'error', undefined],
  ['own network lost a moment', { id: OWN_NETWORK, role: 'network', now: 'down', explains: 'critical' }, undefined, undefined, OWN_NETWORK_MS - 1000],
  ['own network lost', { id: OWN_NETWORK, role: 'network', now: 'down', explains: 'critical', agoMs: OWN_NETWORK_MS }, 'own-network-down', 'critical', undefined],
  ['own network lost, and nothing needs it', { id: OWN_NETWORK, role: 'network', now: 'down', agoMs: OWN_NETWORK_MS }, undefined, undefined, undefined],
  ['network down', { role: 'network', now: 'down' }, undefined, undefined, undefined],
  ['console down in maintenance', { now: 'down', maintenance: true }, undefined, undefined, undefined],
  ['console degraded in maintenance', { now: 'degraded', maintenance: true }, undefined, undefined, undefined],
]

test.each(ROWS)('%s', (...row) => {
  const [, { agoMs = 1000, ...service }, code, severity, againInMs] = row
  const nowMs = SINCE_MS + agoMs
  const verdict = serviceVerdict({ ...OK, ...service }, undefined, nowMs, DEFAULT_WATCH_SETTINGS)
  expect([verdict.alarm?.code, verdict.alarm?.severity, verdict.againAtMs]).toEqual([code, severity, againInMs === undefined ? undefined : nowMs + againInMs])
})

test('planned maintenance hides no alarm that stood before it, and makes none worse', () => {
  const down = { ...OK, now: 'down', maintenance: true } as const
  expect(serviceVerdict(down, 'service-down', SINCE_MS, DEFAULT_WATCH_SETTINGS).alarm?.code).toBe('service-down')
  expect(serviceVerdict(down, 'service-degraded', SINCE_MS, DEFAULT_WATCH_SETTINGS).alarm).toBeUndefined()
})

test('the moment of an unstable alarm is that of the label, with its count', () => {
  expect(serviceVerdict({ ...OK, ...LABEL, now: 'down' }, undefined, SINCE_MS, DEFAULT_WATCH_SETTINGS).alarm).toMatchObject({ sinceMs: 4000, count: 3 })
})

test.each([
  ['down', { now: 'down' }, true], ['unstable', LABEL, true], ['degraded', { now: 'degraded' }, false],
  ['down in maintenance', { now: 'down', maintenance: true }, false], ['telephony down', { role: 'telephony', now: 'down' }, false],
] as const)('%s is trouble that opens a storing: %o → %s', (_what, service, expected) => {
  expect(isInTrouble({ ...OK, ...service })).toBe(expected)
})

describe('over time, through the edge', () => {
  interface Stage {
    readonly clock: ManualClock
    readonly alarms: Alarms
    readonly troubles: Troubles
    readonly troubled: [string, boolean][]
    readonly sounded: string[]
    is(to: WatchedService['now']): void
    label(count: number): void
    labelEnded(): void
    maintenance(on: boolean): void
  }

  function stage(): Stage {
    const clock = createManualClock()
    const troubled: [string, boolean][] = []
    const sounded: string[] = []
    const watch = { settle: () => clock.monotonicMs(), view: () => ({ services: [{ id: 'rbs', role: 'console', label: 'RBS', now: 'ok', sinceAgoMs: 0, maintenance: false }] }) }
    const incidents = { setTrouble: (id: string, on: boolean) => troubled.push([id, on]) }
    const told: { troubles?: Troubles } = {}
    const alarms = createAlarms(() => clock.utcMs(), ({ change, alarm, sounds }) => {
      if (sounds) sounded.push(alarm.code)
      if (change === 'acknowledged') told.troubles?.acknowledged(alarm.id)
    })
    const troubles = new Troubles({ deps: { clock, site: { services: [], settings: DEFAULT_WATCH_SETTINGS } }, restored: {}, alarms, watch, incidents, watchTrace: { acknowledged: () => undefined } } as unknown as ConstructorParameters<typeof Troubles>[0])
    told.troubles = troubles
    troubles.start()
    const tell = (change: object): void => troubles.watchChanged({ service: 'rbs', atMs: clock.monotonicMs(), ...change } as WatchChange)
    return {
      clock, alarms, troubles, troubled, sounded,
      is: (to) => tell({ effect: 'announce-change', to }),
      label: (count) => tell({ effect: 'announce-unstable', count }),
      labelEnded: () => tell({ effect: 'announce-stable' }),
      maintenance: (on) => tell({ effect: 'announce-maintenance', on }),
    }
  }
  const standing = (desk: Stage): unknown => desk.alarms.standing.map(({ code, acknowledged }) => `${code}${acknowledged ? ' seen' : ''}`).join()

  test('planned maintenance raises nothing, and what stood before is over when the service comes back in it', () => {
    const desk = stage()
    desk.maintenance(true)
    desk.is('down')
    expect(standing(desk)).toBe('')
    desk.is('ok')
    desk.maintenance(false)
    desk.is('down')
    expect(standing(desk)).toBe('service-down')
    desk.maintenance(true)
    expect(standing(desk)).toBe('service-down')
    desk.is('degraded')
    expect(standing(desk)).toBe('')
    expect(desk.sounded).toEqual(['service-down'])
  })

  test('a service that is still down when its planned maintenance ends is an alarm then, and sounds', () => {
    const desk = stage()
    desk.maintenance(true)
    desk.is('down')
    expect(desk.troubled.at(-1)).toEqual(['rbs', false])
    desk.maintenance(false)
    expect(standing(desk)).toBe('service-down')
    expect(desk.sounded).toEqual(['service-down'])
    expect(desk.troubled.at(-1)).toEqual(['rbs', true])
  })

  test('a seen alarm stays seen when things get better, and is unseen again when they get worse', () => {
    const desk = stage()
    desk.is('degraded')
    desk.alarms.acknowledge('service:rbs')
    expect(standing(desk)).toBe('service-degraded seen')
    desk.is('down')
    expect(standing(desk)).toBe('service-down')
    desk.alarms.acknowledge('service:rbs')
    desk.is('degraded')
    expect(standing(desk)).toBe('service-degraded seen')
    desk.is('ok')
    expect(standing(desk)).toBe('')
  })

  test('an unstable service has one alarm with a counter, down for ten minutes it is down and unseen, and both end with their cause', () => {
    const desk = stage()
    desk.is('down')
    desk.alarms.acknowledge('service:rbs')
    desk.label(3)
    expect(standing(desk)).toBe('service-unstable seen')
    desk.is('degraded')
    desk.is('down')
    desk.label(4)
    expect(standing(desk)).toBe('service-unstable seen')
    expect(desk.alarms.standing[0]?.params).toEqual({ service: 'RBS', count: 4 })
    desk.clock.advance(UNSTABLE_DOWN_MS - 1)
    expect(standing(desk)).toBe('service-unstable seen')
    desk.clock.advance(1)
    expect(standing(desk)).toBe('service-down')
    desk.is('ok')
    expect(standing(desk)).toBe('service-unstable')
    desk.labelEnded()
    expect(standing(desk)).toBe('')
    expect(desk.troubled.at(-1)).toEqual(['rbs', false])
    // The label is no news after the down it came with; ten minutes of down are.
    expect(desk.sounded).toEqual(['service-down', 'service-down'])
  })

  test('unknown is an alarm after a minute, not when it is over before', () => {
    const desk = stage()
    desk.is('unknown')
    desk.clock.advance(UNKNOWN_MS - 1)
    desk.is('ok')
    desk.clock.advance(UNKNOWN_MS)
    expect(standing(desk)).toBe('')
    desk.is('unknown')
    desk.clock.advance(UNKNOWN_MS)
    expect(standing(desk)).toBe('service-unknown')
  })

  test('no timer outlives it', () => {
    const desk = stage()
    desk.is('unknown')
    expect(desk.clock.pending).toBe(1)
    desk.troubles.stop()
    expect(desk.clock.pending).toBe(0)
  })
})
