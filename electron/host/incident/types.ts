// Words of a storing: one cause, everything that was seen of it. Architecture section 7, "Three objects, three words".
import type { Danger, Effect, FaultChange, FaultSymptom, Owner } from '../../contract/faults.ts'
import type { Json } from '../../contract/words.ts'
import type { LastNumbers } from './numbers.ts'

export type OpenedBy = 'person' | 'automatic'

/** Storingen, and those of a drill: what is clicked while one runs counts nowhere else. */
export type FaultSeries = 'S' | 'O'

/** The record from here to there is kept whole: it becomes an entry when its end has passed. */
export interface FreezeWindow {
  readonly fromUtcMs: number
  readonly toUtcMs: number
  /** First entry of it, as far as this run knows. */
  readonly fromSeq: number
}

export interface Fault {
  /** `S-2026-OB-0007`. */
  readonly number: string
  /** The service whose trouble it is; absent: a person says so, and nothing is known to be wrong. */
  readonly service?: string
  readonly openedBy: OpenedBy
  readonly openedUtcMs: number
  /** When its trouble was last seen or said. */
  readonly seenUtcMs: number
  readonly state: 'open' | 'closed'
  readonly closedUtcMs?: number
  readonly begunUtcMs?: number
  readonly symptom?: { readonly code: FaultSymptom; readonly proposed: boolean }
  readonly effect?: Effect
  readonly danger?: Danger
  readonly owner?: Owner
  readonly links: readonly string[]
  readonly freeze?: FreezeWindow
  /** Its opening is in the record, so entries are counted from there. */
  readonly recorded: boolean
  readonly entries: number
  /** Closed long before this run: known for the next one of its cause, and shown no more. */
  readonly past?: true
}

export interface Troubled {
  readonly service: string
  readonly sinceUtcMs: number
  /** Services that stood under the same cause when it was last told. */
  readonly together: readonly string[]
}

/** A click whose storing cannot be told yet, because the record could not be read. */
export interface HeldPress {
  /** Of the boot, and which of it: names the entry that holds the click. */
  readonly press: string
  readonly series: FaultSeries
  readonly utcMs: number
}

export interface FaultState {
  /** False until the record was read: which number is next, and what is open, is not known before. */
  readonly known: boolean
  /** Oldest first. */
  readonly faults: readonly Fault[]
  /** Services in trouble at this moment, in the order it began. */
  readonly troubled: readonly Troubled[]
  readonly held: readonly HeldPress[]
  readonly last: LastNumbers
}

/** What an earlier run left in the record. */
export interface FaultMemory {
  readonly faults: readonly Fault[]
  readonly last: LastNumbers
  readonly held: readonly HeldPress[]
}

/** What was made out of the moment at which a storing was opened. */
export interface FaultDescription {
  readonly begunUtcMs?: number
  readonly symptom?: FaultSymptom
  readonly fromSeq?: number
}

export type FaultEvent =
  | { readonly event: 'restored'; readonly memory: FaultMemory }
  /** A service went down or unstable, not in planned maintenance. */
  | { readonly event: 'trouble-seen'; readonly service: string; /** Services that stand under the same cause, and the cause. */ readonly together?: readonly string[] }
  /** It is neither any more. */
  | { readonly event: 'trouble-over'; readonly service: string }
  /** "Meld storing". */
  | { readonly event: 'reported'; readonly press: string; readonly series: FaultSeries }
  /** What a person knows better. */
  | { readonly event: 'changed'; readonly number: string; readonly change: FaultChange }
  | { readonly event: 'described'; readonly number: string; readonly as: FaultDescription }
  /** Its opening found no room: nobody will ever read of it. */
  | { readonly event: 'opening-lost'; readonly number: string }
  /** A change found no room: what was, is. */
  | { readonly event: 'change-lost'; readonly before: Fault }
  /** This run wrote an opening. */
  | { readonly event: 'opening-recorded'; readonly number: string }
  /** An entry that people see on the timeline is in the record. */
  | { readonly event: 'entry-recorded' }
  /** Entries of an earlier run that were found only now. */
  | { readonly event: 'entries-found'; readonly counts: Readonly<Record<string, number>> }
  /** Everything that happened before this entry is in the record. */
  | { readonly event: 'committed'; readonly seq: number; readonly utcMs: number }

export type FaultRefusal = 'no-such-fault' | 'still-in-trouble' | 'nothing-changes' | 'cause-is-open' | 'begun-too-late' | 'too-many-links'

export type FaultEffect =
  | { readonly effect: 'record-opened'; readonly number: string; readonly service?: string; readonly by: OpenedBy; readonly foundUtcMs: number; /** The one before it of the same cause. */ readonly after?: string; readonly presses?: readonly string[] }
  | { readonly effect: 'record-reported'; readonly number: string }
  /** The click as such: its number follows. */
  | { readonly effect: 'record-pressed'; readonly press: string; readonly series: FaultSeries }
  /** Clicks that had to wait for the record belong to this storing. */
  | { readonly effect: 'record-placed'; readonly number: string; readonly presses: readonly string[] }
  | { readonly effect: 'record-changed'; readonly number: string; readonly what: FaultChange['what'] | 'cause'; readonly from: Json; readonly to: Json; /** Only the console itself says why. */ readonly because?: 'relapse' | 'measured'; readonly before: Fault }
  | { readonly effect: 'record-frozen'; readonly number: string; readonly fromUtcMs: number; readonly toUtcMs: number; readonly fromSeq: number; readonly toSeq: number }
  | { readonly effect: 'refuse'; readonly cause: FaultRefusal }
