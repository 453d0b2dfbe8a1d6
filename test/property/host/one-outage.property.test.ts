// Nobody is left unheard without being told, and nobody is told twice: whatever fails, is lost, is planned or restarts meanwhile.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { ServiceRole } from '../../../electron/contract/words.ts'
import { CAUSE_WINDOW_MS } from '../../../electron/host/alarm/causes.ts'
import { alarmEventOf, createServiceAlarms, reduceServiceAlarms, type ServiceAlarmEvent, type ServiceAlarmsState, type ServiceAtStart } from '../../../electron/host/alarm/service-alarm-machine.ts'
import { DEFAULT_WATCH_SETTINGS as SETTINGS, isUnseen, sameOutageUntilMs, createWatchState, reduceWatch, type WatchEvent, type WatchState } from '../../../electron/host/watch/index.ts'
import { readSavedWatch, saveWatch } from '../../../electron/host/watch/saved.ts'
import type { ServiceConfig } from '../../../electron/host/watch/types.ts'
import { primary } from '../../unit/watch/scene.ts'

const service = (id: string, role: ServiceRole, dependsOn: readonly string[] = []): ServiceConfig => ({ id, role, label: id, dependsOn, viaOwnNetwork: role !== 'witness', probes: [primary(`${id}-1`)] })
const SERVICES = [service('rbs', 'console', ['lan']), service('c2000', 'witness'), service('lan', 'network'), service('tel', 'telephony', ['lan'])]
const WATCHED = ['rbs', 'c2000', 'tel']

/** Three replies, or 4 s of silence, after the youngest of our own troubles. */
const SEEN_MS = 14_000

class Room {
  nowMs = 0
  readonly sounds: { readonly service: string; readonly atMs: number; readonly code: string }[] = []
  /** Since when each is as it is. */
  readonly truth = new Map(SERVICES.map(({ id }) => [id, { isUp: true, sinceMs: 0 }]))
  readonly planned = new Set<string>()
  isNetworkUp = true
  troubledMs = 0
  /** When planned work last began or ended. */
  plannedMs = 0
  /** When our own network was lost. */
  readonly lostMs: number[] = []
  #watch: WatchState = createWatchState({ services: SERVICES, settings: SETTINGS, nowMs: 0, utcMs: 0 })
  #alarms: ServiceAlarmsState = createServiceAlarms(this.#atStart(), SETTINGS)

  constructor() {
    this.#sound({ kind: 'began' }, 0)
  }

  alarm = (id: string): ServiceAlarmsState['services'][number] | undefined => this.#alarms.services.find((one) => one.id === id)
  now = (id: string): string | undefined => this.#watch.services.find((one) => one.service.id === id)?.now

  turn(id: string): void {
    const { isUp = false } = this.truth.get(id) ?? {}
    this.truth.set(id, { isUp: !isUp, sinceMs: this.nowMs })
  }
  acknowledge(id: string): void {
    this.#sound({ kind: 'acknowledged', service: id }, this.nowMs)
  }
  network(): void {
    this.isNetworkUp = !this.isNetworkUp
    this.troubledMs = this.nowMs
    if (!this.isNetworkUp) this.lostMs.push(this.nowMs)
    this.#step({ kind: 'own', event: { kind: this.isNetworkUp ? 'network-found' : 'network-lost' } })
  }
  standStill(ms: number): void {
    this.nowMs += ms
    this.troubledMs = this.nowMs
    this.#step({ kind: 'own', event: { kind: 'stood-still', as: 'lagged', ms } })
  }
  plan(id: string): void {
    const began = !this.planned.has(id)
    this.plannedMs = this.nowMs
    if (began) this.planned.add(id)
    else this.planned.delete(id)
    this.#step({ kind: 'for-service', service: id, event: { kind: began ? 'maintenance-began' : 'maintenance-ended' } })
  }
  /** Planned work is told again by whoever planned it. */
  restart(awayMs: number): void {
    const saved = JSON.parse(JSON.stringify(saveWatch(this.#watch.services, this.nowMs, this.nowMs))) as unknown
    const before = this.#alarms.services
    this.nowMs += awayMs
    this.troubledMs = this.nowMs
    const memory = readSavedWatch(saved, this.nowMs, this.nowMs)
    if (!memory.ok) throw new Error(memory.error.detail)
    this.#watch = createWatchState({ services: SERVICES, settings: SETTINGS, nowMs: this.nowMs, utcMs: this.nowMs, memory: memory.value })
    for (const id of this.planned) this.#watch = reduceWatch(this.#watch, { kind: 'for-service', service: id, event: { kind: 'maintenance-began' } }, this.nowMs).state
    this.#alarms = createServiceAlarms(this.#atStart(new Map(before.map((one) => [one.id, one.standing]))), SETTINGS)
    this.#sound({ kind: 'began' }, this.nowMs)
    if (!this.isNetworkUp) this.#step({ kind: 'own', event: { kind: 'network-lost' } })
  }
  second(): void {
    this.nowMs += 1000
    for (const [id, { isUp }] of this.truth) {
      const sentMs = this.nowMs - (isUp ? 5 : SETTINGS.probeTimeoutMs)
      this.#step({ kind: 'sampled', sample: { probe: `${id}-1`, sentMs, atMs: this.nowMs, regular: true, result: isUp ? { kind: 'reply', latencyMs: 5 } : { kind: 'timeout' } } })
    }
  }

  #atStart(standing: ReadonlyMap<string, ServiceAtStart['standing']> = new Map()): readonly ServiceAtStart[] {
    return this.#watch.services.map((one): ServiceAtStart => {
      const { service: { id, role, dependsOn, viaOwnNetwork }, now, sinceMs, maintenance, instability: { unstable } } = one
      const stood = standing.get(id)
      return { id, role, dependsOn, viaOwnNetwork, now, sinceMs, maintenance, ...(unstable && { unstable }), ...(stood && { standing: stood }), ...(isUnseen(one) && { wasDownUntilMs: sameOutageUntilMs(one) }) }
    })
  }
  #step(event: WatchEvent): void {
    const step = reduceWatch(this.#watch, event, this.nowMs)
    this.#watch = step.state
    for (const effect of step.effects) {
      const told = alarmEventOf(effect)
      this.#sound({ kind: 'time-passed' }, effect.atMs)
      if (told) this.#sound(told, effect.atMs)
    }
    this.#sound({ kind: 'time-passed' }, this.nowMs)
  }
  #sound(event: ServiceAlarmEvent, atMs: number): void {
    const step = reduceServiceAlarms(this.#alarms, event, atMs)
    this.#alarms = step.state
    for (const one of step.effects) if (one.effect === 'sounds') this.sounds.push({ service: one.service, atMs: one.atMs, code: one.code })
  }
}

