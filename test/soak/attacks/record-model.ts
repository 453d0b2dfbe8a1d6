// A small record in memory with everything the format knows: two starts, texts, deletions by seq and by range, a changed key,
// checkpoints here and on another path. Attacks change it; it is written to a folder only to be verified.
import { createHash, createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { canonicalJson } from '../../../electron/host/ledger/canonical-json.ts'
import { contentHash, encodeHeader, entryHash, FIRST_PREVIOUS } from '../../../electron/host/ledger/entry.ts'
import { encodeHeadCode } from '../../../electron/host/ledger/head-code.ts'
import { seeded, type Seeded } from '../../support/seeded.ts'

export interface ModelEntry {
  seq: number
  ledger: string
  boot: string
  monoUs: number
  utcMs: number
  clock: string
  role: string
  position: string
  kind: string
  payload: string
  prev: Uint8Array
  hash: Uint8Array
}

export interface ModelText {
  salt: Uint8Array
  text: string
}

export interface Model {
  readonly ledger: string
  entries: ModelEntry[]
  texts: Map<number, ModelText>
  meta: Record<string, string>
  /** Of `checkpoints.jsonl`; `undefined`: no such file. The last one ends without a line feed when `cut`. */
  lines: string[] | undefined
  cut: boolean
  /** The file on the other path. */
  copy: string[]
  pem: string | undefined
  /** The first, and the one after it where there is a rotation. */
  readonly keys: readonly KeyObject[]
  /** Seqs a checkpoint vouches for, ascending; the last entry among them. */
  signed: number[]
  /** Where the second key begins. */
  readonly rotation: number | undefined
  /** Second start. */
  readonly resumed: number
  /** Texts that are gone, and the entry that says so. */
  readonly gone: readonly { readonly seq: number; readonly by: number; readonly was: ModelText }[]
  /** Entries with a text that is there. */
  readonly noted: readonly number[]
}

const START_UTC = Date.UTC(2024, 11, 31, 22)
export const DATABASE = 'ledger.db'

export function spell(value: unknown): string {
  const text = canonicalJson(value)
  if (!text.ok) throw new Error(text.error.detail)
  return text.value
}

export const drawBytes = (chance: Seeded, length: number): Uint8Array => Uint8Array.from({ length }, () => chance.between(0, 255))

/** PKCS 8 of an Ed25519 key is this head and 32 drawn bytes (RFC 8410), so that a seed gives the same key everywhere. */
export const drawKey = (chance: Seeded): KeyObject =>
  createPrivateKey({ key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), drawBytes(chance, 32)]), format: 'der', type: 'pkcs8' })

export const derOf = (key: KeyObject): Buffer => createPublicKey(key).export({ format: 'der', type: 'spki' })
export const printOf = (key: KeyObject): string => createHash('sha256').update(derOf(key)).digest('hex')
export const pemOf = (key: KeyObject): string => createPublicKey(key).export({ format: 'pem', type: 'spki' }).toString()

export function buildModel(seed: number): Model {
  const chance = seeded(seed)
  const size = chance.between(24, 34)
  const rotation = chance.hits(0.6) ? Math.floor(size / 2) : undefined
  const keys = [drawKey(chance), ...(rotation === undefined ? [] : [drawKey(chance)])]
  const ledger = Buffer.from(drawBytes(chance, 16)).toString('hex')
  const resumed = Math.floor(size / 3) * 2 + 1 === rotation ? Math.floor(size / 3) * 2 + 2 : Math.floor(size / 3) * 2 + 1
  const notes = [3, 5, 6, 8, size - 4, size - 2]
  const deletions = new Map([[size - 5, { seq: 3 }], [size - 3, { kinds: ['note.added'], ranges: [[4, 5], [6, 7]] }]])
  const texts = new Map(notes.map((seq) => [seq, { salt: drawBytes(chance, 16), text: `één tekst ✓ ${chance.between(1, 9999)}` }]))
  const entries = Array.from({ length: size }, (_, at): ModelEntry => {
    const seq = at + 1
    const text = texts.get(seq)
    const special = seq === 1 ? { kind: 'ledger.opened-first', payload: { format: 2, key: printOf(keys[0]!), ledger, previous: null } }
      : seq === resumed ? { kind: 'ledger.resumed', payload: { anchored: seq - 1, tail: 0 } }
      : seq === rotation ? { kind: 'key.rotated', payload: {} }
      : deletions.has(seq) ? { kind: 'content.deleted', payload: deletions.get(seq) }
      : text ? { kind: 'note.added', payload: { content: contentHash(text.salt, Buffer.from(text.text)), n: seq } }
      : { kind: 'service.changed', payload: { n: seq, note: `entry number ${chance.between(1, 9999)}` } }
    return {
      seq, ledger, boot: seq < resumed ? 'boot-1' : 'boot-2', monoUs: seq * 1_000_000, utcMs: START_UTC + seq * 1000, clock: 'synchronised',
      role: 'dispatcher', position: 'OB-07', kind: special.kind, payload: spell(special.payload), prev: FIRST_PREVIOUS, hash: FIRST_PREVIOUS,
    }
  })
  const by = new Map([[3, size - 5], [5, size - 3], [6, size - 3]])
  const gone = [...by].map(([seq, deletion]) => ({ seq, by: deletion, was: texts.get(seq)! }))
  for (const { seq } of gone) texts.delete(seq)
  const signed = [...new Set([chance.between(2, 9), chance.between(10, 14), chance.between(15, size - 6), size - 1, size])].toSorted((one, other) => one - other)
  const model: Model = {
    ledger, entries, texts, meta: { format: '2', ledger }, lines: [], cut: false, copy: [], pem: pemOf(keys.at(-1)!), keys, signed, rotation, resumed, gone,
    noted: notes.filter((seq) => !by.has(seq)),
  }
  rehash(model, 1)
  resign(model)
  return model
}

