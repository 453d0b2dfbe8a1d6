// What the host's thread and the writer's thread say to each other. Plain data: it crosses by structured clone.
import type { Failure } from '../../../native/kit/errors.ts'
import type { Result } from '../../../native/kit/result.ts'
import type { JsonObject } from '../../contract/words.ts'
import type { PreparedEntry, Stamp } from './entry.ts'
import type { LedgerHead, StoredEntry } from './port.ts'

export interface OpenRequest {
  readonly folder: string
  readonly keyFolder: string
  readonly checkpointCopy: string | undefined
  readonly boot: string
  /** For the ledger's own entries and its checkpoint: the writer reads no clock. */
  readonly stamp: Stamp
  /** Taken when a new ledger has to be begun: the writer draws no chance. */
  readonly newLedgerId: string
  /** For the payload of the ledger's own entries, beside what they say. */
  readonly marks?: JsonObject
  /** Last entry of this run that the host knows to be durable; what came after it is looked up. */
  readonly acknowledged: { readonly ledger: string; readonly seq: number } | undefined
}

export type ToWriter =
  | { readonly type: 'open'; readonly request: OpenRequest }
  /** One commit. Never sent before the one before it is answered. */
  | { readonly type: 'write'; readonly entries: readonly PreparedEntry[] }
  | { readonly type: 'anchor'; readonly utcMs: number }
  | { readonly type: 'latest'; readonly id: number; readonly kinds: readonly string[]; readonly limit: number }
  | { readonly type: 'close'; readonly utcMs: number }

export type FromWriter =
  | {
      readonly type: 'opened'
      readonly ledger: string
      readonly head: LedgerHead
      /** The ledger's own entries about this opening. */
      readonly own: readonly StoredEntry[]
      /** Entries of the unanswered batch that were durable after all. */
      readonly already: { readonly firstSeq: number; readonly count: number }
    }
  | { readonly type: 'not-opened'; readonly error: Failure }
  | { readonly type: 'written'; readonly firstSeq: number; readonly head: LedgerHead }
  /** `closed`: open again before the next write. */
  | { readonly type: 'not-written'; readonly error: Failure; readonly closed: boolean }
  | { readonly type: 'anchored'; readonly head: LedgerHead }
  | { readonly type: 'not-anchored'; readonly error: Failure }
  /** Damage was found while open: the store is closed and may be opened again at once. */
  | { readonly type: 'store-lost' }
  | { readonly type: 'damaged'; readonly error: Failure; readonly setAside: string }
  | { readonly type: 'warning'; readonly error: Failure }
  | { readonly type: 'checked'; readonly seq: number }
  | { readonly type: 'answer'; readonly id: number; readonly result: Result<readonly StoredEntry[]> }
  | { readonly type: 'closed' }
