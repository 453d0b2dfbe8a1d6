// The check before the record is opened: key, last checkpoint, and everything after it. Fast; the rest follows in the background.
import { existsSync, statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { fail, ok, type Result } from '../../../native/kit/result.ts'
import { readLastLines } from './append-file.ts'
import { createChainCheck } from './chain-check.ts'
import { decodeCheckpoint, hasValidSignature, type SignedCheckpoint } from './checkpoint.ts'
import type { LedgerPaths } from './ledger-files.ts'
import { createRecordSource, type RecordSource } from './record-source.ts'
import type { SigningKey } from './signing-key.ts'
import { attempt } from './store-failure.ts'
import { Findings, type Finding } from './verdict.ts'

/** What is known of a ledger that has to be set aside; null where nothing is. */
export interface KnownLedger {
  readonly ledger: string | null
  readonly seq: number | null
  readonly head: string | null
}

export type StartState =
  | { readonly state: 'none' }
  /** `tail`: entries after the last checkpoint, left by a crash. */
  | { readonly state: 'sound'; readonly anchored: SignedCheckpoint | undefined; readonly tail: number }
  | { readonly state: 'damaged'; readonly finding: Finding; readonly known: KnownLedger }

export interface StartCheckInput {
  readonly paths: LedgerPaths
  readonly key: SigningKey
  readonly checkpointCopy: string | undefined
}

/** Some two hundred checkpoints: the last whole one is among them, whatever a crash left after it. */
const TAIL_BYTES = 65_536
const PAGE = 256

/** @returns a failure when the folder cannot be read now; damage is a state, not a failure */
export function checkAtStart({ paths, key, checkpointCopy }: StartCheckInput): Result<StartState> {
  const own = readLastCheckpoint(paths.checkpoints)
  if (!own.ok) return own
  // The copy is on another disk or share: when it cannot be read the start goes on, and the next checkpoint says so.
  const copied = checkpointCopy === undefined ? undefined : lastSignedBy(key, checkpointCopy)
  const signed = own.value !== 'garbled' && own.value && hasValidSignature(own.value, key.publicKey) ? own.value : undefined
  const known = knownFrom(signed ?? copied ?? own.value)
  const damaged = (finding: Finding): Result<StartState> => ok({ state: 'damaged', finding, known })

  if (own.value && !signed) {
    return damaged({ verdict: 'BAD SIGNATURE OR KEY', detail: 'the last checkpoint is not signed with the key of this workstation' })
  }
  if (sizeOf(paths.database) === 0) {
    if (!own.value && !copied && sizeOf(paths.log) === 0) return ok({ state: 'none' })
    return damaged({ verdict: 'TRUNCATED', seq: 1, detail: 'the database is gone' })
  }
  const checked = attempt('start check', () => withDatabase(paths.database, (source) => {
    return source ? checkTail(source, key, { own: signed, copied }) : undefined
  }))
  if (!checked.ok) {
    if (checked.error.code !== 'STORE_DAMAGED') return fail(checked.error)
    return damaged({ verdict: 'UNREADABLE', detail: checked.error.detail })
  }
  if (checked.value) return ok(checked.value)
  if (!own.value && !copied) return ok({ state: 'none' })
  return damaged({ verdict: 'TRUNCATED', seq: 1, detail: 'the database is empty' })
}

/** No ledger has begun here: there is no database, or one whose first commit never came. */
export function isUnbegun(path: string): boolean {
  if (sizeOf(path) === 0) return true
  const read = attempt('start check', () => withDatabase(path, (source) => source === undefined))
  return read.ok && read.value
}

/** The folder that the first entry names for the ledger before it; undefined when it names none or cannot be read. */
export function previousFolder(path: string): string | undefined {
  if (sizeOf(path) === 0) return undefined
  const read = attempt('start check', () => withDatabase(path, (source) => {
    const payload = source?.page(undefined, 1)[0]?.payload
    const previous: unknown = payload && (JSON.parse(Buffer.from(payload).toString('utf8')) as Readonly<Record<string, unknown>>)['previous']
    return typeof previous === 'object' && previous !== null && 'folder' in previous ? (textOf(previous.folder) ?? undefined) : undefined
  }))
  return read.ok ? read.value : undefined
}

/** Reads in place and read-only, so that a ledger that turns out to be damaged is set aside as it was found. */
function withDatabase<T>(path: string, use: (source: RecordSource | undefined) => T): T {
  const database = new DatabaseSync(path, { readOnly: true, timeout: 400 })
  try {
    // A start that was cut off before its first commit leaves a database without tables: nothing is lost with it.
    const tables = database.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.['n']
    return use(tables === 0 ? undefined : createRecordSource(database))
  } finally {
    database.close()
  }
}

interface Anchors {
  readonly own: SignedCheckpoint | undefined
  readonly copied: SignedCheckpoint | undefined
}

function checkTail(source: RecordSource, key: SigningKey, { own, copied }: Anchors): StartState {
  const findings = new Findings()
  const lastSeq = source.lastSeq()
  const lastHash = source.hashAt(lastSeq)
  const first = createChainCheck({ findings, hasContent: (seq) => source.hasContent(seq) })
  for (const found of source.page(undefined, 1)) first.entry(found)
  const ledger = textOf(first.genesis?.['ledger'])
  const known: KnownLedger = { ledger, seq: lastSeq, head: lastHash ? Buffer.from(lastHash).toString('hex') : null }

  if (lastSeq === 0) findings.add({ verdict: 'TRUNCATED', seq: 1, detail: 'the database holds no entries' })
  else if (first.genesis?.['key'] !== key.fingerprint) {
    findings.add({ verdict: 'BAD SIGNATURE OR KEY', detail: 'the first entry names another key than this workstation has' })
  }
  const anchors = [own, copied].filter((one) => one !== undefined)
  for (const anchor of anchors) checkAnchor(anchor, { source, lastSeq, ledger, previous: previousOf(first.genesis) }, findings)
  if (!findings.damage) checkEntriesAfter(source, own, findings)
  if (findings.damage) return { state: 'damaged', finding: findings.damage, known }
  const highest = anchors.filter((one) => one.ledger === ledger).sort((one, other) => other.seq - one.seq)[0]
  return { state: 'sound', anchored: highest, tail: lastSeq - (highest?.seq ?? 0) }
}

interface Expected {
  readonly source: RecordSource
  readonly lastSeq: number
  readonly ledger: string | null
  /** What the first entry says of the ledger before it; its id is null where it could not be read. */
  readonly previous: { readonly ledger: string | null } | null
}

function checkAnchor(anchor: SignedCheckpoint, { source, lastSeq, ledger, previous }: Expected, findings: Findings): void {
  if (anchor.ledger !== ledger) {
    // The copy may still end with the ledger before this one, when it was out of reach since.
    if (previous !== null && (previous.ledger === null || anchor.ledger === previous.ledger)) return
    findings.add({ verdict: 'TRUNCATED', seq: 1, detail: `a checkpoint names ledger ${anchor.ledger}, this is ${ledger}` })
    return
  }
  const hash = source.hashAt(anchor.seq)
  if (anchor.seq > lastSeq) {
    const count = anchor.seq - lastSeq
    findings.add({ verdict: 'TRUNCATED', seq: lastSeq + 1, count, detail: `entry ${anchor.seq} was signed for, the record ends at ${lastSeq}` })
  } else if (!hash || Buffer.from(hash).toString('hex') !== anchor.head) {
    findings.add({ verdict: 'ALTERED', seq: anchor.seq, detail: 'its checkpoint has another head' })
  }
}

function checkEntriesAfter(source: RecordSource, own: SignedCheckpoint | undefined, findings: Findings): void {
  const after = own && { seq: own.seq, hash: Buffer.from(own.head, 'hex') }
  const tail = createChainCheck({ findings, after, hasContent: (seq) => source.hasContent(seq) })
  for (let page = source.page(after?.seq, PAGE); page.length > 0; page = source.page(page.at(-1)?.seq, PAGE)) {
    for (const found of page) tail.entry(found)
    if (findings.damage) return
  }
  tail.end()
}

/** Undefined: none; `garbled`: the last whole line is no checkpoint. */
function readLastCheckpoint(path: string): Result<SignedCheckpoint | 'garbled' | undefined> {
  if (!existsSync(path)) return ok(undefined)
  const lines = attempt('checkpoints', () => readLastLines(path, TAIL_BYTES))
  if (!lines.ok) return lines
  const last = lines.value.findLast((line) => line.trim() !== '')
  return ok(last === undefined ? undefined : (decodeCheckpoint(last) ?? 'garbled'))
}

function lastSignedBy(key: SigningKey, path: string): SignedCheckpoint | undefined {
  const lines = attempt('checkpoint copy', () => readLastLines(path, TAIL_BYTES))
  if (!lines.ok) return undefined
  for (const line of lines.value.toReversed()) {
    const checkpoint = decodeCheckpoint(line)
    if (checkpoint && hasValidSignature(checkpoint, key.publicKey)) return checkpoint
  }
  return undefined
}

function knownFrom(checkpoint: SignedCheckpoint | 'garbled' | undefined): KnownLedger {
  if (!checkpoint || checkpoint === 'garbled') return { ledger: null, seq: null, head: null }
  return { ledger: checkpoint.ledger, seq: checkpoint.seq, head: checkpoint.head }
}

function previousOf(genesis: Readonly<Record<string, unknown>> | undefined): Expected['previous'] {
  const previous = genesis?.['previous']
  return typeof previous === 'object' && previous !== null && 'ledger' in previous ? { ledger: textOf(previous.ledger) } : null
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0
