// However services, networks and plugs come and go: no alarm chatters, nothing that is down stays unheard, and of every
// annunciation somebody can say what it was for.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CHATTER_COUNT, CHATTER_MS } from '../../../electron/contract/alarm-limits.ts'
import { createAlarms } from '../../../electron/host/alarms.ts'
import { mostWithin } from '../../../electron/host/alarm/load.ts'
import { alarmEventOf, createServiceAlarms, reduceServiceAlarms, serviceAlarmsDueMs, type ServiceAlarmsState } from '../../../electron/host/alarm/service-alarm-machine.ts'
import { OWN_NETWORK, OWN_NETWORK_MS } from '../../../electron/host/alarm/service-alarms.ts'
import { DEFAULT_WATCH_SETTINGS } from '../../../electron/host/watch/settings.ts'
import type { ServiceConfig } from '../../../electron/host/watch/types.ts'
import { createWatchState, reduceWatch, type WatchEvent, type WatchState } from '../../../electron/host/watch/watch-machine.ts'

const probe = (id: string): ServiceConfig['probes'][number] => ({ id, weight: 'primary', latencyLimitMs: 300 })
const SERVICES: readonly ServiceConfig[] = [
  { id: 'rbs', role: 'console', label: 'RBS', dependsOn: ['lan'], viaOwnNetwork: true, probes: [probe('rbs-a'), probe('rbs-b')] },
  { id: 'tel', role: 'telephony', label: '0900', dependsOn: ['lan'], viaOwnNetwork: true, probes: [probe('tel')] },
  { id: 'c2000', role: 'witness', label: 'C2000', dependsOn: [], viaOwnNetwork: false, probes: [probe('c2000')] },
  { id: 'lan', role: 'network', label: 'LAN', dependsOn: [], viaOwnNetwork: true, probes: [probe('lan')] },
]
const PROBES = SERVICES.flatMap(({ probes }) => probes.map(({ id }) => id))

type Happening =
  | { readonly what: 'sample'; readonly probe: string; readonly result: 'reply' | 'refused' | 'timeout' }
  | { readonly what: 'network'; readonly up: boolean }
  | { readonly what: 'maintenance'; readonly service: string; readonly on: boolean }

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 30, arbitrary: fc.record({ what: fc.constant('sample' as const), probe: fc.constantFrom(...PROBES), result: fc.constantFrom('reply' as const, 'reply' as const, 'reply' as const, 'refused' as const, 'timeout' as const) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('network' as const), up: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('maintenance' as const), service: fc.constant('tel'), on: fc.boolean() }) },
)
// Not of the console nor of what it needs: who ends that maintenance while it is down is told so, each time.
/** Short pauses make flicker, long ones silence. */
const trace = fc.array(fc.record({ afterMs: fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 10, max: 900 }) }, { weight: 1, arbitrary: fc.integer({ min: 900, max: 20_000 }) }), happening }), { minLength: 50, maxLength: 300 })

interface Heard {
  readonly ms: number
  readonly service: string
  readonly code: string
  readonly severity: string
}

/** The watch and its alarms as the host joins them: what the watch says goes to the alarms, each at its own moment. */
class Desk {
  watch: WatchState = createWatchState({ services: SERVICES, settings: DEFAULT_WATCH_SETTINGS, nowMs: 0, utcMs: 0 } as Parameters<typeof createWatchState>[0])
  alarms: ServiceAlarmsState = createServiceAlarms(SERVICES.map(({ id, role, dependsOn, viaOwnNetwork }) => ({ id, role, dependsOn, viaOwnNetwork, now: 'unknown', sinceMs: 0, maintenance: false })), DEFAULT_WATCH_SETTINGS)
  readonly heard: Heard[] = []

  take(event: WatchEvent, nowMs: number): void {
    const step = reduceWatch(this.watch, event, nowMs)
    this.watch = step.state
    for (const effect of step.effects) {
      const told = alarmEventOf(effect)
      if (told) this.tell(told, effect.atMs)
    }
    this.tell({ kind: 'time-passed' }, nowMs)
  }

  tell(event: Parameters<typeof reduceServiceAlarms>[1], atMs: number): void {
    const step = reduceServiceAlarms(this.alarms, event, atMs)
    this.alarms = step.state
    for (const effect of step.effects) if (effect.effect === 'sounds') this.heard.push({ ms: effect.atMs, service: effect.service, code: effect.code, severity: effect.severity })
  }
}

