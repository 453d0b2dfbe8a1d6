// Runs attacks by seed against both verifiers and says each one whose verdict is not the one that follows from it.
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { decodeAnchor, type Anchor } from '../../../electron/host/ledger/anchors.ts'
import { verifyLedger } from '../../../electron/host/ledger/verify-ledger.ts'
import { seeded } from '../../support/seeded.ts'
import { verifyFolder } from './strangers-verifier.ts'
import type { Attack, Expected } from './attack.ts'
import { ON_CHECKPOINTS } from './on-checkpoints.ts'
import { ON_ENTRIES } from './on-entries.ts'
import { ON_KEYS } from './on-keys.ts'
import { ON_TEXTS } from './on-texts.ts'
import { buildModel, DATABASE, writeModel } from './record-model.ts'

export const ATTACKS: Readonly<Record<string, Attack>> = { ...ON_ENTRIES, ...ON_KEYS, ...ON_TEXTS, ...ON_CHECKPOINTS }
/** One in so many is a bit of the file itself. */
const FLIP_EACH = 8
const FLIP = 'flip a bit of ledger.db'

export interface AttackRun {
  readonly seed: number
  readonly attack: string
  /** What is wrong, nothing when both verifiers gave exactly the expected verdict. */
  readonly fault: string | undefined
}

/** The same seed is the same attack on the same record everywhere. */
export function runAttack(seed: number, folder: string): AttackRun {
  if (seed % FLIP_EACH === 0) return { seed, attack: FLIP, fault: flipBit(seed, folder) }
  const names = Object.keys(ATTACKS)
  const attack = names[(seed - Math.floor(seed / FLIP_EACH)) % names.length]!
  const model = buildModel(seed)
  const { expected, anchors = [] } = ATTACKS[attack]!(model, seeded(seed * 7919 + 1))
  const copy = writeModel(model, folder)
  const outside = anchors.map((one) => (one === 'copy' ? copy : one))
  return { seed, attack, fault: faultOf(folder, outside, expected) }
}

/** A bit in unused space changes nothing; any other has to be seen. */
function flipBit(seed: number, folder: string): string | undefined {
  const chance = seeded(seed)
  const model = buildModel(chance.between(1, 20))
  writeModel(model, folder)
  const path = join(folder, DATABASE)
  const before = contentsOf(path)
  const bytes = readFileSync(path)
  const at = chance.between(0, bytes.length - 1)
  bytes[at] = bytes[at]! ^ (1 << chance.between(0, 7))
  writeFileSync(path, bytes)
  const same = contentsOf(path) === before
  const { both, fault } = judge(folder, [])
  if (fault !== undefined) return `byte ${at}: ${fault}`
  // What SQL reads as before may still be found wrong: a type, a page that is out of order.
  return !same && both.code < 20 ? `byte ${at}: changed content is ${both.code}` : undefined
}

/** Every value of the record as SQL reads it, from a copy. */
function contentsOf(path: string): string {
  const copy = `${path}-look`
  copyFileSync(path, copy)
  const database = new DatabaseSync(copy)
  try {
    const all = ['entries', 'content', 'meta'].map((table) => database.prepare(`SELECT * FROM ${table} NOT INDEXED ORDER BY 1`))
    for (const one of all) one.setReadBigInts(true)
    return JSON.stringify(all.map((one) => one.all()), (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value))
  } catch {
    return 'unreadable'
  } finally {
    database.close()
  }
}

function faultOf(folder: string, anchors: readonly string[], expected: Expected): string | undefined {
  const { both, fault } = judge(folder, anchors)
  if (fault !== undefined) return fault
  const given = show(both)
  return given === show(expected) ? undefined : `both say ${given}, expected ${show(expected)}`
}

interface Judged {
  readonly both: Expected
  readonly fault: string | undefined
}

function judge(folder: string, anchors: readonly string[]): Judged {
  const ours = verifyLedger(folder, anchors.map(readAnchor))
  const strangers = verifyFolder(folder, anchors)
  const one = summarise(ours)
  const other = summarise(strangers)
  const named = Math.min(...ours.findings.filter(({ verdict }) => verdict === ours.verdict).map(({ seq }) => seq ?? Infinity))
  const both = { code: ours.code, ...(named === Infinity ? {} : { seq: named }) }
  return { both, fault: one === other ? undefined : `verify says ${one}\n  the stranger says ${other}` }
}

function readAnchor(text: string): Anchor {
  const decoded = decodeAnchor(text)
  if (!decoded.ok) throw new Error(`no anchor: ${text}`)
  return decoded.value
}

interface Summary {
  readonly code: number
  readonly verdict: string
  readonly text: string
  readonly lastSeq: number
  readonly headCode: string
  readonly findings: readonly { readonly verdict: string; readonly seq?: number | undefined; readonly count?: number | undefined }[]
}

/** All that a reader is told, without the words of each: the same finding twice is one. */
function summarise({ code, text, lastSeq, headCode, findings }: Summary): string {
  const each = findings.map(({ verdict, seq = 0, count = 0 }) => `${verdict}/${seq}/${count}`)
  const said = code === 30 ? 'UNREADABLE' : `${text} ${lastSeq} ${headCode} ${[...new Set(each)].toSorted().join(' ')}`
  return `${code} ${said}`
}

const show = ({ code, seq }: Expected): string => (seq === undefined ? `${code}` : `${code} at ${seq}`)
