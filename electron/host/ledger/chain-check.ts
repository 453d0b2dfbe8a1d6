// Walks the chain entry by entry and says what does not fit. Pure; the same for the start, the background and the verifier.
import { decodeDeletion, DeletedTexts, isRangeDeletion, isWithin } from './deletions.ts'
import {
  CONTENT_DELETED_KIND, contentHash, encodeHeader, entryHash, FIRST_PREVIOUS, GENESIS_KIND, KEY_ROTATED_KIND, type EntryHeader,
} from './entry.ts'
import { fitsPlainly } from './plain-row.ts'
import type { FoundEntry, FoundText, PlainRow, RecordSource } from './record-source.ts'
import type { Findings } from './verdict.ts'

/** UTC may drift this far from the monotonic clock between two entries before it counts as set by somebody. */
const STEP_MS = 2000
/** Texts gone of which no deletion is known yet. In an honest record only those deleted while it is checked, a portion at a time. */
const MOST_MISSING = 100_000
/** Texts that came back, told of one range: more say nothing new. */
const MOST_BACK = 16

export interface ChainCheckOptions {
  readonly findings: Findings
  /** Start after this entry, which a checkpoint vouches for. Absent: from the first entry. */
  readonly after?: { readonly seq: number; readonly hash: Uint8Array } | undefined
  /** Lists the deletions ahead of the walk, and looks whether a text came back after its deletion was recorded. */
  readonly source: Pick<RecordSource, 'hasContent' | 'textsWithin' | 'listed'>
  /** An entry `key.rotated`, whether or not its hash fits: its own signatures say more. */
  readonly onRotation?: (found: FoundEntry, payload: Readonly<Record<string, unknown>> | undefined) => void
}

export interface ChainCheck {
  entry(found: FoundEntry): void
  /** Takes an entry about which there is nothing to say. False: it was not taken and has to come by `entry`. */
  plain(row: PlainRow, text: FoundText | undefined): boolean
  /** Call once after the last entry. */
  end(): void
  readonly lastSeq: number
  readonly entries: number
  /** Payload of the first entry when it is there and its hash fits. */
  readonly genesis: Readonly<Record<string, unknown>> | undefined
}

interface Seen {
  readonly boot: unknown
  readonly monoUs: number
  readonly utcMs: number
}

