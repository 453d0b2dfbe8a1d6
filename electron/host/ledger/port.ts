// What the rest of the host knows of the record. Radio comes before paper: nobody on the PTT path awaits these.
import type { Failure } from '../../../native/kit/errors.ts'
import type { Result } from '../../../native/kit/result.ts'
import type { JsonObject, Role } from '../../contract/words.ts'
import type { Verdict } from './verdict.ts'

export type { ClockQuality } from './entry.ts'

export interface EntryActor {
  readonly role: Role
  /** Position id of the site file; `host` for what the console does by itself. */
  readonly position: string
}

export interface EntryDraft {
  /** Dotted and past tense: `switch.confirmed`, `service.changed`. `content.deleted` with `{seq, …}` deletes that text. */
  readonly kind: string
  readonly actor: EntryActor
  /** Whole numbers only; the name `content` is taken by the hash of the text beside the chain. */
  readonly payload: JsonObject
  /** Text that may have to be deleted later: kept beside the chain, which holds only its salted hash. */
  readonly content?: string
}

export interface LedgerHead {
  /** Highest committed sequence number, 0 when empty. */
  readonly seq: number
  /** Highest sequence number under a signed checkpoint. */
  readonly anchoredSeq: number
  /** Short enough to read over the phone; `''` while there is no checkpoint. */
  readonly headCode: string
}

export interface StoredEntry {
  readonly seq: number
  readonly utcMs: number
  readonly kind: string
  readonly actor: EntryActor
  readonly payload: JsonObject
  readonly content?: string
  /** Its text was deleted then; said only to who looks back. */
  readonly deletedUtcMs?: number
}

export interface KeyChanged {
  /** Of the entry that says so. */
  readonly seq: number
  /** SHA-256 of the new public key, lower-case hex. */
  readonly key: string
  /** Of the first checkpoint the new key signed. */
  readonly headCode: string
}

/** The system's own store for secrets, where the console's shell offers one. */
export interface KeyVault {
  /** Bounded by whoever offers it. @returns STORE_KEY_LOCKED when the store refuses or does not answer */
  ask(say: 'seal' | 'open', bytes: Uint8Array): Promise<Result<Uint8Array>>
}

/** Events before the first listener are kept for it (at most 100), so a damaged ledger found at start is never missed. */
export type LedgerEvent =
  | { readonly event: 'committed'; readonly entries: readonly StoredEntry[]; readonly head: LedgerHead }
  | { readonly event: 'anchored'; readonly head: LedgerHead }
  /** Once per outage: entries wait in memory from here to `recovered`. */
  | { readonly event: 'failed'; readonly error: Failure; readonly waiting: number }
  /** Each second of an outage: what it is by now, and how many wait. STORE_SPOOL_FULL, at once, from the first that is lost. */
  | { readonly event: 'failing'; readonly error: Failure; readonly waiting: number }
  /** The record was closed while the disk refused: so many entries exist nowhere. */
  | { readonly event: 'lost'; readonly entries: number }
  /** STORE_UNSIGNED: entries are written and not signed, until the next `anchored`. Once per outage. */
  | { readonly event: 'unsigned'; readonly error: Failure }
  /** STORE_SECOND_FILE: the second checkpoint file cannot be written or does not answer; without `error`: it can again. */
  | { readonly event: 'second-file'; readonly error?: Failure }
  | { readonly event: 'recovered'; readonly written: number }
  /**
   * The old record is kept in `setAside` (folder name, `''` when nothing was left), a new one is open. STORE_DAMAGED, or
   * STORE_KEY_LOST: it is whole, and the key that signed it is gone.
   */
  | { readonly event: 'damaged'; readonly error: Failure; readonly setAside: string }
  /** The record goes on, but somebody should look: key file open to others. */
  | { readonly event: 'warning'; readonly error: Failure }
  /** A sample that can never be stored (CALL_INVALID) or found no room (STORE_SPOOL_FULL). */
  | { readonly event: 'refused'; readonly kind: string; readonly error: Failure }
  /** The whole record up to here was checked in the background and is sound. */
  | { readonly event: 'checked'; readonly seq: number }

export interface Ledger {
  /**
   * Class A: resolves after the commit that holds the entry, and in any case within a second.
   *
   * @returns STORE_FULL, STORE_READONLY, STORE_BUSY, STORE_UNREADABLE, SITE_ALREADY_RUNNING: not durable yet, kept in
   *   memory and tried again each second; STORE_SPOOL_FULL: not kept (over 10 000 waiting); CALL_INVALID: a payload the
   *   record cannot hold; CALL_REFUSED: after `close`
   */
  record(draft: EntryDraft): Promise<Result<{ readonly seq: number }>>
  /** Class B: batched each second or with the next class A entry, no acknowledgement. */
  sample(draft: EntryDraft): void
  /** Newest entries of these kinds, newest first. Answers within 2 s. */
  latest(kinds: readonly string[], limit: number): Promise<Result<readonly StoredEntry[]>>
  /**
   * Gives this workstation a new signing key; old and new key sign the entry that says so. Answers within 4 s.
   *
   * @returns STORE_BUSY when it takes longer (it may still happen: the record then says so), STORE_UNREADABLE while the
   *   record is not open, else why a step failed; the old key then goes on
   */
  rotateKey(actor: EntryActor): Promise<Result<KeyChanged>>
  readonly head: LedgerHead
  onEvent(listener: (event: LedgerEvent) => void): () => void
  /** Writes what waits, signs a last checkpoint, ends the thread; bounded by 3 s. */
  close(): Promise<void>
}

export interface Copied {
  readonly folder: string
  readonly entries: number
  readonly lastSeq: number
  /** 80 bits. */
  readonly headCode: string
  /** Of the copy. A record that was altered is copied as it is, and this says so. */
  readonly verdict: Verdict
  readonly code: number
  readonly text: string
  readonly ms: number
}

export interface CopyAsked {
  readonly from: string
  /** Must not exist; the folder above it is made. */
  readonly to: string
  readonly roomLeftBytes?: number
}

/** @returns CALL_REFUSED, STORE_FULL, STORE_READONLY, STORE_UNREADABLE, STORE_DAMAGED; STORE_BUSY after an hour */
export type CopyRecord = (asked: CopyAsked) => Promise<Result<Copied>>

export interface CheckAsked {
  readonly folder: string
  /** The second checkpoint file: from outside the folder, so it vouches for more than the folder itself can. */
  readonly secondFile?: string
}

/** What `verify` says of the record, looked at while it is written. */
export interface Checked {
  readonly code: number
  readonly verdict: Verdict
  readonly text: string
  readonly lastSeq: number
  readonly anchoredSeq: number
  /** Of entry `lastSeq`, 40 bits. */
  readonly headCode: string
  readonly outsideAnchor?: string
}

/** @returns STORE_BUSY when it takes longer than a page waits */
export type CheckRecord = (asked: CheckAsked) => Promise<Result<Checked>>
