// The timeline of the runs before this one: read from the record beside the start, not before it.
import type { Result } from '../../native/kit/result.ts'
import type { Ledger, StoredEntry } from './ledger/port.ts'
import { SHIFT_KINDS } from './timeline-kinds.ts'

/** A shift's worth to look back on; this run's own entries come on top. */
const ENTRIES_LOOKED_AT = 100

export interface EarlierTimeline {
  /** Shows what the record holds, once it has been read. */
  begin(): void
  /** The record can be read again: a host that started without it shows it now. */
  recordIsBack(): void
}

/** @param add  takes entries by their sequence number, so that those of this run among them do not stand twice */
export function createEarlierTimeline(ledger: Pick<Ledger, 'latest'>, add: (entries: readonly StoredEntry[]) => void): EarlierTimeline {
  let unread = false
  const take = (read: Result<readonly StoredEntry[]>): void => {
    unread = !read.ok
    if (read.ok) add(read.value.toReversed())
  }
  const begin = (): void => void ledger.latest(SHIFT_KINDS, ENTRIES_LOOKED_AT).then(take)
  return {
    begin,
    recordIsBack() {
      if (!unread) return
      unread = false
      begin()
    },
  }
}