export function createChainCheck({ findings, after, source, onRotation }: ChainCheckOptions): ChainCheck {
  let lastSeq = after?.seq ?? 0
  let entries = 0
  /** Undefined after a gap: there is nothing to link to, and the gap has been said. */
  let expectedPrev: string | undefined = hexOf(after?.hash ?? FIRST_PREVIOUS)
  let seen: Seen | undefined
  let ledger: unknown
  let genesis: Readonly<Record<string, unknown>> | undefined
  /** Entries whose text is gone and whose deletion has neither been listed nor come by, with their kind. */
  const missing = new Map<number, unknown>()
  const deleted = listDeletions(source, after?.seq ?? 0)

  const altered = (seq: number, detail: string): void => findings.add({ verdict: 'ALTERED', seq, detail })

  const checkOrder = (seq: number): void => {
    if (!Number.isSafeInteger(seq) || seq <= lastSeq) return altered(seq, 'sequence number out of order')
    const count = seq - lastSeq - 1
    if (count > 0) {
      findings.add({ verdict: 'GAP', seq: lastSeq + 1, count, detail: `entries ${lastSeq + 1} to ${seq - 1} are missing` })
      expectedPrev = undefined
    }
    lastSeq = seq
  }

  /** One finding an entry: the first that does not fit says enough. */
  const hashFault = (found: FoundEntry): string | undefined => {
    const { payload, prev, hash } = found
    if (found.monoUs === undefined || found.utcMs === undefined) return 'a time is no whole number'
    const texts = [found.ledger, found.boot, found.clock, found.role, found.position, found.kind]
    if (!payload || !prev || !hash || texts.some((one) => typeof one !== 'string')) return 'a field has the wrong type'
    if (!sameBytes(entryHash(prev, encodeHeader(headerOf(found)), payload), hash)) return 'its hash does not fit its content'
    if (expectedPrev !== undefined && hexOf(prev) !== expectedPrev) return 'it does not follow the entry before it'
    if (found.ledger !== (ledger ??= found.ledger)) return 'it belongs to another ledger'
    if (found.seq === 1 && found.kind !== GENESIS_KIND) return 'the first entry does not open a ledger'
    return undefined
  }

  const checkContent = (found: FoundEntry, payload: Readonly<Record<string, unknown>>): void => {
    const expected = payload['content']
    if (expected === undefined && found.content) return altered(found.seq, 'text beside an entry that names none')
    if (expected === undefined) return
    if (!found.content) {
      if (deleted.texts.covers(found.seq, found.kind)) return
      if (missing.size >= MOST_MISSING) altered(found.seq, 'its text is gone and no deletion is recorded')
      else missing.set(found.seq, found.kind)
    } else if (contentHash(found.content.salt, found.content.text) !== expected) altered(found.seq, 'the text beside it was changed')
  }

  const checkDeletion = (at: number, payload: Readonly<Record<string, unknown>>): void => {
    deleted.unseen.delete(at)
    const deletion = decodeDeletion(payload, at)
    if (deletion === 'malformed') return altered(at, 'it deletes ranges that the format does not allow')
    if (deletion === undefined) return
    const back = (seq: number): void => altered(seq, 'its text is back although its deletion is recorded')
    if (!isRangeDeletion(deletion)) {
      if (!missing.delete(deletion) && source.hasContent(deletion)) back(deletion)
      return
    }
    for (const [seq, kind] of missing) if (isWithin(deletion, seq, kind)) missing.delete(seq)
    for (const range of deletion.ranges) source.textsWithin(deletion.kinds, range, MOST_BACK).forEach(back)
  }

  const checkClock = (found: FoundEntry): void => {
    if (found.monoUs === undefined || found.utcMs === undefined) return
    const now: Seen = { boot: found.boot, monoUs: found.monoUs, utcMs: found.utcMs }
    const detail = seen && clockStep(seen, now)
    if (detail) findings.add({ verdict: 'CLOCK STEP', seq: found.seq, detail })
    seen = now
  }

  return {
    entry(found) {
      entries++
      checkOrder(found.seq)
      const fault = hashFault(found)
      if (fault) altered(found.seq, fault)
      // Linked by what is stored, so that one altered entry does not also accuse the one after it.
      expectedPrev = found.hash && hexOf(found.hash)
      const payload = found.payload && parsePayload(found.payload)
      if (payload) {
        if (found.seq === 1 && !fault) genesis = payload
        checkContent(found, payload)
        if (found.kind === CONTENT_DELETED_KIND) checkDeletion(found.seq, payload)
      } else if (!fault) altered(found.seq, 'its payload is no JSON object')
      if (found.kind === KEY_ROTATED_KIND) onRotation?.(found, payload)
      checkClock(found)
    },
    plain(row, text) {
      const [seq, of, boot, monoUs, utcMs] = row
      if (seq !== lastSeq + 1 || of !== ledger || expectedPrev === undefined || !seen) return false
      const now: Seen = { boot, monoUs, utcMs }
      if (clockStep(seen, now) || !fitsPlainly(row, expectedPrev, { text, isDeleted: () => deleted.texts.covers(seq, row[8]) })) return false
      entries++
      lastSeq = seq
      expectedPrev = row[11] ?? undefined
      seen = now
      return true
    },
    end() {
      for (const seq of deleted.unseen) altered(seq, 'the index lists a deletion here that does not stand here')
      for (const seq of missing.keys()) altered(seq, 'its text is gone and no deletion is recorded')
    },
    get lastSeq() {
      return lastSeq
    },
    get entries() {
      return entries
    },
    get genesis() {
      return genesis
    },
  }
}

/** Read ahead, so that the texts of months need not be remembered until their deletion comes by. */
function listDeletions(source: Pick<RecordSource, 'listed'>, afterSeq: number): { texts: DeletedTexts; unseen: Set<number> } {
  const texts = new DeletedTexts()
  const unseen = new Set<number>()
  for (const { seq, payload } of source.listed(CONTENT_DELETED_KIND, afterSeq)) {
    const deletion = decodeDeletion((payload && parsePayload(payload)) ?? {}, seq)
    if (deletion === undefined || deletion === 'malformed') continue
    texts.add(deletion)
    unseen.add(seq)
  }
  return { texts, unseen }
}

const headerOf = (found: FoundEntry): Record<keyof EntryHeader, unknown> => ({
  ledger: found.ledger, seq: found.seq, boot: found.boot, monoUs: found.monoUs, utcMs: found.utcMs, clock: found.clock,
  role: found.role, position: found.position, kind: found.kind,
})

/** Why UTC cannot be right, or undefined. Within one run against the monotonic clock, between runs only backwards. */
function clockStep(before: Seen, now: Seen): string | undefined {
  const utc = now.utcMs - before.utcMs
  if (now.boot !== before.boot) return utc < 0 ? `UTC runs ${-utc} ms backwards between two starts` : undefined
  const drift = utc - (now.monoUs - before.monoUs) / 1000
  return Math.abs(drift) > STEP_MS ? `UTC jumped ${Math.round(drift)} ms against the monotonic clock` : undefined
}

export function parsePayload(bytes: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'))
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Readonly<Record<string, unknown>>
  } catch {
    // Said by the caller as a finding.
  }
  return undefined
}

/** Upper case, as SQLite writes it. */
const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex').toUpperCase()

function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0
}
