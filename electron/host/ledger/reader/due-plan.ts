// Which texts are due, from what a record says of its own times. Pure. A clock that was wrong for a while makes nothing older
// than the entries before it, and what it stamped ahead of now says nothing: so a text goes late at most by as long as its kind
// is kept, and never early because somebody set a clock back.
import type { SeqRange } from '../deletions.ts'
import type { Due, DueAsked, Place } from './due-words.ts'

/** Texts of one deletion: its commit takes some 15 ms, for which a click may have to wait. */
export const MOST_TEXTS = 1000
/** What one deletion may name, as the border of the record has it: draft.ts. */
const MOST_SPAN = 20_000
const MOST_LOOKS = 100_000
const MOST_RANGES = 300
/** Nothing was recorded before there was a console: a clock that lost its battery begins earlier. */
const EARLIEST_UTC_MS = Date.UTC(2020, 0, 1)
/** Stamped so far ahead of now, it was the clock. */
const AHEAD_MS = 86_400_000
/** Of a longer pause between two entries, of a console that stood still, no more counts as recorded time. */
const PAUSE_MS = 600_000

export interface TimedRow {
  readonly seq: number
  readonly utcMs: number
}

/** A time that a right clock can have shown. */
export const isPossible = (utcMs: number, nowUtcMs: number): boolean => utcMs >= EARLIEST_UTC_MS && utcMs <= nowUtcMs + AHEAD_MS

export interface Walked {
  readonly through: Place
  readonly spentMs: number
  /** It ended at an entry that is too young. */
  readonly isEnd: boolean
}

type WalkAsked = Pick<DueAsked, 'after' | 'beforeUtcMs' | 'nowUtcMs' | 'mostMs'>

/** @param rows  after `after`, ascending */
export function walk(rows: readonly TimedRow[], { after, beforeUtcMs, nowUtcMs, mostMs = Number.POSITIVE_INFINITY }: WalkAsked): Walked {
  let through = after
  let spentMs = 0
  for (const { seq, utcMs } of rows) {
    const told = isPossible(utcMs, nowUtcMs) ? Math.max(through.utcMs, utcMs) : through.utcMs
    if (told >= beforeUtcMs) return { through, spentMs, isEnd: true }
    const passed = Math.min(told - through.utcMs, PAUSE_MS)
    if (spentMs + passed > mostMs) return { through, spentMs, isEnd: false }
    spentMs += passed
    through = { seq, utcMs: told }
  }
  return { through, spentMs, isEnd: false }
}

export interface Candidate {
  readonly seq: number
  readonly kind: string
  /** Stays, whatever its age. */
  readonly kept: boolean
}

export interface Chosen {
  readonly kinds: readonly string[]
  readonly ranges: readonly SeqRange[]
  readonly texts: number
  /** The last seq that is dealt with; undefined: all of them. */
  readonly until: number | undefined
}

/**
 * Packs candidates into the fewest ranges that hold nothing which stays.
 *
 * @param candidates  every text of these kinds up to where the walk came, ascending
 */
export function choose(candidates: readonly Candidate[]): Chosen {
  const ranges: [number, number][] = []
  const kinds = new Set<string>()
  let texts = 0
  let span = 0
  let mayJoin = false
  for (const { seq, kind, kept } of candidates) {
    if (kept) {
      mayJoin = false
      continue
    }
    const last = ranges.at(-1)
    const joined = mayJoin && last !== undefined && seq - last[1] < MOST_SPAN
    const spanWith = span + (joined ? seq - last[1] : 1)
    const rangesWith = ranges.length + (joined ? 0 : 1)
    if (texts >= MOST_TEXTS || rangesWith > MOST_RANGES || spanWith > MOST_SPAN || spanWith * rangesWith > MOST_LOOKS) return { kinds: [...kinds].toSorted(), ranges, texts, until: seq - 1 }
    if (joined) last[1] = seq
    else ranges.push([seq, seq])
    kinds.add(kind)
    texts++
    span = spanWith
    mayJoin = true
  }
  return { kinds: [...kinds].toSorted(), ranges, texts, until: undefined }
}

export interface PlanSource {
  /** After `after`, ascending. */
  readonly rows: readonly TimedRow[]
  /** The rows reach to the end of the record. */
  readonly isWhole: boolean
  /** Every text of these kinds after `after`, up to this seq. */
  readonly candidatesTo: (seq: number) => readonly Candidate[]
}

export function planDue({ rows, isWhole, candidatesTo }: PlanSource, asked: DueAsked): Due {
  const walked = walk(rows, asked)
  const { kinds, ranges, texts, until } = choose(candidatesTo(walked.through.seq))
  const reached = until === undefined ? walked : walk(rows.filter(({ seq }) => seq <= until), asked)
  const isLast = until === undefined && (walked.isEnd || (isWhole && walked.through.seq === (rows.at(-1)?.seq ?? asked.after.seq)))
  return { kinds, ranges, texts, through: reached.through, spentMs: reached.spentMs, isLast }
}

/** Nothing is to be deleted now. */
export const nothingDue = (after: Place): Due => ({ kinds: [], ranges: [], texts: 0, through: after, spentMs: 0, isLast: true })
