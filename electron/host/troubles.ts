// The edge of service alarms: tells the alarms what the machine decided, and the storingen about trouble.
import type { Timer } from '../../native/kit/clock.ts'
import type { Parts } from './parts.ts'
import { alarmEventOf, createServiceAlarms, reduceServiceAlarms, serviceAlarmsDueMs, type ServiceAlarmEffect, type ServiceAlarmEvent, type ServiceAlarmsState, type ServiceAtStart } from './service-alarm-machine.ts'
import { isInTrouble } from './service-alarms.ts'
import type { ServiceView, WatchChange } from './watch/index.ts'

type TroubleParts = Pick<Parts, 'alarms' | 'incidents' | 'recorder' | 'watch' | 'watchTrace'> & { readonly deps: Pick<Parts['deps'], 'clock'> }

const ALARM_ID = 'service:'

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
    const { services } = this.#parts.watch.view()
    for (const { id, label } of services) this.#labels.set(id, label)
    this.#state = createServiceAlarms(services.map((one) => this.#atStart(one)))
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
    if (!alarm.startsWith(ALARM_ID)) return
    const service = alarm.slice(ALARM_ID.length)
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
    const id = `${ALARM_ID}${effect.service}`
    switch (effect.effect) {
      case 'raise':
      case 'refresh': {
        const { code, severity, sinceMs, count } = effect.alarm
        const params = { service: this.#labels.get(effect.service) ?? effect.service, ...(count !== undefined && { count }) }
        return alarms.raise({ id, kind: 'service', code, severity, params, sinceUtcMs: Math.round(this.#utcOf(sinceMs)) })
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

  #atStart({ id, role, now, sinceAgoMs, unstable, maintenance }: ServiceView): ServiceAtStart {
    const { clock } = this.#parts.deps
    const label = unstable && { sinceMs: this.#nowMs() - Math.round(clock.utcMs() - unstable.sinceUtcMs), count: unstable.count }
    return { id, role, now, sinceMs: this.#nowMs() - sinceAgoMs, maintenance, ...(label && { unstable: label }) }
  }

  #utcOf(atMs: number): number {
    const { clock } = this.#parts.deps
    return clock.utcMs() - (clock.monotonicMs() - atMs)
  }

  #nowMs(): number {
    return Math.floor(this.#parts.deps.clock.monotonicMs())
  }
}
