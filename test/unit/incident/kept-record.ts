// A record in memory that outlives the runs on it, with meldingen and acties kept on it as the host keeps them.
import { createActions, type Actions } from '../../../electron/host/incident/actions.ts'
import { createReports, type Reports } from '../../../electron/host/incident/reports.ts'
import { REGISTER_BOUNDS } from '../../../electron/host/incident/register.ts'
import type { StoredEntry } from '../../../electron/host/ledger/port.ts'
import type { ActionView, ReportView } from '../../../electron/contract/faults.ts'
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts'

export interface KeptRecord {
  readonly clock: ManualClock
  readonly entries: StoredEntry[]
  readable: boolean
  /** How long it takes to answer. */
  busyMs: number
  /** What recording answers instead of taking the entry. */
  refuses: 'STORE_FULL' | 'STORE_SPOOL_FULL' | undefined
}

export interface KeptRun {
  readonly reports: Reports
  readonly actions: Actions
  readonly shownReports: () => readonly ReportView[]
  readonly shownActions: () => readonly ActionView[]
  /** What another part writes. */
  add(kind: string, payload?: object, content?: string): StoredEntry
  /** A unit's report by a key, as people.ts writes it. */
  tell(symptom?: string): Promise<StoredEntry>
  recordIsBack(): Promise<void>
}

export const keptRecord = (): KeptRecord => ({ clock: createManualClock(), entries: [], readable: true, busyMs: 0, refuses: undefined })

export async function runOn(on: KeptRecord, { bounds = REGISTER_BOUNDS, drill = () => false }: { readonly bounds?: typeof REGISTER_BOUNDS; readonly drill?: () => boolean } = {}): Promise<KeptRun> {
  const shown: { reports: readonly ReportView[]; actions: readonly ActionView[] } = { reports: [], actions: [] }
  const add: KeptRun['add'] = (kind, payload = {}, content) => {
    const json = JSON.parse(JSON.stringify(payload)) as StoredEntry['payload']
    const entry: StoredEntry = { seq: on.entries.length + 1, utcMs: on.clock.utcMs(), kind, actor: { role: 'dispatcher', position: 'DEMO-07' }, payload: json, ...(content === undefined ? {} : { content }) }
    on.entries.push(entry)
    reports.committed([entry])
    actions.committed([entry])
    return entry
  }
  const recorder = {
    person: async (kind: string, payload: object, options: { readonly content?: string } = {}): Promise<Result<{ readonly seq: number }>> =>
      on.refuses === undefined ? ok({ seq: add(kind, payload, options.content).seq }) : fail(failure(on.refuses, 'test')),
    note: (kind: string, payload: object) => void add(kind, payload),
  }
  const ledger = {
    latest: async (kinds: readonly string[], limit: number): Promise<Result<readonly StoredEntry[]>> => {
      if (on.busyMs > 0) await new Promise<void>((resolve) => void on.clock.after(on.busyMs, resolve))
      return on.readable ? ok(on.entries.filter((entry) => kinds.includes(entry.kind)).toReversed().slice(0, limit)) : fail(failure('STORE_UNREADABLE', 'test'))
    },
  }
  const deps = { clock: on.clock, ledger, recorder, room: 'OB', isDrill: drill, bounds }
  const reports: Reports = createReports({
    ...deps,
    standingFault: () => undefined,
    retractTold: async (seq, reason) => ok({ seq: add('people.retracted', { report: seq }, reason).seq }),
    onChange: (views) => void (shown.reports = views),
  })
  const actions: Actions = createActions({ ...deps, onChange: (views) => void (shown.actions = views) })
  await on.clock.advanceAsync(0)
  return {
    reports,
    actions,
    shownReports: () => shown.reports,
    shownActions: () => shown.actions,
    add,
    tell: async (symptom = 'speech-drops') => add('people.told', { from: 'unit', symptom, report: 'boot/1', ...(await reports.ofTold()) }, '21-4131\nHeikant'),
    async recordIsBack() {
      reports.recordIsBack()
      actions.recordIsBack()
      await on.clock.advanceAsync(0)
    },
  }
}
