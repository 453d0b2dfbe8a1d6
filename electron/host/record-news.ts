// What the record tells its readers: what was committed, that it can be read again, that another one has begun.
import type { EarlierTimeline } from './earlier-timeline.ts'
import type { Emergencies } from './emergencies.ts'
import { GENESIS_KIND } from './ledger/entry.ts'
import type { LedgerEvent, StoredEntry } from './ledger/port.ts'
import type { Parts } from './parts.ts'
import type { Presenter } from './presenter.ts'
import { saveWatch } from './watch-record.ts'

interface Told {
  readonly emergencies: Emergencies
  readonly presenter: Presenter
  readonly earlierTimeline: EarlierTimeline
  /** At a start nothing stands yet that another record must be given. */
  readonly isRunning: boolean
}

export function tellOfRecord(parts: Parts, told: Told, event: LedgerEvent): void {
  parts.deps.reader?.ledgerEvent(event)
  parts.moments.ledgerEvent(event)
  if (event.event === 'committed') committed(parts, told, event.entries)
  if (event.event === 'recovered') recordIsBack(parts, told)
}

function committed(parts: Parts, { emergencies, presenter, isRunning }: Told, entries: readonly StoredEntry[]): void {
  for (const part of [parts.incidents, parts.reports, parts.actions, parts.alarmLog]) part.committed(entries)
  const hasBegun = entries.some(({ kind }) => kind === GENESIS_KIND)
  if (hasBegun) presenter.emptyTimeline()
  presenter.addToTimeline(entries)
  if (!hasBegun || !isRunning) return
  // The record was set aside while we worked: what stands must outlive this run in the new one.
  emergencies.recordBegan()
  parts.rollCall.recordBegan()
  saveWatch(parts)
}

function recordIsBack(parts: Parts, { emergencies, earlierTimeline }: Told): void {
  for (const part of [emergencies, parts.incidents, parts.reports, parts.actions, parts.alarmLog, earlierTimeline]) part.recordIsBack()
  void parts.spoken.restore()
  void parts.channelHistory.restore()
}
