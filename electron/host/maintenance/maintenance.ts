// The edge of planned work: tells the watch when it begins and ends, records it, and takes a supervisor's word for it.
import type { Clock, Timer } from '../../../native/kit/clock.ts'
import { failure } from '../../../native/kit/errors.ts'
import { fail, type Result } from '../../../native/kit/result.ts'
import type { Role } from '../../contract/words.ts'
import type { StoredEntry } from '../ledger/port.ts'
import { createMaintenanceState, maintenanceDueUtcMs, reduceMaintenance, standingMaintenance, type MaintenanceState, type Standing } from './maintenance-machine.ts'
import type { PlannedWindow } from './windows.ts'

export const BEGUN_KIND = 'maintenance.began'
export const ENDED_KIND = 'maintenance.ended'
/** Twelve hours of the busiest night, with the weekly windows of every service. */
export const MAINTENANCE_LOOKED_AT = 400

/** The wall clock may be set, so it is looked at again at least this often. */
const LOOK_EVERY_MS = 60_000
const MINUTE_MS = 60_000

export interface MaintenanceDeps {
  readonly clock: Clock
  readonly services: readonly { readonly id: string; readonly maintenance: readonly PlannedWindow[] }[]
  readonly watch: { beginMaintenance(service: string): void; endMaintenance(service: string): void }
  readonly recorder: {
    person(kind: string, payload: object, options?: { readonly role?: Role; readonly content?: string }): Promise<Result<{ readonly seq: number }>>
    note(kind: string, payload: object): void
  }
  /** Entries of both kinds, newest first; undefined when the record cannot be read. */
  readonly earlier: readonly StoredEntry[] | undefined
}

export type MaintenanceRefusal = 'no-such-service' | 'no-maintenance'

export interface Maintenance {
  /** After the watch. */
  start(): void
  stop(): void
  /** By a supervisor; ends by itself. @returns CALL_REFUSED with a MaintenanceRefusal, and what recording returns */
  begin(service: string, minutes: number, said: { readonly reason?: string }): Promise<Result<{ readonly seq: number }>>
  /** By a supervisor: also work that the site file planned. @returns as `begin` */
  end(service: string): Promise<Result<{ readonly seq: number }>>
  /** undefined: not in planned work. */
  of(service: string): Standing | undefined
}

export function createMaintenance(deps: MaintenanceDeps): Maintenance {
  const { clock, services, watch, recorder } = deps
  const ids = services.map(({ id }) => id)
  const told = new Map<string, Standing>()
  let state = restored(createMaintenanceState(Object.fromEntries(services.map(({ id, maintenance }) => [id, maintenance]))), deps.earlier ?? [])
  let timer: Timer | undefined

  const refuse = (cause: MaintenanceRefusal): Result<never> => fail(failure('CALL_REFUSED', cause))
  /** @param byHand  a person's word for this service is recorded as theirs */
  const look = (byHand?: string): void => {
    const utcMs = clock.utcMs()
    for (const service of ids) {
      const now = standingMaintenance(state, service, utcMs)
      const before = told.get(service)
      if (now) told.set(service, now)
      else told.delete(service)
      if ((now === undefined) === (before === undefined)) continue
      if (now) watch.beginMaintenance(service)
      else watch.endMaintenance(service)
      if (service !== byHand) recorder.note(now ? BEGUN_KIND : ENDED_KIND, { service, ...(now && { until: now.untilUtcMs, planned: now.by }) })
    }
    timer?.cancel()
    timer = clock.after(Math.max(0, Math.min(LOOK_EVERY_MS, maintenanceDueUtcMs(state, utcMs) - utcMs)), () => look())
  }

  return {
    start: () => look(),
    stop: () => timer?.cancel(),
    of: (service) => told.get(service),
    async begin(service, minutes, { reason }) {
      if (!ids.includes(service)) return refuse('no-such-service')
      const untilUtcMs = clock.utcMs() + minutes * MINUTE_MS
      state = reduceMaintenance(state, { event: 'begun', service, untilUtcMs })
      look(service)
      return recorder.person(BEGUN_KIND, { service, until: untilUtcMs, planned: 'supervisor' }, { role: 'supervisor', ...(reason === undefined ? {} : { content: reason }) })
    },
    async end(service) {
      if (!ids.includes(service)) return refuse('no-such-service')
      if (!told.has(service)) return refuse('no-maintenance')
      state = reduceMaintenance(state, { event: 'ended', service, utcMs: clock.utcMs() })
      look(service)
      return recorder.person(ENDED_KIND, { service }, { role: 'supervisor' })
    },
  }
}

/** What a supervisor said in an earlier run still holds; what the plan did follows from the plan. */
function restored(from: MaintenanceState, newestFirst: readonly StoredEntry[]): MaintenanceState {
  return newestFirst.filter(({ actor }) => actor.role === 'supervisor').toReversed().reduce((state, { kind, payload, utcMs }) => {
    const { service, until } = payload
    if (typeof service !== 'string') return state
    if (kind === ENDED_KIND) return reduceMaintenance(state, { event: 'ended', service, utcMs })
    return typeof until === 'number' ? reduceMaintenance(state, { event: 'begun', service, untilUtcMs: until }) : state
  }, from)
}
