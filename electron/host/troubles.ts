// The edge of service alarms: raises, refreshes and ends the one alarm of each service, and tells the storingen about trouble.
import type { Timer } from '../../native/kit/clock.ts'
import type { Parts } from './parts.ts'
import { isInTrouble, serviceVerdict } from './service-alarms.ts'
import type { WatchChange } from './watch/index.ts'

type TroubleParts = Pick<Parts, 'alarms' | 'incidents' | 'watch'> & { readonly deps: Pick<Parts['deps'], 'clock'> }

export class Troubles {
  readonly #parts: TroubleParts
  readonly #timers = new Map<string, Timer>()

  constructor(parts: TroubleParts) {
    this.#parts = parts
  }

  /** A label that was remembered over a restart stands from the first moment. */
  start(): void {
    for (const { id } of this.#parts.watch.view().services) this.#look(id)
  }

  stop(): void {
    for (const timer of this.#timers.values()) timer.cancel()
    this.#timers.clear()
  }

  watchChanged(change: WatchChange): void {
    if (change.effect === 'announce-change' || change.effect === 'announce-unstable' || change.effect === 'announce-stable') this.#look(change.service)
  }

  #look(id: string): void {
    const { alarms, incidents, watch, deps } = this.#parts
    this.#timers.get(id)?.cancel()
    this.#timers.delete(id)
    const service = watch.view().services.find((one) => one.id === id)
    if (!service) return
    const alarmId = `service:${id}`
    const { alarm, againInMs } = serviceVerdict(service, alarms.standing.find((one) => one.id === alarmId)?.code)
    if (alarm) alarms.raise({ id: alarmId, kind: 'service', ...alarm, sinceUtcMs: Math.round(alarm.sinceUtcMs) })
    else alarms.clear(alarmId)
    incidents.setTrouble(id, isInTrouble(service))
    if (againInMs !== undefined) this.#timers.set(id, deps.clock.after(againInMs, () => this.#look(id)))
  }
}
