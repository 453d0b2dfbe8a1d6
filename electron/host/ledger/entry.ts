// One entry of the chain and how it is hashed. Source: resources/docs/ledger-format.md; change both or neither.
import { createHash, hash } from 'node:crypto'
import type { Role } from '../../contract/words.ts'
import type { Deletion } from './deletions.ts'

/** A ledger begun in format 1 stays of format 1 and is read by the same rules. */
export const FORMAT_VERSION = 2
export const HASH_BYTES = 32
export const SALT_BYTES = 16
export const FIRST_PREVIOUS: Uint8Array = new Uint8Array(HASH_BYTES)

/** The first entry of every ledger: identity, key, and the ledger that was set aside before it. */
export const GENESIS_KIND = 'ledger.opened-first'
/** First entry of each later start: how many entries the last run left without a checkpoint. */
export const RESUMED_KIND = 'ledger.resumed'
/** In the commit that brought the tables to another schema. */
export const MIGRATED_KIND = 'ledger.migrated'
/** Deletes the text beside the entries its payload names, by `seq` or by `kinds` and `ranges`; the chain stays as it is. */
export const CONTENT_DELETED_KIND = 'content.deleted'
/** A deletion that waited until another ledger was open, of which it would have named entries that do not exist yet. */
export const CONTENT_NOT_DELETED_KIND = 'content.not-deleted'
/** From here on another key signs; both signed this. */
export const KEY_ROTATED_KIND = 'key.rotated'
/** From here on the system keeps the private key, and no file can be read for it. */
export const KEY_SEALED_KIND = 'key.sealed'
/** After an outage: what it was, how many entries were written late and how many were lost. */
export const OUTAGE_ENDED_KIND = 'ledger.outage-ended'

/** How far the UTC of an entry can be trusted. `stepped`: it jumped against the monotonic clock since the entry before. */
export type ClockQuality = 'unknown' | 'synchronised' | 'stepped'

/** When something happened, read once, where it happened. */
export interface Stamp {
  readonly monoUs: number
  readonly utcMs: number
  readonly clock: ClockQuality
}

export interface EntryHeader extends Stamp {
  readonly ledger: string
  readonly seq: number
  readonly boot: string
  readonly role: Role
  readonly position: string
  readonly kind: string
}

/** A draft after its border check: canonical payload, salted text, stamped. What waits in the spool and crosses to the writer. */
export interface PreparedEntry extends Stamp {
  readonly role: Role
  readonly position: string
  readonly kind: string
  /** Canonical JSON, with the hash of the text as `content` when there is one. */
  readonly payload: string
  readonly content?: { readonly salt: Uint8Array; readonly text: string }
  /** What texts this entry deletes. */
  readonly deletes?: Deletion
}

/** Canonical JSON of the header: an array of strings and whole numbers, for which JSON.stringify is RFC 8785. */
export function encodeHeader(header: Readonly<Record<keyof EntryHeader, unknown>>): string {
  const { ledger, seq, boot, monoUs, utcMs, clock, role, position, kind } = header
  return JSON.stringify([ledger, seq, boot, monoUs, utcMs, clock, role, position, kind])
}

/** SHA-256(0x00 ‖ previous hash ‖ header ‖ 0x0A ‖ payload). The leading zero is RFC 9162's leaf prefix. */
export function entryHash(previous: Uint8Array, header: string, payload: Uint8Array): Uint8Array {
  return createHash('sha256')
    .update(LEAF)
    .update(previous)
    .update(header, 'utf8')
    .update(LINE_FEED)
    .update(payload)
    .digest()
}

/** Lower-case hex SHA-256(salt ‖ UTF-8 text): what the chain keeps of a text that may be deleted. */
export function contentHash(salt: Uint8Array, text: Uint8Array): string {
  return hash('sha256', Buffer.concat([salt, text]), 'hex')
}

const LEAF = Uint8Array.of(0x00)
const LINE_FEED = Uint8Array.of(0x0a)
