// The whole check of one ledger, in steps: the verifier takes them all at once, the writer a few between two commits.
import { existsSync } from 'node:fs'
import type { KeyObject } from 'node:crypto'
import { readCheckpointLines, type Anchor, type CheckpointLine } from './anchors.ts'
import { createChainCheck, type ChainCheck } from './chain-check.ts'
import { hasValidSignature, type SignedCheckpoint } from './checkpoint.ts'
import { FORMAT_VERSION } from './entry.ts'
import { matchesHead } from './head-code.ts'
import { beginKeyChain, firstKeyOf, isOfChain, keyAt, reduceKeyChain, withPublicKey, type KeyChain } from './key-chain.ts'
import type { RecordSource } from './record-source.ts'
import { Findings } from './verdict.ts'

/** Entries, and signatures, of one step: some 3 ms each. */
const PAGE = 256
const SIGNATURES = 32

export interface WholeCheckInput {
  readonly source: RecordSource
  /** Any key of the chain. Undefined when it is missing or garbled; `keyFault` says which. */
  readonly publicKey: KeyObject | undefined
  readonly keyFault?: string
  readonly fingerprint: string | undefined
  readonly checkpointPath: string
  /** Size of the checkpoint file before the database was opened: a live one may be ahead of what we read. */
  readonly checkpointBytes?: number | undefined
  readonly anchors: readonly Anchor[]
}

export interface OutsideAnchor {
  readonly source: string
  readonly seq: number
}

export interface WholeCheckReport {
  readonly findings: Findings
  readonly ledger: string | undefined
  readonly genesis: Readonly<Record<string, unknown>> | undefined
  readonly keys: KeyChain
  readonly entries: number
  readonly lastSeq: number
  readonly lastHash: Uint8Array | undefined
  /** Highest entry that a valid checkpoint or anchor vouches for. */
  readonly anchoredSeq: number
  /** The highest that fits, of those from outside. */
  readonly outside: OutsideAnchor | undefined
}

/** Yields between steps; throws what SQLite and node:fs throw. */
export function* checkWhole(input: WholeCheckInput, findings = new Findings()): Generator<void, WholeCheckReport> {
  const { source } = input
  let rotated: KeyChain | undefined
  const chain = createChainCheck({
    findings,
    source,
    onRotation: (found, payload) => {
      const step = reduceKeyChain(rotated ?? beginKeyChain(firstKeyOf(chain.genesis)), { ...found, payload })
      if (step.fault) findings.add({ verdict: 'BAD SIGNATURE OR KEY', seq: found.seq, detail: `entry ${found.seq}: ${step.fault}` })
      rotated = step.chain
    },
  })
  let after = checkFirst(source, chain)
  // Beyond 2^53 the next page could begin with the same row again; that row has been reported.
  while (after !== undefined && Number.isSafeInteger(after)) {
    after = checkPage(source, chain, after)
    if (after !== undefined) yield
  }
  chain.end()
  for (const seq of source.orphanContent(PAGE)) findings.add({ verdict: 'ALTERED', seq, detail: 'text beside no entry' })
  const { lastSeq } = chain
  const ledger = checkIdentity(input, chain.genesis, findings)
  const keys = checkKeys(input, rotated ?? beginKeyChain(firstKeyOf(chain.genesis)), findings)
  const heads = createHeadCheck(source, lastSeq, findings)
  if (input.publicKey) yield* checkCheckpoints({ ...input, keys }, ledger, heads, findings)
  for (const anchor of input.anchors) if (anchor.kind === 'code') heads.code(anchor.source, anchor.code)
  heads.end()
  if (lastSeq === 0 && heads.highest === 0) findings.add({ verdict: 'UNREADABLE', detail: 'the record holds no entries' })
  return {
    findings, ledger, genesis: chain.genesis, keys, entries: chain.entries, lastSeq,
    lastHash: source.hashAt(lastSeq), anchoredSeq: Math.min(heads.highest, lastSeq), outside: heads.outside,
  }
}

/** @returns the seq of the first entry, which may be anything, below zero too */
function checkFirst(source: RecordSource, chain: ChainCheck): number | undefined {
  const [first] = source.page(undefined, 1)
  if (first) chain.entry(first)
  return first?.seq
}

/** Nearly every entry has nothing to say and is taken in the cheap form; the others are read again in full. */
function checkPage(source: RecordSource, chain: ChainCheck, after: number): number | undefined {
  const plain = source.plainPage(after, PAGE)
  if (!plain) {
    const page = source.page(after, PAGE)
    for (const found of page) chain.entry(found)
    return page.at(-1)?.seq
  }
  let before = after
  for (const row of plain.rows) {
    const [seq] = row
    if (!chain.plain(row, plain.texts.get(seq))) for (const found of source.page(before, 1)) chain.entry(found)
    before = seq
  }
  return plain.rows.length > 0 ? before : undefined
}

function checkIdentity(input: WholeCheckInput, genesis: WholeCheckReport['genesis'], findings: Findings): string | undefined {
  if (!genesis) return undefined
  const ledger = typeof genesis['ledger'] === 'string' ? genesis['ledger'] : undefined
  if (input.source.meta('ledger') !== ledger || !isKnownFormat(genesis['format']) || input.source.meta('format') !== String(genesis['format'])) {
    findings.add({ verdict: 'ALTERED', seq: 1, detail: 'the meta table does not fit the first entry' })
  }
  return ledger
}

