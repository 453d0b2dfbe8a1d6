// What the host and its log reader say to each other. The reader is our own program: its words are trusted.
import type { LogVerdict, LogWords } from './log-words.ts'

export type ToReader =
  | ({ readonly ask: 'follow'; readonly log: number; readonly path: string } & LogWords)
  /** Not again before it was answered. */
  | { readonly ask: 'look'; readonly log: number }
  | { readonly ask: 'leave'; readonly log: number }

/** What one look at a log showed. */
export type LogLook =
  | {
    readonly found: 'file'
    /** Complete lines since the look before. */
    readonly lines: number
    /** Bytes passed over because more had grown than one look reads. */
    readonly skipped: number
    /** What the last line that says anything of health says. */
    readonly telling?: LogVerdict
  }
  | { readonly found: 'nothing'; readonly cause: 'missing' | 'denied' | 'failed'; readonly detail: string }

export type FromReader = { readonly tell: 'looked'; readonly log: number; readonly look: LogLook }
