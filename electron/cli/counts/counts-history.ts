// What each entry of a record changes of meldingen, storingen and acties, for whoever counts them. Their rules are the console's own. Pure.
import type { ActionView } from '../../contract/faults.ts'
import { readActionFact } from '../../host/incident/action-entries.ts'
import { ACTION_RULES } from '../../host/incident/action-machine.ts'
import { OPENED_KIND } from '../../host/incident/fault-memory.ts'
import { parseNumber } from '../../host/incident/numbers.ts'
import type { Fact, Item, Rules } from '../../host/incident/register-types.ts'
import { readReportFact } from '../../host/incident/report-entries.ts'
import { REPORT_RULES, type Report } from '../../host/incident/report-machine.ts'
import type { StoredEntry } from '../../host/ledger/port.ts'

export const STARTED_KIND = 'host.started'
export const FAULT_CHANGED_KIND = 'fault.changed'

export type Counted = 'reports' | 'faults' | 'actions'

export interface CountedFault extends Item {
  readonly state: 'open' | 'closed'
  readonly closedUtcMs?: number
}

export interface StateChange {
  readonly of: Counted
  readonly number: string
  /** State; undefined before it was there. */
  readonly before: string | undefined
  readonly after: string
}

export interface History {
  /** To be called with each entry, in the order of the record. */
  take(entry: StoredEntry): readonly StateChange[]
  readonly reports: ReadonlyMap<string, Report>
  readonly faults: ReadonlyMap<string, CountedFault>
  readonly actions: ReadonlyMap<string, ActionView>
  /** Discipline of the position when a melding came, by its number; '' where the record does not say. */
  readonly disciplines: ReadonlyMap<string, string>
}

export function createHistory(): History {
  const reports = new Map<string, Report>()
  const faults = new Map<string, CountedFault>()
  const actions = new Map<string, ActionView>()
  const disciplines = new Map<string, string>()
  const takeReport = follower('reports', reports, REPORT_RULES)
  const takeAction = follower('actions', actions, ACTION_RULES)
  let discipline = ''
  return {
    reports,
    faults,
    actions,
    disciplines,
    take(entry) {
      if (entry.kind === STARTED_KIND) discipline = typeof entry.payload['discipline'] === 'string' ? entry.payload['discipline'] : ''
      const changes = [...faultChanges(entry, faults), ...takeReport(readReportFact(entry)), ...takeAction(readActionFact(entry))]
      for (const { of, number, before } of changes) if (of === 'reports' && before === undefined) disciplines.set(number, discipline)
      return changes
    },
  }
}

/** Follows one kind of thing through the record. */
function follower<One extends Report | ActionView>(of: Counted, items: Map<string, One>, rules: Pick<Rules<One, never>, 'apply' | 'takenBack'>): (fact: Fact<One>) => readonly StateChange[] {
  /** When what was told without a number was told, by its entry. */
  const told = new Map<number, number>()
  const put = (before: One | undefined, after: One | undefined): readonly StateChange[] => {
    if (!after) return []
    items.set(after.number, after)
    return before?.state === after.state ? [] : [{ of, number: after.number, before: before?.state, after: after.state }]
  }
  return (fact) => {
    switch (fact.fact) {
      case 'opened':
        // A number that came late is of the moment it was told.
        return put(items.get(fact.item.number), { ...fact.item, utcMs: told.get(fact.item.seq) ?? fact.item.utcMs })
      case 'opened-unnumbered':
        told.set(fact.item.seq, fact.item.utcMs)
        return []
      case 'changed': {
        const item = items.get(fact.number)
        return put(item, item && rules.apply(item, fact.said, fact.utcMs))
      }
      case 'taken-back': {
        const item = [...items.values()].find(({ seq }) => seq === fact.seq)
        return put(item, item && rules.takenBack(item))
      }
      default:
        return []
    }
  }
}

function faultChanges({ kind, payload, utcMs, seq }: StoredEntry, faults: Map<string, CountedFault>): readonly StateChange[] {
  const { number, what, to } = payload
  if (typeof number !== 'string' || !parseNumber(number)) return []
  const before = faults.get(number)
  if (kind === OPENED_KIND && !before) {
    faults.set(number, { number, seq, utcMs, state: 'open' })
    return [{ of: 'faults', number, before: undefined, after: 'open' }]
  }
  if (kind !== FAULT_CHANGED_KIND || what !== 'state' || !before || (to !== 'open' && to !== 'closed') || before.state === to) return []
  const { closedUtcMs: _before, ...rest } = before
  faults.set(number, { ...rest, state: to, ...(to === 'closed' ? { closedUtcMs: utcMs } : {}) })
  return [{ of: 'faults', number, before: before.state, after: to }]
}