const isKnownFormat = (format: unknown): boolean => format === 1 || format === FORMAT_VERSION

/** The chain of keys with the one that was handed in at its place: it vouches for the others, for every link is signed by both. */
function checkKeys({ publicKey, fingerprint, keyFault }: WholeCheckInput, keys: KeyChain, findings: Findings): KeyChain {
  const badKey = (detail: string): void => findings.add({ verdict: 'BAD SIGNATURE OR KEY', detail })
  if (keyFault) badKey(keyFault)
  if (!publicKey || fingerprint === undefined) return keys
  if (isOfChain(keys, fingerprint)) return withPublicKey(keys, fingerprint, publicKey)
  badKey(keys.length > 1 ? 'the key is none of the chain that begins with the first entry' : 'the key is not the one the first entry names')
  return keys
}

interface HeadCheck {
  checkpoint(checkpoint: SignedCheckpoint, outside?: string): void
  code(source: string, code: { readonly seq: number; readonly prefix: string }): void
  end(): void
  readonly highest: number
  readonly outside: OutsideAnchor | undefined
}

/** Compares heads that are known to be genuine with the chain: another hash is ALTERED, one beyond the end TRUNCATED. */
function createHeadCheck(source: RecordSource, lastSeq: number, findings: Findings): HeadCheck {
  let highest = 0
  let outside: OutsideAnchor | undefined
  const compare = (seq: number, name: string, fits: (hash: Uint8Array) => boolean, from: string | undefined): void => {
    highest = Math.max(highest, seq)
    const hash = seq <= lastSeq ? source.hashAt(seq) : undefined
    // Beyond the end is said once by `end`; within a gap the gap was said.
    if (!hash) return
    if (!fits(hash)) findings.add({ verdict: 'ALTERED', seq, detail: `${name} has another head` })
    else if (from && seq >= (outside?.seq ?? 0)) outside = { source: from, seq }
  }
  return {
    checkpoint({ seq, head }, from) {
      compare(seq, from ?? 'its checkpoint', (hash) => Buffer.from(hash).toString('hex') === head, from)
    },
    code(from, code) {
      compare(code.seq, `head code ${from}`, (hash) => matchesHead(code, hash), from)
    },
    end() {
      const count = Math.abs(highest - lastSeq)
      if (highest > lastSeq) {
        findings.add({ verdict: 'TRUNCATED', seq: lastSeq + 1, count, detail: `entry ${highest} was signed for, the record ends at ${lastSeq}` })
      } else if (highest < lastSeq) {
        findings.add({ verdict: 'TAIL UNANCHORED', seq: highest + 1, count, detail: `no checkpoint or anchor after ${highest}` })
      }
    },
    get highest() {
      return highest
    },
    get outside() {
      return outside
    },
  }
}

type KeyedInput = WholeCheckInput & { readonly keys: KeyChain }

function* checkCheckpoints(input: KeyedInput, ledger: string | undefined, heads: HeadCheck, findings: Findings): Generator<void> {
  const bad = (detail: string): void => findings.add({ verdict: 'BAD SIGNATURE OR KEY', detail })
  const genuine = (found: SignedCheckpoint): boolean => {
    // Without a rotation only the key that was handed in can have signed, be it the right one or not.
    const publicKey = keyAt(input.keys, found.seq).publicKey ?? input.publicKey
    return publicKey !== undefined && hasValidSignature(found, publicKey)
  }
  let steps = 0

  if (existsSync(input.checkpointPath)) {
    for (const found of readCheckpointLines(input.checkpointPath, input.checkpointBytes)) {
      if (++steps % SIGNATURES === 0) yield
      const fault = lineFault(found, ledger, genuine)
      if (fault) bad(`checkpoints.jsonl line ${found.line}: ${fault}`)
      else if (found.checkpoint) heads.checkpoint(found.checkpoint)
    }
  }
  for (const anchor of input.anchors) {
    if (anchor.kind !== 'file') continue
    let own = 0
    for (const { line, checkpoint } of readCheckpointLines(anchor.source)) {
      if (++steps % SIGNATURES === 0) yield
      // One file may serve several ledgers one after another; a half line is what a crash on append-only media leaves.
      if (!checkpoint || (ledger !== undefined && checkpoint.ledger !== ledger)) continue
      own++
      if (genuine(checkpoint)) heads.checkpoint(checkpoint, anchor.source)
      else bad(`${anchor.source} line ${line}: the signature does not verify`)
    }
    if (own === 0 && anchor.mayLag !== true) bad(`${anchor.source} holds no checkpoint of this ledger`)
  }
}

function lineFault(found: CheckpointLine, ledger: string | undefined, genuine: (one: SignedCheckpoint) => boolean): string | undefined {
  if (!found.checkpoint) return found.last ? undefined : 'not a checkpoint'
  if (ledger !== undefined && found.checkpoint.ledger !== ledger) return 'it belongs to another ledger'
  return genuine(found.checkpoint) ? undefined : 'the signature does not verify'
}
