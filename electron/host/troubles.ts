// The edge of service alarms: tells the alarms what the machine decided, and the storingen about trouble.
import type { Clock, Timer } from '../../native/kit/clock.ts'
import { SERVICE_ALARM, standingAtStart, type RememberedAlarm } from './alarm-memory.ts'
import type { Parts } from './parts.ts'
import type { Restored } from './restore.ts'
import { alarmEventOf, createServiceAlarms, reduceServiceAlarms, serviceAlarmsDueMs, type ServiceAlarmEffect, type ServiceAlarmEvent, type ServiceAlarmsState, type ServiceAtStart, type StandingServiceAlarm } from './service-alarm-machine.ts'
import { isInTrouble, type AlarmTimes } from './service-alarms.ts'
import type { ServiceView, WatchChange, WatchSettings } from './watch/index.ts'

type TroubleParts = Pick<Parts, 'alarms' | 'incidents' | 'recorder' | 'watch' | 'watchTrace'> & {
  readonly deps: { readonly clock: Clock; readonly site: { readonly settings: AlarmTimes & Pick<WatchSettings, 'outageMemoryMs'> } }
  readonly restored: Pick<Restored, 'alarms'>
}

export class Troubles {
  readonly #parts: TroubleParts
  readonly #labels = new Map<string, string>()
  #state: ServiceAlarmsState | undefined
  #lastMs = 0
  #timer: Timer | undefined

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
    for (const { id } of services) this.#tellTrouble(id)
  }

  stop(): void {
    this.#timer?.cancel()
    this.#state = undefined
  }

  watchChanged(change: WatchChange): void {
    if (change.effect === 'announce-samples' || change.effect === 'announce-probe-usable' || change.effect === 'announce-probe-unusable') return
    const event = alarmEventOf(change)
    if (event) this.#dispatch(event, change.atMs)
    if (event && 'service' in event) this.#tellTrouble(event.service)
  }

  /** A person has seen this alarm. */
  acknowledged(alarm: string): void {
    if (!alarm.startsWith(SERVICE_ALARM)) return
    const service = alarm.slice(SERVICE_ALARM.length)
    const atMs = this.#parts.watch.settle()
    this.#parts.watchTrace.acknowledged(service, atMs)
    this.#dispatch({ kind: 'acknowledged', service }, atMs)
  }

  #dispatch(event: ServiceAlarmEvent, atMs: number): void {
    if (!this.#state) return
    // What the watch stamps with its due time may be told after a timer of ours that was due later.
    this.#lastMs = Math.max(this.#lastMs, atMs)
    const step = reduceServiceAlarms(this.#state, event, this.#lastMs)
    this.#state = step.state
    for (const effect of step.effects) this.#perform(effect)
    this.#arm()
  }

  #perform(effect: ServiceAlarmEffect): void {
    const { alarms, recorder } = this.#parts
    const id = `${SERVICE_ALARM}${effect.service}`
    switch (effect.effect) {
      case 'raise':
      case 'refresh': {
        const { code, severity, sinceMs, count } = effect.alarm
        return alarms.raise({ id, kind: 'service', code, severity, params: this.#paramsOf(effect.service, count), sinceUtcMs: Math.round(this.#utcOf(sinceMs)) })
      }
      case 'clear': return alarms.clear(id)
      case 'sounds': return recorder.note('alarm.sounded', { alarm: id, code: effect.code, at: this.#utcOf(effect.atMs) })
    }
  }

  #tellTrouble(id: string): void {
    const service = this.#state?.services.find((one) => one.id === id)
    if (service) this.#parts.incidents.setTrouble(id, isInTrouble(service))
  }

  #arm(): void {
    this.#timer?.cancel()
    this.#timer = undefined
    const due = this.#state ? serviceAlarmsDueMs(this.#state) : Infinity
    if (due === Infinity) return
    const { clock } = this.#parts.deps
    this.#timer = clock.after(Math.max(0, due - clock.monotonicMs()), () => this.#dispatch({ kind: 'time-passed' }, this.#nowMs()))
  }

  #atStart({ id, role, now, sinceAgoMs, unstable, maintenance, wasDown }: ServiceView, kept: RememberedAlarm | undefined): ServiceAtStart {
    const label = unstable && { sinceMs: this.#msOf(unstable.sinceUtcMs), count: unstable.count }
    const standing = kept && this.#restoreAlarm(id, kept)
    return {
      id, role, now, sinceMs: this.#nowMs() - sinceAgoMs, maintenance,
      ...(label && { unstable: label }),
      ...(standing && { standing }),
      ...(wasDown && { wasDownUntilMs: this.#nowMs() + wasDown.ms }),
    }
  }

  /** As it stood when the last run ended: seen stays seen, and it does not sound again. */
  #restoreAlarm(service: string, kept: RememberedAlarm): StandingServiceAlarm {
    const { sinceUtcMs, acknowledgedUtcMs, ...standing } = kept
    const { code, severity, count, acknowledged } = standing
    const seen = { acknowledged, ...(acknowledgedUtcMs !== undefined && { acknowledgedUtcMs }) }
    this.#parts.alarms.restore({ id: `${SERVICE_ALARM}${service}`, kind: 'service', code, severity, sinceUtcMs, params: this.#paramsOf(service, count), ...seen })
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
