// A line that is a note: what it says now, to be said otherwise. Only the one that still stands.
import type { TimelineLine } from './timeline-model.ts'

/** undefined: no note, or one that was taken back. */
export function noteOf(line: TimelineLine & { readonly note?: string }): string | undefined {
  return line.kind === 'note.added' && !line.retracted ? (line.note ?? '') : undefined
}
