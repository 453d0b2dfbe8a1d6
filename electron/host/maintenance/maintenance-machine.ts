// Which services are in planned work now, until when, and by whose word: the site file's windows, and what a supervisor
// began or ended by hand. Pure. Source: architecture section 5; nothing a person begins lasts for ever.
import { nextEdge, plannedUntil, spansNear, type PlannedWindow } from './windows.ts'

export type PlannedBy = 'plan' | 'supervisor'

export interface Standing {
  readonly untilUtcMs: number
  readonly by: PlannedBy
}

export interface MaintenanceState {
  readonly windows: Readonly<Record<string, readonly PlannedWindow[]>>
  /** Begun by a supervisor: service → end. */
  readonly live: Readonly<Record<string, number>>
  /** Ended by a supervisor before its window was: service → end of that window. */
  readonly cut: Readonly<Record<string, number>>
}

export type MaintenanceEvent =
  | { readonly event: 'begun'; readonly service: string; readonly untilUtcMs: number }
  /** Whatever stands at `utcMs` is over. */
  | { readonly event: 'ended'; readonly service: string; readonly utcMs: number }

export const createMaintenanceState = (windows: MaintenanceState['windows']): MaintenanceState => ({ windows, live: {}, cut: {} })

export function reduceMaintenance(state: MaintenanceState, event: MaintenanceEvent): MaintenanceState {
  const { service } = event
  if (event.event === 'begun') return { ...state, live: { ...state.live, [service]: event.untilUtcMs } }
  const { [service]: _, ...live } = state.live
  const untilUtcMs = plannedUntil(spansNear(state.windows[service] ?? [], event.utcMs), event.utcMs)
  return { ...state, live, ...(untilUtcMs !== undefined && { cut: { ...state.cut, [service]: untilUtcMs } }) }
}

/** undefined: it is not in planned work. */
export function standingMaintenance({ windows, live, cut }: MaintenanceState, service: string, utcMs: number): Standing | undefined {
  const planned = plannedUntil(spansNear(windows[service] ?? [], utcMs), utcMs)
  const isCut = planned !== undefined && planned <= (cut[service] ?? -Infinity)
  const byPlan: readonly Standing[] = planned === undefined || isCut ? [] : [{ untilUtcMs: planned, by: 'plan' }]
  const begun = live[service] ?? -Infinity
  const byHand: readonly Standing[] = begun > utcMs ? [{ untilUtcMs: begun, by: 'supervisor' }] : []
  return [...byPlan, ...byHand].toSorted((one, other) => other.untilUtcMs - one.untilUtcMs)[0]
}

/** When time alone next changes something; Infinity when it does not within the week. */
export function maintenanceDueUtcMs({ windows, live }: MaintenanceState, utcMs: number): number {
  const edges = Object.values(windows).map((own) => nextEdge(spansNear(own, utcMs), utcMs))
  return Math.min(...edges, ...Object.values(live).filter((end) => end > utcMs))
}