type Act = (room: Room) => void
const anyService = fc.constantFrom(...SERVICES.map(({ id }) => id))
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 6, arbitrary: anyService.map((id): Act => (room) => room.turn(id)) },
  { weight: 2, arbitrary: anyService.map((id): Act => (room) => room.acknowledge(id)) },
  { weight: 2, arbitrary: fc.constant<Act>((room) => room.network()) },
  { weight: 1, arbitrary: fc.integer({ min: 300, max: 9000 }).map((ms): Act => (room) => room.standStill(ms)) },
  { weight: 1, arbitrary: anyService.map((id): Act => (room) => room.plan(id)) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 60_000 }).map((ms): Act => (room) => room.restart(ms)) },
)
const script = fc.array(fc.tuple(act, fc.constantFrom(1, 3, 8, 20, 45, 80)), { minLength: 1, maxLength: 40 })

function play(steps: readonly (readonly [Act, number])[], look: (room: Room) => void): void {
  const room = new Room()
  for (let second = 0; second < 5; second++) room.second()
  for (const [doIt, seconds] of steps) {
    doIt(room)
    for (let second = 0; second < seconds; second++) {
      room.second()
      look(room)
    }
  }
}

it('what is dead and can be seen is down, and is told, by itself or by what explains it', () => {
  fc.assert(fc.property(script, (steps) => play(steps, (room) => {
    for (const id of WATCHED) {
      const { isUp = true, sinceMs = 0 } = room.truth.get(id) ?? {}
      const isSeen = room.isNetworkUp || id === 'c2000'
      if (isUp || !isSeen || room.nowMs - Math.max(sinceMs, room.troubledMs) < SEEN_MS) continue
      expect(room.now(id)).toBe('down')
      if (room.planned.has(id)) continue
      const one = room.alarm(id)
      expect(one?.standing?.heard, id).toBeDefined()
      const { causedBy } = one?.standing ?? {}
      if (causedBy !== undefined && one?.releaseAtMs === undefined) expect(room.alarm(causedBy)?.standing?.heard, causedBy).toBeDefined()
    }
  })), { numRuns: 100 })
})

it('an outage that goes on is told once, whatever becomes of our network or of the console', () => {
  fc.assert(fc.property(script, (steps) => play(steps, (room) => {
    for (const id of ['rbs', 'c2000']) {
      const { isUp = true, sinceMs = 0 } = room.truth.get(id) ?? {}
      const { isUp: isLanUp = true, sinceMs: lanSinceMs = 0 } = room.truth.get('lan') ?? {}
      // Nothing of its own changed but that it died; what the label and planned work say of it is told apart.
      if (isUp || room.planned.size > 0 || room.alarm(id)?.unstable || (id === 'rbs' && (!isLanUp || sinceMs - lanSinceMs < 60_000))) continue
      const downs = room.sounds.filter((one) => one.service === id && one.code === 'service-down' && one.atMs > sinceMs && one.atMs > room.plannedMs)
      // What went down together with our network is news when it still is after it.
      const together = room.lostMs.filter((atMs) => Math.abs(atMs - sinceMs) <= CAUSE_WINDOW_MS + SEEN_MS).length
      expect(downs.length, `${id} ${JSON.stringify(downs)}`).toBeLessThanOrEqual(1 + together)
    }
  })), { numRuns: 100 })
})
