// What is asked of the record, and answered, when old texts are to be deleted. Plain data: it crosses between threads.
import type { SeqRange } from '../deletions.ts'

/** Up to where a record was dealt with, and what time it was there. `seq` 0: nothing yet. */
export interface Place {
  readonly seq: number
  /** The latest time that the record had told by then: a clock that was set back makes nothing older. */
  readonly utcMs: number
}

export type DueKinds = { readonly only: readonly string[] } | { readonly not: readonly string[] }

/** `windows`: what lies around a storing; `numbered`: what belongs to a storing, melding or actie. */
export type DueKeeps = 'nothing' | 'windows' | 'numbered'

export interface DueAsked {
  readonly after: Place
  readonly kinds: DueKinds
  readonly keeps: DueKeeps
  /** Of entries older than this. */
  readonly beforeUtcMs: number
  readonly nowUtcMs: number
  /** How much recorded time may be dealt with; absent: all, for the clock is known to be right. */
  readonly mostMs?: number
}

export interface Due {
  /** Both empty: nothing is due up to `through`. */
  readonly kinds: readonly string[]
  readonly ranges: readonly SeqRange[]
  readonly texts: number
  readonly through: Place
  /** Recorded time between `after` and `through`. */
  readonly spentMs: number
  /** Beyond `through` nothing is due by now. */
  readonly isLast: boolean
}
