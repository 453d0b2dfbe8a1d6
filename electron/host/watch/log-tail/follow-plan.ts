// Where to go on reading a log file, from what is seen of it now and what was known. Pure.
// A log is rotated by renaming and creating, by copying and truncating, or by deleting; over a network share the file
// number may change by itself, so that alone proves no other file.

/** What one look shows of the file. */
export interface FileSight {
  /** Number of the file on its disk; a share may give another each time. */
  readonly number: string
  readonly bornMs: number
  readonly bytes: number
  /** The first bytes, at most HEAD_BYTES. */
  readonly head: Uint8Array
}

export interface FilePlace {
  readonly number: string
  readonly bornMs: number
  readonly head: Uint8Array
  /** Read up to here. */
  readonly offset: number
}

/** Log lines begin with a moment: this much of the first two tells one file from the next. */
export const HEAD_BYTES = 128

/** Of more than this that grew between two looks only the last part is read: health is what the log says now. */
export const READ_BYTES_MAX = 1_048_576

export interface FollowStep {
  /** `anew`: another file, or the same one begun anew. */
  readonly step: 'read' | 'anew'
  readonly from: number
  readonly to: number
  readonly skipped: number
}

/** @param place  undefined: the file came after we began to look, so all of it is news */
export function planStep(place: FilePlace | undefined, sight: FileSight): FollowStep {
  const goesOn = place !== undefined && isSameFile(place, sight)
  const from = goesOn ? place.offset : 0
  const step = goesOn ? 'read' : 'anew'
  if (sight.bytes - from <= READ_BYTES_MAX) return { step, from, to: sight.bytes, skipped: 0 }
  // On an even place, where a two-byte letter begins.
  const tail = sight.bytes - READ_BYTES_MAX
  const start = tail + (tail % 2)
  return { step, from: start, to: sight.bytes, skipped: start - from }
}

export const placeAt = ({ number, bornMs, head }: FileSight, offset: number): FilePlace => ({ number, bornMs, head, offset })

function isSameFile(place: FilePlace, sight: FileSight): boolean {
  if (sight.bytes < place.offset || !beginsWith(sight.head, place.head)) return false
  return place.number === sight.number || place.bornMs === sight.bornMs
}

function beginsWith(head: Uint8Array, known: Uint8Array): boolean {
  return head.length >= known.length && known.every((byte, at) => head[at] === byte)
}
