// The heartbeat's words and its rhythm. A sender writes `beat`, or `beat <token>` where the site has one. Pure.

/** A beat is a word and a token: anything longer is something else. */
export const BEAT_BYTES_MAX = 128

/** True for exactly the beat this site expects; surrounding white space does not matter, since shells add a line end. */
export function isBeat(text: string, token: string | undefined): boolean {
  const words = text.trim().split(/[ \t]+/)
  return token === undefined ? words.length === 1 && words[0] === 'beat' : words.length === 2 && words[0] === 'beat' && words[1] === token
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
}

/** @returns the rhythm after a beat at `nowMs`, and whether it is the regular one of its turn */
export function takeBeat(rhythm: BeatRhythm, nowMs: number): { readonly rhythm: BeatRhythm; readonly regular: boolean } {
  const regular = nowMs - rhythm.lastMs >= rhythm.everyMs * REGULAR_APART_SHARE
  return { rhythm: regular ? { ...rhythm, lastMs: nowMs } : rhythm, regular }
}

/** When the next regular beat counts as missed. */
export const beatMissedAtMs = (rhythm: BeatRhythm): number => rhythm.lastMs + rhythm.everyMs + rhythm.graceMs

/** @returns when the missed beat was due; the next one is awaited from there */
export function missBeat(rhythm: BeatRhythm): { readonly rhythm: BeatRhythm; readonly dueMs: number } {
  const dueMs = rhythm.lastMs + rhythm.everyMs
  return { rhythm: { ...rhythm, lastMs: dueMs }, dueMs }
}
