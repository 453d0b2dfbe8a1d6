// Says of entries whose text is gone when it was deleted, by the record's own words.
import type { DatabaseSync } from 'node:sqlite'
import { decodeDeletion, isRangeDeletion, isWithin } from '../deletions.ts'
import { CONTENT_DELETED_KIND } from '../entry.ts'
import type { StoredEntry } from '../port.ts'
import { objectOf, PACKED_KINDS } from './rows.ts'

/** A year of deletions by age and by hand: further on, an entry says that its text is gone and not since when. */
const MOST_DELETIONS = 20_000

export function withDeletions(record: DatabaseSync, entries: readonly StoredEntry[]): readonly StoredEntry[] {
  const gone = entries.filter(({ kind, payload, content }) => 'content' in payload && content === undefined && !PACKED_KINDS.includes(kind))
  if (gone.length === 0) return entries
  const when = new Map<number, number>()
  const deletions = record.prepare('SELECT seq, utc_ms AS utcMs, payload FROM entries WHERE kind = ? AND seq > ? ORDER BY seq LIMIT ?')
  for (const { seq, utcMs, payload } of deletions.iterate(CONTENT_DELETED_KIND, Math.min(...gone.map((entry) => entry.seq)), MOST_DELETIONS)) {
    const deletion = decodeDeletion(objectOf(payload) ?? {}, Number(seq))
    if (deletion === undefined || deletion === 'malformed') continue
    for (const entry of gone) {
      if (when.has(entry.seq) || !(isRangeDeletion(deletion) ? isWithin(deletion, entry.seq, entry.kind) : deletion === entry.seq)) continue
      when.set(entry.seq, Number(utcMs))
    }
    if (when.size === gone.length) break
  }
  return entries.map((entry) => {
    const deletedUtcMs = when.get(entry.seq)
    return deletedUtcMs === undefined ? entry : { ...entry, deletedUtcMs }
  })
}
