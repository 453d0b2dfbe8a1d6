// The service alarms of the host in simulated time: which sound, and how often the level of the label changes.
import { alarmEventOf, createServiceAlarms, reduceServiceAlarms, serviceAlarmsDueMs, type ServiceAlarmEvent, type ServiceAlarmsState } from '../../../electron/host/alarm/service-alarm-machine.ts'
import type { ServiceConfig, WatchEffect } from '../../../electron/host/watch/index.ts'
import type { Told } from './told.ts'
import { DEFAULT_WATCH_SETTINGS } from '../../../electron/host/watch/settings.ts'

export class SimulatedAlarms {
  readonly levels: { atMs: number; level: Told['levels'][number]['level'] }[] = []
  readonly sounds: { atMs: number; code: string }[] = []
  #state: ServiceAlarmsState

  constructor({ id, role }: ServiceConfig) {
    this.#state = createServiceAlarms([{ id, role, now: 'unknown', sinceMs: 0, maintenance: false }], DEFAULT_WATCH_SETTINGS)
    this.#take({ kind: 'began' }, 0)
  }

  /** When time alone changes an alarm. */
  get dueMs(): number {
    return serviceAlarmsDueMs(this.#state)
  }

  passTime(nowMs: number): void {
    this.#take({ kind: 'time-passed' }, nowMs)
  }

  takeEffect(effect: WatchEffect): void {
    const event = alarmEventOf(effect)
    if (event && 'atMs' in effect) this.#take(event, effect.atMs)
  }

  #take(event: ServiceAlarmEvent, nowMs: number): void {
    const step = reduceServiceAlarms(this.#state, event, nowMs)
    this.#state = step.state
    for (const effect of step.effects) if (effect.effect === 'sounds') this.sounds.push({ atMs: effect.atMs, code: effect.code })
    const service = step.state.services[0]
    const level = service?.unstable === undefined ? 'none' : service.standing?.code === 'service-down' ? 'down' : 'unstable'
    if (level !== (this.levels.at(-1)?.level ?? 'none')) this.levels.push({ atMs: nowMs, level })
  }
}
