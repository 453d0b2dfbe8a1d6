// Words of a storing: one cause, everything that was seen of it. Architecture section 7, "Three objects, three words".
import type { LastNumbers } from './numbers.ts'

export type OpenedBy = 'person' | 'automatic'

export interface Fault {
  /** `S-2026-OB-0007`. */
  readonly number: string
  /** The service whose trouble it is; absent: a person says so, and nothing is known to be wrong. */
  readonly service?: string
  readonly openedBy: OpenedBy
  readonly openedUtcMs: number
  /** When its trouble was last seen or said. */
  readonly seenUtcMs: number
  /** Its opening is in the record, so entries are counted from there. */
  readonly recorded: boolean
  readonly entries: number
}

export interface FaultState {
  /** False until the record was read: which number is next, and what is open, is not known before. */
  readonly known: boolean
  /** Open ones, oldest first. */
  readonly open: readonly Fault[]
  /** Services in trouble at this moment, in the order it began. */
  readonly troubled: readonly string[]
  readonly last: LastNumbers
}

/** What an earlier run left in the record. */
export interface FaultMemory {
  readonly open: readonly Fault[]
  readonly last: FaultState['last']
}

export type FaultEvent =
  | { readonly event: 'restored'; readonly memory: FaultMemory }
  /** A service went down or unstable, not in planned maintenance. */
  | { readonly event: 'trouble-seen'; readonly service: string; /** Services that stand under the same cause, and the cause. */ readonly together?: readonly string[] }
  /** It is neither any more. */
  | { readonly event: 'trouble-over'; readonly service: string }
  /** "Meld storing". */
  | { readonly event: 'reported' }
  /** This run wrote an opening. */
  | { readonly event: 'opening-recorded'; readonly number: string }
  /** An entry that people see on the timeline is in the record. */
  | { readonly event: 'entry-recorded' }
  /** Entries of an earlier run that were found only now. */
  | { readonly event: 'entries-found'; readonly counts: Readonly<Record<string, number>> }

export type FaultEffect =
  | { readonly effect: 'record-opened'; readonly number: string; readonly service?: string; readonly by: OpenedBy }
  | { readonly effect: 'record-reported'; readonly number: string }
