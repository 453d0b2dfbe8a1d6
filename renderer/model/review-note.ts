// Notes as they read now: the last correction that stands, beside the line that was written first.
import type { TimelineEntry } from '../../electron/contract/topics.ts'
import type { TimelineLine } from './timeline-model.ts'

/** By the number of the note's own line; of one whose text was deleted there is none. */
export function noteTexts(entries: readonly TimelineEntry[]): ReadonlyMap<number, string> {
  const texts = new Map<number, string>()
  for (const { kind, seq, payload, content } of entries.toSorted((one, other) => one.seq - other.seq)) {
    if (content === undefined) continue
    if (kind === 'note.added') texts.set(seq, content)
    if (kind === 'note.corrected' && typeof payload['of'] === 'number') texts.set(payload['of'], content)
  }
  return texts
}

/** What can be said otherwise: a note that was not taken back. */
export const isStandingNote = ({ kind, retracted }: TimelineLine): boolean => kind === 'note.added' && !retracted
