// A large ledger in seconds: begun by the real writer, filled in one transaction, signed as often as asked. For benches.
import { createPrivateKey } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { canonicalJson } from '../../electron/host/ledger/canonical-json.ts'
import { CHECKPOINT_VERSION, encodeCheckpoint } from '../../electron/host/ledger/checkpoint.ts'
import { contentHash, encodeHeader, entryHash } from '../../electron/host/ledger/entry.ts'
import { ledgerPaths } from '../../electron/host/ledger/ledger-files.ts'
import { Writer } from '../../electron/host/ledger/writer.ts'
import { AT_ONCE } from './second-disk-at-once.ts'
import { seeded, type Seeded } from './seeded.ts'

export interface PreparedLedgerOptions {
  /** Made; holds `ledger`, `keys` and the second checkpoint file `copy.jsonl`. */
  readonly root: string
  readonly entries: number
  /** One signed checkpoint each so many entries, and one at the end. */
  readonly entriesPerCheckpoint: number
  readonly seed?: number
}

export interface PreparedLedger {
  readonly folder: string
  readonly keyFolder: string
  readonly checkpointCopy: string
}

const START_UTC = Date.UTC(2024, 11, 31, 22)
const BOOT = 'prepared-boot'
/** One entry in so many has text beside it, as notes among state changes. */
const TEXT_EVERY = 50

/** The same seed gives the same entries; the key, and with it the hashes, are new each time. */
export function prepareLedger({ root, entries, entriesPerCheckpoint, seed = 1 }: PreparedLedgerOptions): PreparedLedger {
  const made = { folder: join(root, 'ledger'), keyFolder: join(root, 'keys'), checkpointCopy: join(root, 'copy.jsonl') }
  mkdirSync(root, { recursive: true })
  const ledger = begin(made)
  const heads = fill(made.folder, ledger, { entries, entriesPerCheckpoint, chance: seeded(seed) })
  sign(made, ledger, heads)
  return made
}

function begin({ folder, keyFolder }: PreparedLedger): string {
  const said: { readonly type: string }[] = []
  const writer = new Writer({ post: (message) => said.push(message), defer: () => {}, ...AT_ONCE })
  const newLedgerId = '00112233445566778899aabbccddeeff'
  const stamp = { monoUs: 0, utcMs: START_UTC, clock: 'synchronised' } as const
  writer.receive({ type: 'open', request: { folder, keyFolder, checkpointCopy: undefined, boot: BOOT, stamp, newLedgerId, acknowledged: undefined } })
  writer.receive({ type: 'close', utcMs: START_UTC })
  if (!said.some(({ type }) => type === 'opened')) throw new Error(`not opened: ${JSON.stringify(said)}`)
  return newLedgerId
}

interface Head {
  readonly seq: number
  readonly hash: Uint8Array
}

interface Filling {
  readonly entries: number
  readonly entriesPerCheckpoint: number
  readonly chance: Seeded
}

function fill(folder: string, ledger: string, { entries, entriesPerCheckpoint, chance }: Filling): Head[] {
  const database = new DatabaseSync(ledgerPaths(folder).database)
  // The triggers would look at each row; they are put back as they were.
  const triggers = database.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all()
  database.exec('PRAGMA synchronous = OFF; BEGIN')
  for (const { name } of triggers) database.exec(`DROP TRIGGER ${String(name)}`)
  const insert = database.prepare('INSERT INTO entries (seq, ledger, boot, mono_us, utc_ms, clock, role, position, kind, payload, prev, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
  const text = database.prepare('INSERT INTO content (seq, salt, text) VALUES (?, ?, ?)')
  const heads: Head[] = []
  const first = database.prepare('SELECT hash FROM entries WHERE seq = 1').get()
  let head: Head = { seq: 1, hash: first?.['hash'] as Uint8Array }
  for (let seq = 2; seq <= entries; seq++) {
    const { kind, payload, content } = makeEntry(seq, chance)
    const header = { ledger, seq, boot: BOOT, monoUs: seq * 1_000_000, utcMs: START_UTC + seq * 1000, clock: 'synchronised', role: 'system', position: 'OB-07', kind }
    const hash = entryHash(head.hash, encodeHeader(header), Buffer.from(payload))
    insert.run(seq, ledger, BOOT, header.monoUs, header.utcMs, header.clock, header.role, header.position, kind, payload, head.hash, hash)
    if (content) text.run(seq, content.salt, content.text)
    head = { seq, hash }
    if (seq % entriesPerCheckpoint === 0 || seq === entries) heads.push(head)
  }
  for (const { sql } of triggers) database.exec(String(sql))
  database.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)')
  database.close()
  return heads
}

interface Made {
  readonly kind: string
  readonly payload: string
  readonly content?: { readonly salt: Uint8Array; readonly text: string }
}

const STATES = ['ok', 'degraded', 'unstable', 'down', 'unknown'] as const

function makeEntry(seq: number, chance: Seeded): Made {
  if (seq % TEXT_EVERY === 0) {
    const salt = Uint8Array.from({ length: 16 }, () => chance.between(0, 255))
    const text = `Spraak valt weg op INC-${chance.between(1, 8)}, één portofoon meldt ${chance.between(1, 999)}`
    return { kind: 'note.added', payload: spell({ content: contentHash(salt, Buffer.from(text)), incident: `S-2025-OB-${chance.between(1, 9999)}` }), content: { salt, text } }
  }
  const payload = { service: 'rbs', from: chance.pick(STATES), to: chance.pick(STATES), why: 'latency over its limit', latencyMs: chance.between(5, 800), n: seq }
  return { kind: 'service.changed', payload: spell(payload) }
}

function sign({ folder, keyFolder, checkpointCopy }: PreparedLedger, ledger: string, heads: readonly Head[]): void {
  const privateKey = createPrivateKey(readFileSync(join(keyFolder, 'ledger-key.pem')))
  const lines = heads.map(({ seq, hash }) => encodeCheckpoint(
    { v: CHECKPOINT_VERSION, ledger, seq, head: Buffer.from(hash).toString('hex'), boot: BOOT, utc: START_UTC + seq * 1000 },
    privateKey,
  ))
  const text = `${lines.join('\n')}\n`
  writeFileSync(ledgerPaths(folder).checkpoints, text, { flag: 'a' })
  writeFileSync(checkpointCopy, text)
}

function spell(payload: object): string {
  const text = canonicalJson(payload)
  if (!text.ok) throw new Error(text.error.detail)
  return text.value
}