function toEvent(one: Happening, nowMs: number): WatchEvent {
  switch (one.what) {
    case 'sample':
      return { kind: 'sampled', sample: { probe: one.probe, sentMs: nowMs, atMs: nowMs, regular: true, result: one.result === 'reply' ? { kind: 'reply', latencyMs: 0 } : { kind: one.result } } }
    case 'network':
      return { kind: 'own', event: { kind: one.up ? 'network-found' : 'network-lost' } }
    case 'maintenance':
      return { kind: 'for-service', service: one.service, event: { kind: one.on ? 'maintenance-began' : 'maintenance-ended' } }
  }
}

function play(happenings: readonly { readonly afterMs: number; readonly happening: Happening }[], look: (desk: Desk, nowMs: number) => void): Desk {
  const desk = new Desk()
  desk.tell({ kind: 'began' }, 0)
  let nowMs = 0
  for (const { afterMs, happening: one } of happenings) {
    nowMs += afterMs
    desk.take(toEvent(one, nowMs), nowMs)
    look(desk, nowMs)
  }
  return desk
}

describe('the alarms of services, for any happenings', () => {
  test('never say the same, as severely, three times within a minute', () => {
    fc.assert(fc.property(trace, (happenings) => {
      const { heard } = play(happenings, () => undefined)
      for (const { service, code, severity } of heard) {
        const moments = heard.filter((one) => one.service === service && one.code === code && one.severity === severity).map(({ ms }) => ms)
        expect(mostWithin(moments, CHATTER_MS), `${service} ${code} ${moments.join()}`).toBeLessThan(CHATTER_COUNT)
      }
    }), { numRuns: 80 })
  })

  test('show every console and telephony that is down, and each has been heard, itself or by what it stands under', () => {
    fc.assert(fc.property(trace, (happenings) => {
      play(happenings, ({ alarms, heard }) => {
        for (const { id, role, now, maintenance, standing, releaseAtMs } of alarms.services) {
          if (now !== 'down' || maintenance || role === 'network') continue
          expect(standing, id).toBeDefined()
          const speaker = alarms.services.find((one) => one.id === standing?.causedBy) ?? { id, standing, releaseAtMs }
          // Its cause has just ended: whether it speaks for itself shows within ten seconds, of which the test below sees the end.
          if (releaseAtMs !== undefined || speaker.releaseAtMs !== undefined) continue
          expect(speaker.standing?.causedBy, id).toBeUndefined()
          const spoke = [speaker.id, speaker.standing?.heard?.as, id, standing?.heard?.as]
          expect(heard.some(({ service }) => spoke.includes(service)), id).toBe(true)
        }
      })
    }), { numRuns: 60 })
  })

  test('tell of an own network that is gone, once it is gone for the time of silence', () => {
    fc.assert(fc.property(trace, (happenings) => {
      play(happenings, ({ alarms }, nowMs) => {
        const own = alarms.services.find(({ id }) => id === OWN_NETWORK)
        const isDue = own?.now === 'down' && nowMs - own.sinceMs >= OWN_NETWORK_MS
        if (isDue && alarms.services.some(({ role, maintenance }) => role === 'console' && !maintenance)) expect(own?.standing?.code).toBe('own-network-down')
      })
    }), { numRuns: 60 })
  })

  test('have nothing overdue', () => {
    fc.assert(fc.property(trace, (happenings) => {
      play(happenings, ({ alarms }, nowMs) => expect(serviceAlarmsDueMs(alarms)).toBeGreaterThan(nowMs))
    }), { numRuns: 60 })
  })
})

test('no plug, however it comes and goes, is heard three times within a minute, and what is critical is heard each time', () => {
  const turns = fc.array(fc.record({ afterMs: fc.integer({ min: 0, max: 30_000 }), id: fc.constantFrom('device:pedal', 'device:radio', 'radio:may'), up: fc.boolean() }), { maxLength: 120 })
  fc.assert(fc.property(turns, (all) => {
    let nowMs = 0
    const heard: { id: string; ms: number }[] = []
    let raised = 0
    const alarms = createAlarms(() => nowMs, ({ alarm, sounds, change }, before) => {
      if (sounds) heard.push({ id: alarm.id, ms: nowMs })
      if (change === 'raised' && !before && alarm.severity === 'critical') raised += 1
    })
    for (const { afterMs, id, up } of all) {
      nowMs += afterMs
      if (up) alarms.clear(id)
      else alarms.raise({ id, kind: id.startsWith('radio') ? 'radio' : 'device', severity: id.startsWith('radio') ? 'critical' : 'warning', code: 'LINK_LOST', params: {} })
    }
    for (const id of ['device:pedal', 'device:radio']) expect(mostWithin(heard.filter((one) => one.id === id).map(({ ms }) => ms), CHATTER_MS)).toBeLessThan(CHATTER_COUNT)
    expect(heard.filter(({ id }) => id === 'radio:may')).toHaveLength(raised)
  }))
})