export const entryAt = (model: Model, seq: number): ModelEntry => {
  const found = model.entries.find((one) => one.seq === seq)
  if (!found) throw new Error(`no entry ${seq}`)
  return found
}

export function hashOf(entry: ModelEntry): Uint8Array {
  return entryHash(entry.prev, encodeHeader(entry), Buffer.from(entry.payload))
}

/** Links and hashes every entry from this seq on, and has each rotation signed anew by these keys. */
export function rehash(model: Model, from: number, keys: readonly KeyObject[] = model.keys): void {
  let prev: Uint8Array = FIRST_PREVIOUS
  for (const entry of model.entries) {
    if (entry.seq >= from) {
      entry.prev = prev
      if (entry.kind === 'key.rotated' && keys.length > 1) entry.payload = rotationOf(entry, keys[0]!, keys[1]!)
      entry.hash = hashOf(entry)
    }
    prev = entry.hash
  }
}

export function rotationOf({ ledger, seq, prev }: Pick<ModelEntry, 'ledger' | 'seq' | 'prev'>, old: KeyObject, next: KeyObject): string {
  const names = { key: printOf(next), previous: printOf(old) }
  const statement = Buffer.from(spell({ ...names, ledger, prev: Buffer.from(prev).toString('hex'), seq, v: 1 }))
  return spell({
    ...names, publicKey: derOf(next).toString('base64'), previousPublicKey: derOf(old).toString('base64'),
    by: sign(null, statement, next).toString('base64'), byPrevious: sign(null, statement, old).toString('base64'),
  })
}

export const keyFor = (model: Model, seq: number, keys: readonly KeyObject[] = model.keys): KeyObject =>
  model.rotation !== undefined && seq >= model.rotation && keys[1] ? keys[1] : keys[0]!

export function lineFor(entry: Pick<ModelEntry, 'seq' | 'ledger' | 'hash' | 'boot' | 'utcMs'>, key: KeyObject): string {
  const checkpoint = { boot: entry.boot, head: Buffer.from(entry.hash).toString('hex'), ledger: entry.ledger, seq: entry.seq, utc: entry.utcMs, v: 1 }
  return spell({ ...checkpoint, signature: sign(null, Buffer.from(spell(checkpoint)), key).toString('base64') })
}

/** Checkpoints for all that are signed, here and on the other path. */
export function resign(model: Model, keys: readonly KeyObject[] = model.keys): void {
  model.lines = model.signed.map((seq) => lineFor(entryAt(model, seq), keyFor(model, seq, keys)))
  model.copy = [...model.lines]
}

export const codeAt = (model: Model, seq: number, groups: 2 | 4): string => encodeHeadCode(seq, entryAt(model, seq).hash, groups)

const SCHEMA = `
CREATE TABLE meta (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE entries (seq INTEGER PRIMARY KEY, ledger TEXT, boot TEXT, mono_us INTEGER, utc_ms INTEGER, clock TEXT, role TEXT, position TEXT, kind TEXT, payload TEXT, prev BLOB, hash BLOB) STRICT;
CREATE INDEX entries_by_kind ON entries (kind);
CREATE TABLE content (seq INTEGER PRIMARY KEY, salt BLOB, text TEXT) STRICT;`

/** Answers the path of the second checkpoint file. An empty database beside the folder is made once and copied. */
export function writeModel(model: Model, folder: string): string {
  mkdirSync(folder, { recursive: true })
  const empty = `${folder}-empty.db`
  const path = join(folder, DATABASE)
  rmSync(path, { force: true })
  if (!existsSync(empty)) withDatabase(empty, (database) => database.exec(SCHEMA))
  copyFileSync(empty, path)
  withDatabase(path, (database) => fill(database, model))
  write(join(folder, 'checkpoints.jsonl'), model.lines && model.lines.join('\n') + (model.cut || model.lines.length === 0 ? '' : '\n'))
  write(join(folder, 'public-key.pem'), model.pem)
  write(`${folder}-copy.jsonl`, model.copy.map((line) => `${line}\n`).join(''))
  return `${folder}-copy.jsonl`
}

function withDatabase(path: string, use: (database: DatabaseSync) => void): void {
  const database = new DatabaseSync(path)
  database.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN')
  use(database)
  database.exec('COMMIT')
  database.close()
}

function fill(database: DatabaseSync, model: Model): void {
  const entry = database.prepare('INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
  for (const { seq, ledger, boot, monoUs, utcMs, clock, role, position, kind, payload, prev, hash } of model.entries) {
    entry.run(seq, ledger, boot, monoUs, utcMs, clock, role, position, kind, payload, prev, hash)
  }
  const content = database.prepare('INSERT INTO content VALUES (?, ?, ?)')
  for (const [seq, { salt, text }] of model.texts) content.run(seq, salt, text)
  const meta = database.prepare('INSERT INTO meta VALUES (?, ?)')
  for (const [name, value] of Object.entries(model.meta)) meta.run(name, value)
}

function write(path: string, text: string | undefined): void {
  if (text === undefined) rmSync(path, { force: true })
  else writeFileSync(path, text)
}
