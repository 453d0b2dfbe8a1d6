// An entry of the record as people are shown it.
import type { TimelineEntry } from '../contract/topics.ts'
import { OPENED_KIND, PRESSED_KIND } from './incident/fault-memory.ts'
import type { StoredEntry } from './ledger/port.ts'

/** The picture of a storing is the record's: fifty kilobytes a page would never show, and identities that are not for every screen. */
export function toTimeline({ seq, utcMs, kind, actor, payload, content }: StoredEntry): TimelineEntry {
  const entry = { seq, utcMs, kind, role: actor.role }
  if (kind === OPENED_KIND || kind === PRESSED_KIND) {
    const { picture: _picture, ...said } = payload
    return { ...entry, payload: said }
  }
  return { ...entry, payload, ...(content === undefined ? {} : { content }) }
}
