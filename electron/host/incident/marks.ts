// Which entry stood at the head of the record when: the first one of a window is found without asking the disk. Pure.
const MARK_EVERY_MS = 30_000
/** The ten minutes before a finding, and some. */
const KEPT_MS = 15 * 60_000

export interface Mark {
  readonly seq: number
  readonly utcMs: number
}

export function addMark(marks: readonly Mark[], { seq, utcMs }: Mark): readonly Mark[] {
  const last = marks.at(-1)
  // The record was set aside and counts anew, or the clock was set back: what was noted fits nothing any more.
  if (last && (seq <= last.seq || utcMs < last.utcMs)) return [{ seq, utcMs }]
  if (last && utcMs - last.utcMs < MARK_EVERY_MS) return marks
  return [...marks.filter((mark) => utcMs - mark.utcMs <= KEPT_MS), { seq, utcMs }]
}

/** An entry at or before the first of a window; of a window that begins before anything is known of, the first that is. */
export const seqAt = (marks: readonly Mark[], utcMs: number): number | undefined => (marks.findLast((mark) => mark.utcMs <= utcMs) ?? marks[0])?.seq
