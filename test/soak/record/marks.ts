// What the recorder writes, so that whoever reads the record after a crash knows every byte that must stand there.

export const NOTED_KIND = 'soak.noted'
export const SAMPLED_KIND = 'soak.sampled'

/** One start of the recorder: `run` names it, and no two have the same. */
export interface RecorderPlan {
  readonly folder: string
  readonly keyFolder: string
  readonly copy: string
  readonly run: string
  /** Notes on their way at a time. */
  readonly lanes: number
  /** Between the answer to a note and the next one of its lane. */
  readonly pauseMs: number
  readonly samplesPerSecond: number
  /** Closes cleanly after so many notes. */
  readonly notes?: number
  /** Closes cleanly so long after it opened. */
  readonly closeAfterMs?: number
  /** Ends without a close when its notes are written: a crash that needs no killer. */
  readonly crash?: boolean
  /** Deletes no text, so that the log is left to grow until SQLite empties it by itself. */
  readonly keepTexts?: boolean
  /** Damages the last checkpoint before it opens the record. */
  readonly spoil?: boolean
}

/** A line of the recorder: what it was told, and so may be held to. */
export type Said =
  | { readonly said: 'starting' | 'spoiling' | 'opened' | 'closing' | 'closed' }
  | { readonly said: 'refused'; readonly code: string; readonly detail: string }
  | { readonly said: 'damaged'; readonly detail: string; readonly folder: string }
  /** Everything up to `seq` is durable, samples too. */
  | { readonly said: 'committed'; readonly seq: number }
  /** Everything up to `seq` is signed. */
  | { readonly said: 'anchored'; readonly seq: number }
  | Acknowledged

export interface Acknowledged {
  readonly said: 'acknowledged'
  readonly seq: number
  readonly mark: string
  /** The entry whose text this one deleted. */
  readonly forgets?: number
}

const PAD_LONGEST = 400

export const markOf = (run: string, n: number): string => `${run}-${n}`

/** Different lengths, so that entries end anywhere in a page. */
export const padOf = (n: number): string => 'x'.repeat((n * 37) % PAD_LONGEST)

/** Every third note has a text, of up to some pages. */
export const textOf = (run: string, n: number): string | undefined => (n % 3 === 0 ? `tekst ${markOf(run, n)} ${'é'.repeat((n * 613) % 2500)}` : undefined)

/** Every ninth deletes the text of the note three before it. */
export const forgetsOf = (n: number): number | undefined => (n % 9 === 6 ? n - 3 : undefined)

export function numberOf(mark: string): { readonly run: string; readonly n: number } {
  const at = mark.lastIndexOf('-')
  return { run: mark.slice(0, at), n: Number(mark.slice(at + 1)) }
}

export const encodeSaid = (said: Said): string => JSON.stringify(said)

export const decodeSaid = (line: string): Said => JSON.parse(line) as Said
