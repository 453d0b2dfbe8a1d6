// The edge of service alarms: tells the alarms what the machine decided, and the storingen about trouble.
import type { Clock, Timer } from '../../native/kit/clock.ts'
import type { AlarmView } from '../contract/topics.ts'
import { RELEASE_MS } from './alarm/causes.ts'
import { SERVICE_ALARM, standingAtStart, type RememberedAlarm } from './alarm/alarm-memory.ts'
import type { Parts } from './parts.ts'
import type { Restored } from './restore.ts'
import { alarmEventOf, createServiceAlarms, reduceServiceAlarms, serviceAlarmsDueMs, type ServiceAlarmEffect, type ServiceAlarmEvent, type ServiceAlarmsState, type ServiceAtStart } from './alarm/service-alarm-machine.ts'
import type { StandingServiceAlarm } from './alarm/alarmed-service.ts'
import { isInTrouble, OWN_NETWORK, severityRank, type AlarmTimes } from './alarm/service-alarms.ts'
import type { ServiceView, WatchChange, WatchSettings } from './watch/index.ts'

type TroubleParts = Pick<Parts, 'alarms' | 'incidents' | 'watch' | 'watchTrace'> & {
  readonly deps: { readonly clock: Clock; readonly site: Pick<Parts['deps']['site'], 'services'> & { readonly settings: AlarmTimes & Pick<WatchSettings, 'outageMemoryMs'> } }
  readonly restored: Pick<Restored, 'alarms'>
}

const alarmId = (service: string): string => `${SERVICE_ALARM}${service}`

export class Troubles {
  readonly #parts: TroubleParts
  readonly #labels = new Map<string, string>()
  #state: ServiceAlarmsState | undefined
  #lastMs = 0
  #timer: Timer | undefined
  readonly #releases = new Set<Timer>()

  constructor(parts: TroubleParts) {
    this.#parts = parts
  }

