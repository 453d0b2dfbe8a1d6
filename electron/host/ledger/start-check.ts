// The check before the record is opened: key, last checkpoint, and everything after it. Fast; the rest follows in the background.
import { existsSync, statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { fail, ok, type Result } from '../../../native/kit/result.ts'
import { readLastLines } from './append-file.ts'
import { createChainCheck, parsePayload } from './chain-check.ts'
import { decodeCheckpoint, hasValidSignature, type SignedCheckpoint } from './checkpoint.ts'
import { KEY_ROTATED_KIND } from './entry.ts'
import { beginKeyChain, isOfChain, keyAt, keyInForce, reduceKeyChain, withPublicKey, type KeyChain } from './key-chain.ts'
import type { KeysFound } from './key-files.ts'
import type { LedgerPaths } from './ledger-files.ts'
import { createRecordSource, type RecordSource } from './record-source.ts'
import { fingerprintOf, readPublicKey, type SigningKey } from './signing-key.ts'
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
  | {
      readonly state: 'sound'
      readonly anchored: SignedCheckpoint | undefined
      readonly tail: number
      /** The one in force, of the keys that were found. */
      readonly key: SigningKey
      /** Whether a fingerprint is of this ledger's chain of keys. */
      readonly isOfChain: (fingerprint: string) => boolean
    }
  /** Sound, and nobody can sign it any more. */
  | { readonly state: 'key-lost'; readonly known: KnownLedger; readonly detail: string }
  | { readonly state: 'damaged'; readonly finding: Finding; readonly known: KnownLedger }

export interface StartCheckInput {
  readonly paths: LedgerPaths
  readonly keys: KeysFound
  /** The last lines of the second checkpoint file, oldest first. It may lag: its newest line is written after the first file's. */
  readonly copied: readonly string[]
}

/** Some two hundred checkpoints: the last whole one is among them, whatever a crash left after it. */
const TAIL_BYTES = 65_536
const PAGE = 256
/** Enough of a fingerprint to tell keys apart by eye. */
const SHOWN_DIGITS = 16

/** @returns a failure when the folder cannot be read now; damage is a state, not a failure */
export function checkAtStart({ paths, keys, copied }: StartCheckInput): Result<StartState> {
  const own = readLastCheckpoint(paths.checkpoints)
  if (!own.ok) return own
  const copies = copied.toReversed().map(decodeCheckpoint).filter((one) => one !== undefined)
  if (own.value === 'garbled') return ok({ state: 'damaged', finding: UNSIGNED, known: knownFrom(newestSigned(copies, keys.current)) })
  const anchors: Anchors = { own: own.value, copies }

  if (sizeOf(paths.database) === 0) return ok(withoutRecord(anchors, keys, sizeOf(paths.log) === 0 ? undefined : 'the database is gone'))
  const checked = attempt('start check', () => withDatabase(paths.database, (source) => (source ? checkTail(source, { keys, paths }, anchors) : undefined)))
  if (checked.ok) return ok(checked.value ?? withoutRecord(anchors, keys, undefined))
  if (checked.error.code !== 'STORE_DAMAGED') return fail(checked.error)
  return ok({ state: 'damaged', finding: { verdict: 'UNREADABLE', detail: checked.error.detail }, known: knownFrom(own.value ?? newestSigned(copies, keys.current)) })
}

const UNSIGNED: Finding = { verdict: 'BAD SIGNATURE OR KEY', detail: 'the last checkpoint is not signed with the key of this workstation' }

/** No entries at all: a first start, unless something vouches for entries that were there. */
function withoutRecord({ own, copies }: Anchors, keys: KeysFound, trace: string | undefined): StartState {
  const copied = newestSigned(copies, keys.current)
  const known = knownFrom(own ?? copied)
  if (own && keys.current && !hasValidSignature(own, keys.current.publicKey)) return { state: 'damaged', finding: UNSIGNED, known }
  if (!own && !copied && trace === undefined) return { state: 'none' }
  return { state: 'damaged', finding: { verdict: 'TRUNCATED', seq: 1, detail: trace ?? 'the database is gone or empty' }, known }
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
  /** The newest lines of the second file, newest first, whoever signed them. */
  readonly copies: readonly SignedCheckpoint[]
}

interface AtStart {
  readonly keys: KeysFound
  readonly paths: LedgerPaths
}

function checkTail(source: RecordSource, { keys, paths }: AtStart, { own, copies }: Anchors): StartState {
  const findings = new Findings()
  const lastSeq = source.lastSeq()
  const lastHash = source.hashAt(lastSeq)
  // Of the first entry alone: no deletion is about it.
  const first = createChainCheck({ findings, source: { ...source, listed: () => [] } })
  for (const found of source.page(undefined, 1)) first.entry(found)
  const ledger = textOf(first.genesis?.['ledger'])
  const known: KnownLedger = { ledger, seq: lastSeq, head: lastHash ? Buffer.from(lastHash).toString('hex') : null }
  const chain = readKeyChain(source, first.genesis, findings)
  const key = [keys.current, keys.next].find((one) => one !== undefined && one.fingerprint === keyInForce(chain).fingerprint)
  const signed = signedBy(chain, key ?? keys.current, paths)

  if (lastSeq === 0) findings.add({ verdict: 'TRUNCATED', seq: 1, detail: 'the database holds no entries' })
  else if (!key && keys.current) findings.add({ verdict: 'BAD SIGNATURE OR KEY', detail: 'the record was signed with another key than this workstation has' })
  if (own && !signed(own)) findings.add(UNSIGNED)
  const copied = copies.find(signed)
  const anchors = [own, copied].filter((one) => one !== undefined)
  for (const anchor of anchors) checkAnchor(anchor, { source, lastSeq, ledger, previous: previousOf(first.genesis) }, findings)
  if (!findings.damage) checkEntriesAfter(source, own, findings)
  if (findings.damage) return { state: 'damaged', finding: findings.damage, known }
  if (!key) return { state: 'key-lost', known, detail: lossOf(keys, keyInForce(chain).fingerprint) }
  const highest = anchors.filter((one) => one.ledger === ledger).sort((one, other) => other.seq - one.seq)[0]
  return { state: 'sound', anchored: highest, tail: lastSeq - (highest?.seq ?? 0), key, isOfChain: (fingerprint) => isOfChain(chain, fingerprint) }
}

const lossOf = ({ isUnreadable }: KeysFound, fingerprint: string | undefined): string =>
  `the signing key ${fingerprint?.slice(0, SHOWN_DIGITS) ?? ''} ${isUnreadable ? 'cannot be read' : 'is gone'}`

/** From the first entry and the rotations the index lists; the whole check holds that list against the entries. */
function readKeyChain(source: RecordSource, genesis: Genesis, findings: Findings): KeyChain {
  let chain = beginKeyChain(textOf(genesis?.['key']) ?? undefined)
  for (const { payload, ...found } of source.listed(KEY_ROTATED_KIND, 0)) {
    const step = reduceKeyChain(chain, { ...found, payload: payload && parsePayload(payload) })
    if (step.fault) findings.add({ verdict: 'BAD SIGNATURE OR KEY', seq: found.seq, detail: `entry ${found.seq}: ${step.fault}` })
    chain = step.chain
  }
  return chain
}

/** Says of a checkpoint whether the key in force at its entry signed it. */
function signedBy(chain: KeyChain, key: SigningKey | undefined, paths: LedgerPaths): (one: SignedCheckpoint) => boolean {
  // Without the private key the public one that lies beside is all there is to judge by.
  const publicKey = key?.publicKey ?? optional(readPublicKey(paths.publicKey))
  const known = publicKey ? withPublicKey(chain, fingerprintOf(publicKey), publicKey) : chain
  return (one) => {
    const signer = keyAt(known, one.seq).publicKey ?? key?.publicKey
    // Nothing to judge by: a lost key is no damage.
    return signer === undefined || hasValidSignature(one, signer)
  }
}

const optional = <T>(read: Result<T>): T | undefined => (read.ok ? read.value : undefined)

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
  const tail = createChainCheck({ findings, after, source })
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

const newestSigned = (copies: readonly SignedCheckpoint[], key: SigningKey | undefined): SignedCheckpoint | undefined =>
  key && copies.find((one) => hasValidSignature(one, key.publicKey))

const NOTHING_KNOWN: KnownLedger = { ledger: null, seq: null, head: null }

function knownFrom(checkpoint: SignedCheckpoint | undefined): KnownLedger {
  if (!checkpoint) return NOTHING_KNOWN
  return { ledger: checkpoint.ledger, seq: checkpoint.seq, head: checkpoint.head }
}

type Genesis = Readonly<Record<string, unknown>> | undefined

function previousOf(genesis: Genesis): Expected['previous'] {
  const previous = genesis?.['previous']
  return typeof previous === 'object' && previous !== null && 'ledger' in previous ? { ledger: textOf(previous.ledger) } : null
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0
