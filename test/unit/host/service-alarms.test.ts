// Which alarm a service deserves at each moment: a table, and the same over time through the edge.
import { describe, expect, test } from 'vitest'
import { createAlarms, type Alarms } from '../../../electron/host/alarms.ts'
import { serviceVerdict, isInTrouble, UNKNOWN_MS, UNSTABLE_DOWN_MS, type WatchedService } from '../../../electron/host/service-alarms.ts'
import { Troubles } from '../../../electron/host/troubles.ts'
import type { WatchChange } from '../../../electron/host/watch/index.ts'
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts'

const OK: WatchedService = { role: 'console', label: 'RBS', now: 'ok', sinceUtcMs: 5000, sinceAgoMs: 1000, maintenance: false }
const LABEL = { unstable: { sinceUtcMs: 4000, count: 3 } }

type Row = readonly [what: string, service: Partial<WatchedService>, code: string | undefined, severity: string | undefined, againInMs: number | undefined]
const ROWS: readonly Row[] = [
  ['console ok', {}, undefined, undefined, undefined],
  ['console degraded', { now: 'degraded' }, 'service-degraded', 'warning', undefined],
  ['console unknown a moment', { now: 'unknown' }, undefined, undefined, UNKNOWN_MS - 1000],
  ['console unknown a minute', { now: 'unknown', sinceAgoMs: UNKNOWN_MS }, 'service-unknown', 'warning', undefined],
  ['console down', { now: 'down' }, 'service-down', 'critical', undefined],
  ['console unstable, ok now', LABEL, 'service-unstable', 'critical', undefined],
  ['console unstable, unknown now', { ...LABEL, now: 'unknown' }, 'service-unstable', 'critical', undefined],
  ['console unstable, down now', { ...LABEL, now: 'down' }, 'service-unstable', 'critical', UNSTABLE_DOWN_MS - 1000],
  ['console unstable, down for ten minutes', { ...LABEL, now: 'down', sinceAgoMs: UNSTABLE_DOWN_MS }, 'service-down', 'critical', undefined],
  ['witness degraded', { role: 'witness', now: 'degraded' }, undefined, undefined, undefined],
  ['witness unknown a minute', { role: 'witness', now: 'unknown', sinceAgoMs: UNKNOWN_MS }, undefined, undefined, undefined],
  ['witness down', { role: 'witness', now: 'down' }, 'service-down', 'error', undefined],
  ['witness unstable', { ...LABEL, role: 'witness' }, 'service-unstable', 'error', undefined],
  ['telephony down', { role: 'telephony', now: 'down' }, 'service-down', 'error', undefined],
  ['telephony unstable, down now', { ...LABEL, role: 'telephony', now: 'down' }, 'service-down', 'error', undefined],
  ['network down', { role: 'network', now: 'down' }, undefined, undefined, undefined],
  ['console down in maintenance', { now: 'down', maintenance: true }, undefined, undefined, undefined],
  ['console degraded in maintenance', { now: 'degraded', maintenance: true }, undefined, undefined, undefined],
]

test.each(ROWS)('%s', (...row) => {
  const [, service, code, severity, againInMs] = row
  const verdict = serviceVerdict({ ...OK, ...service }, undefined)
  expect([verdict.alarm?.code, verdict.alarm?.severity, verdict.againInMs]).toEqual([code, severity, againInMs])
})

test('planned maintenance hides no alarm that stood before it, and makes none worse', () => {
  const down = { ...OK, now: 'down', maintenance: true } as const
  expect(serviceVerdict(down, 'service-down').alarm?.code).toBe('service-down')
  expect(serviceVerdict(down, 'service-degraded').alarm).toBeUndefined()
})

test('the moment of an unstable alarm is that of the label, with its count', () => {
  expect(serviceVerdict({ ...OK, ...LABEL, now: 'down' }, undefined).alarm).toMatchObject({ sinceUtcMs: 4000, params: { service: 'RBS', count: 3 } })
})

test.each([
  ['down', { now: 'down' }, true], ['unstable', LABEL, true], ['degraded', { now: 'degraded' }, false],
  ['down in maintenance', { now: 'down', maintenance: true }, false], ['telephony down', { role: 'telephony', now: 'down' }, false],
] as const)('%s is trouble that opens a storing: %o → %s', (_what, service, expected) => {
  expect(isInTrouble({ ...OK, ...service })).toBe(expected)
})

describe('over time', () => {
  interface Stage { readonly clock: ManualClock; readonly alarms: Alarms; readonly troubles: Troubles; readonly troubled: [string, boolean][]; is(now: WatchedService['now'], more?: Partial<WatchedService>): void; change(): void }

  function stage(): Stage {
    const clock = createManualClock()
    const at = { service: { ...OK, sinceUtcMs: clock.utcMs() } as WatchedService, sinceMs: 0 }
    const troubled: [string, boolean][] = []
    const alarms = createAlarms(() => clock.utcMs(), () => undefined)
    const watch = { view: () => ({ services: [{ id: 'rbs', ...at.service, sinceAgoMs: clock.monotonicMs() - at.sinceMs }] }) }
    const troubles = new Troubles({ deps: { clock }, alarms, watch, incidents: { setTrouble: (id: string, on: boolean) => troubled.push([id, on]) } } as unknown as ConstructorParameters<typeof Troubles>[0])
    const change = (): void => troubles.watchChanged({ effect: 'announce-change', service: 'rbs' } as WatchChange)
    return {
      clock, alarms, troubles, troubled, change,
      is(now, more = {}) {
        if (now !== at.service.now) at.sinceMs = clock.monotonicMs()
        at.service = { ...at.service, now, sinceUtcMs: clock.utcMs(), ...more }
        change()
      },
    }
  }
  const standing = (desk: Stage): unknown => desk.alarms.standing.map(({ code, acknowledged }) => `${code}${acknowledged ? ' seen' : ''}`).join()

  test('planned maintenance raises nothing, and what stood before is over when the service comes back in it', () => {
    const desk = stage()
    desk.is('down', { maintenance: true })
    expect(standing(desk)).toBe('')
    desk.is('ok', { maintenance: false })
    desk.is('down')
    expect(standing(desk)).toBe('service-down')
    desk.is('degraded', { maintenance: true })
    expect(standing(desk)).toBe('')
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
    const label = (count: number): Partial<WatchedService> => ({ unstable: { sinceUtcMs: 1, count } })
    desk.is('down', label(3))
    desk.alarms.acknowledge('service:rbs')
    desk.is('degraded')
    desk.is('down', label(4))
    expect(standing(desk)).toBe('service-unstable seen')
    expect(desk.alarms.standing[0]?.params['count']).toBe(4)
    desk.clock.advance(UNSTABLE_DOWN_MS - 1)
    expect(standing(desk)).toBe('service-unstable seen')
    desk.clock.advance(1)
    expect(standing(desk)).toBe('service-down')
    desk.is('ok')
    expect(standing(desk)).toBe('service-unstable')
    desk.is('ok', { unstable: undefined } as Partial<WatchedService>)
    expect(standing(desk)).toBe('')
    expect(desk.troubled.at(-1)).toEqual(['rbs', false])
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