  start(): void {
    const { watch, deps } = this.#parts
    const { services } = watch.view()
    for (const { id, label } of services) this.#labels.set(id, label)
    const { settings } = deps.site
    const kept = standingAtStart(this.#parts.restored.alarms, { nowMs: this.#nowMs(), utcMs: deps.clock.utcMs(), memoryMs: settings.outageMemoryMs })
    this.#state = createServiceAlarms(services.map((one) => this.#atStart(one, kept[one.id])), settings)
    this.#dispatch({ kind: 'began' }, this.#nowMs())
  }

  stop(): void {
    this.#timer?.cancel()
    for (const timer of this.#releases) timer.cancel()
    this.#state = undefined
  }

  watchChanged(change: WatchChange): void {
    if (change.effect === 'announce-samples' || change.effect === 'announce-probe-usable' || change.effect === 'announce-probe-unusable') return
    const event = alarmEventOf(change)
    if (event) this.#dispatch(event, change.atMs)
  }

  /** A person has seen this alarm. */
  acknowledged(alarm: string): void {
    if (!alarm.startsWith(SERVICE_ALARM)) return
    const service = alarm.slice(SERVICE_ALARM.length)
    const atMs = this.#parts.watch.settle()
    // A trace knows no alarm of the workstation's own network, and an acknowledgement decides no sound.
    if (service !== OWN_NETWORK) this.#parts.watchTrace.acknowledged(service, atMs)
    this.#dispatch({ kind: 'acknowledged', service }, atMs)
  }

  /** A device is back: what is still not heard through it after a moment speaks for itself. */
  causeEnded(cause: string): void {
    const { alarms, deps } = this.#parts
    if (!alarms.standing.some(({ causedBy }) => causedBy === cause)) return
    const timer = deps.clock.after(RELEASE_MS, () => {
      this.#releases.delete(timer)
      const left = alarms.standing.filter(({ id, causedBy }) => causedBy === cause && id !== cause)
      if (alarms.standing.some(({ id }) => id === cause)) return
      for (const { id, kind, severity, code, params, sinceUtcMs } of left) alarms.raise({ id, kind, severity, code, params, sinceUtcMs }, { atUtcMs: deps.clock.utcMs() })
    })
    this.#releases.add(timer)
  }

  #dispatch(event: ServiceAlarmEvent, atMs: number): void {
    if (!this.#state) return
    // What the watch stamps with its due time may be told after a timer of ours that was due later.
    this.#lastMs = Math.max(this.#lastMs, atMs)
    const step = reduceServiceAlarms(this.#state, event, this.#lastMs)
    this.#state = step.state
    const sounding = new Set(step.effects.filter(({ effect }) => effect === 'sounds').map(({ service }) => service))
    for (const effect of step.effects) this.#perform(effect, sounding.has(effect.service))
    this.#tellTrouble(new Set([...step.effects.map(({ service }) => service), ...('service' in event ? [event.service] : []), ...(event.kind === 'began' ? this.#labels.keys() : [])]))
    this.#arm()
  }

  #perform(effect: ServiceAlarmEffect, sounds: boolean): void {
    const { alarms } = this.#parts
    const id = alarmId(effect.service)
    if (effect.effect === 'clear') return alarms.clear(id)
    // Said with the alarm itself, so that no page sees one without the other.
    if (effect.effect === 'sounds') return undefined
    const { code, severity, sinceMs, count, causedBy, heard } = effect.alarm
    const params = this.#paramsOf(effect.service, count)
    const device = this.#missedDevice(effect.service, severity)
    if (device !== undefined) return alarms.raise({ id, kind: 'service', code, severity, params, sinceUtcMs: Math.round(this.#utcOf(sinceMs)), causedBy: device }, { as: device })
    const sounded = sounds ? { atUtcMs: this.#utcOf(effect.atMs) } : heard?.as !== undefined && causedBy === undefined ? { as: alarmId(heard.as) } : 'as-before'
    alarms.raise({ id, kind: 'service', code, severity, params, sinceUtcMs: Math.round(this.#utcOf(sinceMs)), ...(causedBy !== undefined && { causedBy: alarmId(causedBy) }) }, sounded)
  }

  /** A control radio that is not there is an alarm of its own, and no second one because C2000 is not heard through it. */
  #missedDevice(service: string, severity: AlarmView['severity']): string | undefined {
    const { alarms, deps } = this.#parts
    const site = deps.site.services.find(({ id, role }) => id === service && role === 'witness')
    const devices = (site?.probes ?? []).flatMap((probe) => (probe.kind === 'witness' ? [`device:${probe.device}`] : []))
    const missed = alarms.standing.filter((alarm) => devices.includes(alarm.id) && severityRank(alarm.severity) >= severityRank(severity))
    return missed.length > 0 && missed.length === devices.length ? missed[0]?.id : undefined
  }

  #tellTrouble(told: ReadonlySet<string>): void {
    const services = this.#state?.services ?? []
    for (const service of services.filter(({ id }) => told.has(id))) {
      const causeOf = (one: (typeof services)[number]): string => one.standing?.causedBy ?? one.id
      const together = services.filter((one) => one.id !== service.id && causeOf(one) === causeOf(service)).map(({ id }) => id)
      this.#parts.incidents.setTrouble(service.id, isInTrouble(service), together)
    }
  }

  #arm(): void {
    this.#timer?.cancel()
    this.#timer = undefined
    const due = this.#state ? serviceAlarmsDueMs(this.#state) : Infinity
    if (due === Infinity) return
    const { clock } = this.#parts.deps
    this.#timer = clock.after(Math.max(0, due - clock.monotonicMs()), () => this.#dispatch({ kind: 'time-passed' }, this.#nowMs()))
  }

  #atStart({ id, role, now, sinceAgoMs, unstable, maintenance, dependsOn, viaOwnNetwork, wasDown }: ServiceView, kept: RememberedAlarm | undefined): ServiceAtStart {
    const label = unstable && { sinceMs: this.#msOf(unstable.sinceUtcMs), count: unstable.count }
    const standing = kept && this.#restoreAlarm(id, kept)
    return {
      id, role, now, sinceMs: this.#nowMs() - sinceAgoMs, maintenance, dependsOn, viaOwnNetwork,
      ...(label && { unstable: label }),
      ...(standing && { standing }),
      ...(wasDown && { wasDownUntilMs: this.#nowMs() + wasDown.ms }),
    }
  }

  /** As it stood when the last run ended: seen stays seen, and it does not sound again. */
  #restoreAlarm(service: string, kept: RememberedAlarm): StandingServiceAlarm {
    const { shown, ...standing } = kept
    const { code, severity, count, acknowledged, causedBy } = standing
    this.#parts.alarms.restore({ id: `${SERVICE_ALARM}${service}`, kind: 'service', code, severity, params: this.#paramsOf(service, count), acknowledged, ...(causedBy !== undefined && { causedBy: alarmId(causedBy) }), ...shown })
    return standing
  }

  #paramsOf(service: string, count: number | undefined): { readonly service: string; readonly count?: number } {
    return { service: this.#labels.get(service) ?? service, ...(count !== undefined && { count }) }
  }

  #msOf(utcMs: number): number {
    return this.#nowMs() - Math.round(this.#parts.deps.clock.utcMs() - utcMs)
  }

  #utcOf(atMs: number): number {
    const { clock } = this.#parts.deps
    return clock.utcMs() - (clock.monotonicMs() - atMs)
  }

  #nowMs(): number {
    return Math.floor(this.#parts.deps.clock.monotonicMs())
  }
}
