// The heartbeat's words, their numbers and their rhythm. A sender writes `beat`, or `beat <token>` where the site has one, and
// may put a number behind it. For whoever writes one: resources/docs/heartbeat.md. Pure.

/** A beat is a word, a token and a number: anything longer is something else. */
export const BEAT_BYTES_MAX = 128

export interface Beat {
  readonly number?: number
}

const NUMBER = /^[0-9]{1,15}$/

/** A beat of this site, undefined for anything else; surrounding white space does not matter, since shells add a line end. */
export function readBeat(text: string, token: string | undefined): Beat | undefined {
  const [word, ...rest] = text.trim().split(/[ \t]+/)
  if (word !== 'beat' || (token !== undefined && rest.shift() !== token)) return undefined
  const [number, ...more] = rest
  if (number === undefined) return {}
  return more.length === 0 && NUMBER.test(number) ? { number: Number(number) } : undefined
}

/** Numbers rise. What does not is a copy of the network or a recording, until two that rise in turn say that the sender began anew. */
export interface BeatNumbers {
  readonly last?: number
  /** Not above the last: perhaps the first of a sender that was restarted. */
  readonly lower?: number
}

export type BeatNews = 'new' | 'again' | 'restarted'

/** A beat without a number is always new. */
export function takeNumber(before: BeatNumbers, { number }: Beat): { readonly numbers: BeatNumbers; readonly news: BeatNews } {
  if (number === undefined) return { numbers: before, news: 'new' }
  if (before.last === undefined || number > before.last) return { numbers: { last: number }, news: 'new' }
  if (before.lower !== undefined && number > before.lower && number < before.last) return { numbers: { last: number }, news: 'restarted' }
  return { numbers: { last: before.last, lower: number }, news: 'again' }
}

/** One beat a second enters the loss score, as one probe a second does: those nearer to the last such one are extra. */
const REGULAR_APART_SHARE = 0.9

export interface BeatRhythm {
  /** Time between beats that enter the score. */
  readonly everyMs: number
  /** So long after it was due a beat is missed. */
  readonly graceMs: number
  /** When the last regular beat came or was missed. */
  readonly lastMs: number
  /** When an extra one came after it: who sends a little too soon has missed no turn. */
  readonly extraMs?: number
}

/** @returns the rhythm after a beat at `nowMs`, and whether it is the regular one of its turn */
export function takeBeat(rhythm: BeatRhythm, nowMs: number): { readonly rhythm: BeatRhythm; readonly regular: boolean } {
  const regular = nowMs - rhythm.lastMs >= rhythm.everyMs * REGULAR_APART_SHARE
  const { everyMs, graceMs, lastMs } = rhythm
  return { rhythm: regular ? { everyMs, graceMs, lastMs: nowMs } : { everyMs, graceMs, lastMs, extraMs: nowMs }, regular }
}

const nextDueMs = ({ everyMs, lastMs, extraMs = lastMs }: BeatRhythm): number => Math.max(lastMs, extraMs) + everyMs

/** When the next beat counts as missed. */
export const beatMissedAtMs = (rhythm: BeatRhythm): number => nextDueMs(rhythm) + rhythm.graceMs

/** @returns when the missed beat was due; the next one is awaited from there */
export function missBeat(rhythm: BeatRhythm): { readonly rhythm: BeatRhythm; readonly dueMs: number } {
  const { everyMs, graceMs } = rhythm
  const dueMs = nextDueMs(rhythm)
  return { rhythm: { everyMs, graceMs, lastMs: dueMs }, dueMs }
}
