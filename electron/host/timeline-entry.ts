// An entry of the record as people are shown it.
import type { Topics, TimelineEntry } from '../contract/topics.ts'
import { OPENED_KIND, PRESSED_KIND } from './incident/fault-memory.ts'
import { decodeDeletion, isRangeDeletion, isWithin } from './ledger/deletions.ts'
import type { StoredEntry } from './ledger/port.ts'

/** The picture of a storing is the record's: fifty kilobytes a page would never show, and identities that are not for every screen. */
export function toTimeline({ seq, utcMs, kind, actor, payload, content, deletedUtcMs }: StoredEntry): TimelineEntry {
  const entry = { seq, utcMs, kind, role: actor.role }
  if (kind === OPENED_KIND || kind === PRESSED_KIND) {
    const { picture: _picture, ...said } = payload
    return { ...entry, payload: said }
  }
  return { ...entry, payload, ...(content === undefined ? {} : { content }), ...(deletedUtcMs === undefined ? {} : { deletedUtcMs }) }
}

/** What is on screen forgets a text in the moment the record has; told is what changes. */
export function withoutTexts(shown: Topics['timeline'], deletion: StoredEntry): Topics['timeline'] {
  const of = decodeDeletion(deletion.payload, deletion.seq)
  if (of === undefined || of === 'malformed') return {}
  return Object.fromEntries(Object.entries(shown).flatMap(([key, entry]) => {
    const isNamed = isRangeDeletion(of) ? isWithin(of, entry.seq, entry.kind) : of === entry.seq
    if (!isNamed || entry.content === undefined) return []
    const { content: _deleted, ...bare } = entry
    return [[key, { ...bare, deletedUtcMs: deletion.utcMs }]]
  }))
}

/** Deletion by age says nothing of a shift. */
export const isDeletedByAge = ({ kind, payload }: StoredEntry): boolean => kind === 'content.deleted' && payload['why'] === 'retention'
