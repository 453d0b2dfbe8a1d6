// What the host's thread and the writer's thread say to each other. Plain data: it crosses by structured clone.
import type { Failure } from '../../../native/kit/errors.ts'
import type { Result } from '../../../native/kit/result.ts'
import type { JsonObject } from '../../contract/words.ts'
import type { PreparedEntry, Stamp } from './entry.ts'
import type { EntryActor, KeyChanged, LedgerHead, StoredEntry } from './port.ts'

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
  /** The system offers to keep the signing key: it may be asked by `vault`. */
  readonly hasVault?: boolean
}

/** What the system's store is asked: to make bytes unreadable for others, or readable again. */
export type VaultSay = 'seal' | 'open'

export type ToWriter =
  | { readonly type: 'open'; readonly request: OpenRequest }
  /** One commit. Never sent before the one before it is answered. */
  | { readonly type: 'write'; readonly entries: readonly PreparedEntry[] }
  | { readonly type: 'anchor'; readonly utcMs: number }
  | { readonly type: 'latest'; readonly id: number; readonly kinds: readonly string[]; readonly limit: number }
  | { readonly type: 'rotate-key'; readonly id: number; readonly actor: EntryActor; readonly stamp: Stamp; readonly marks: JsonObject }
  /** Comes for every `vault`, at the latest after its bound. */
  | { readonly type: 'vault-answer'; readonly id: number; readonly result: Result<Uint8Array>; readonly stamp: Stamp }
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
  /** Without `error`: it can be written again. */
  | { readonly type: 'second-file'; readonly error?: Failure }
  | { readonly type: 'checked'; readonly seq: number }
  | { readonly type: 'answer'; readonly id: number; readonly result: Result<readonly StoredEntry[]> }
  /** An entry the writer made while open, after those it was given before. */
  | { readonly type: 'own'; readonly entry: StoredEntry; readonly head: LedgerHead }
  | { readonly type: 'rotated'; readonly id: number; readonly result: Result<KeyChanged> }
  | { readonly type: 'vault'; readonly id: number; readonly say: VaultSay; readonly bytes: Uint8Array }
  | { readonly type: 'closed' }
