// The open database of one ledger: append in one commit, read back. Throws what SQLite throws; callers use `attempt`.
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite'
import type { JsonObject, Role } from '../../contract/words.ts'
import { isRangeDeletion, type Deletion } from './deletions.ts'
import { makeEmptyDatabase } from './empty-database.ts'
import { CONTENT_NOT_DELETED_KIND, encodeHeader, entryHash, FIRST_PREVIOUS, FORMAT_VERSION, type PreparedEntry } from './entry.ts'
import { migrate, type Migrated } from './migrations/migrate.ts'
import type { StoredEntry } from './port.ts'
import { CONNECTION_PRAGMAS } from './store-schema.ts'

/** Somebody's backup may hold the file for a moment; longer would break `record`'s promise of a second. */
const BUSY_MS = 400

export interface ChainHead {
  readonly seq: number
  readonly hash: Uint8Array
}

export interface Appended {
  readonly firstSeq: number
  readonly head: ChainHead
}

export interface Store {
  readonly database: DatabaseSync
  /** `''` before the first entry. */
  readonly ledger: string
  readonly head: ChainHead
  /** Starts an empty ledger: schema, meta and first entry in one commit, so that no half-made ledger can exist. */
  begin(ledger: string, boot: string, first: PreparedEntry): Appended
  /** Brings an earlier schema up in the commit that records it, so that a cut leaves the old one whole. */
  resume(boot: string, entries: (migrated: Migrated | undefined) => readonly PreparedEntry[]): Appended
  /** All entries in one durable commit, or none. */
  append(boot: string, entries: readonly PreparedEntry[]): Appended
  latest(kinds: readonly string[], limit: number): StoredEntry[]
  /** Entries of this run after `afterSeq`, less those of the kinds the writer adds by itself. */
  entriesOfBoot(boot: string, afterSeq: number, ownKinds: readonly string[]): { readonly firstSeq: number; readonly count: number }
  close(): void
}

/** Opens for writing, creating an empty database where there is none. */
export function openStore(path: string): Store {
  makeEmptyDatabase(path)
  const database = new DatabaseSync(path, { timeout: BUSY_MS, defensive: true })
  try {
    for (const pragma of CONNECTION_PRAGMAS) database.exec(pragma)
    return createStore(database)
  } catch (error) {
    database.close()
    throw error
  }
}

function createStore(database: DatabaseSync): Store {
  let ledger = readLedgerId(database)
  let head: ChainHead = ledger === '' ? { seq: 0, hash: FIRST_PREVIOUS } : readHead(database)
  let statements: Statements | undefined

  const write = (boot: string, entries: readonly PreparedEntry[]): Appended => {
    statements ??= prepareStatements(database)
    const firstSeq = head.seq + 1
    let next = head
    for (const entry of entries) next = insertEntry(statements, { ledger, boot }, next, entry)
    return { firstSeq, head: next }
  }

  return {
    database,
    get ledger() {
      return ledger
    },
    get head() {
      return head
    },
    begin(id, boot, first) {
      const appended = inTransaction(database, () => {
        migrate(database)
        const meta = database.prepare('INSERT INTO meta (name, value) VALUES (?, ?)')
        meta.run('format', String(FORMAT_VERSION))
        meta.run('ledger', id)
        ledger = id
        return write(boot, [first])
      })
      head = appended.head
      return appended
    },
    resume(boot, entries) {
      const appended = inTransaction(database, () => write(boot, entries(migrate(database))))
      head = appended.head
      return appended
    },
    append(boot, entries) {
      const appended = inTransaction(database, () => write(boot, entries))
      head = appended.head
      if (entries.some((entry) => entry.deletes !== undefined)) scrubLog(database)
      return appended
    },
    latest: (kinds, limit) => readLatest(database, kinds, limit),
    entriesOfBoot(boot, afterSeq, ownKinds) {
      const marks = ownKinds.map(() => '?').join(', ')
      // A run's entries stand together at the end; only those are read, however long the record is.
      const earlier = database.prepare('SELECT seq FROM entries WHERE seq > ? AND boot IS NOT ? ORDER BY seq DESC LIMIT 1').get(afterSeq, boot)
      const row = database
        .prepare(`SELECT count(*) AS n, min(seq) AS first FROM entries WHERE seq > ? AND kind NOT IN (${marks})`)
        .get(Number(earlier?.['seq'] ?? afterSeq), ...ownKinds)
      return { firstSeq: Number(row?.['first'] ?? 0), count: Number(row?.['n']) }
    },
    close: () => database.close(),
  }
}

type Statements = ReturnType<typeof prepareStatements>

const prepareStatements = (database: DatabaseSync) => ({
  entry: database.prepare(
    `INSERT INTO entries (seq, ledger, boot, mono_us, utc_ms, clock, role, position, kind, payload, prev, hash)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ),
  content: database.prepare('INSERT INTO content (seq, salt, text) VALUES (?, ?, ?)'),
  forget: database.prepare('DELETE FROM content WHERE seq = ?'),
  forgetRange: database.prepare(
    `DELETE FROM content WHERE seq BETWEEN ? AND ?
     AND (SELECT kind FROM entries WHERE entries.seq = content.seq) IN (SELECT value FROM json_each(?))`,
  ),
})

function insertEntry(to: Statements, at: { ledger: string; boot: string }, previous: ChainHead, entry: PreparedEntry): ChainHead {
  const seq = previous.seq + 1
  const { monoUs, utcMs, clock, role, position, payload } = entry
  const isDue = isBefore(entry.deletes, seq)
  const kind = isDue ? entry.kind : CONTENT_NOT_DELETED_KIND
  const header = encodeHeader({ ...at, seq, monoUs, utcMs, clock, role, position, kind })
  const hash = entryHash(previous.hash, header, Buffer.from(payload, 'utf8'))
  to.entry.run(seq, at.ledger, at.boot, monoUs, utcMs, clock, role, position, kind, payload, previous.hash, hash)
  if (entry.content) to.content.run(seq, entry.content.salt, entry.content.text)
  if (entry.deletes !== undefined && isDue) forget(to, entry.deletes)
  return { seq, hash }
}

/** A deletion may have waited while a damaged record was set aside: ranges of that one are no ranges of this one. */
const isBefore = (deletes: Deletion | undefined, seq: number): boolean => !isRangeDeletion(deletes) || (deletes.ranges.at(-1)?.[1] ?? 0) < seq

function forget(to: Statements, deletes: Deletion): void {
  if (!isRangeDeletion(deletes)) return void to.forget.run(deletes)
  const kinds = JSON.stringify(deletes.kinds)
  for (const [from, until] of deletes.ranges) to.forgetRange.run(from, until, kinds)
}

function inTransaction<T>(database: DatabaseSync, run: () => T): T {
  database.exec('BEGIN IMMEDIATE')
  try {
    const value = run()
    database.exec('COMMIT')
    return value
  } catch (error) {
    // A full disk may already have rolled back by itself; rolling back again would hide the cause.
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}

/** Old frames of the write-ahead log still hold a deleted text. Best effort: a reader may stand in the way until close. */
function scrubLog(database: DatabaseSync): void {
  try {
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  } catch {
    // The commit stands; the next automatic checkpoint or close does it.
  }
}

function readLedgerId(database: DatabaseSync): string {
  const tables = database.prepare("SELECT count(*) AS n FROM sqlite_schema WHERE name IN ('meta', 'entries')").get()
  if (tables?.['n'] === 0) return ''
  return String(database.prepare("SELECT value FROM meta WHERE name = 'ledger'").get()?.['value'] ?? '')
}

function readHead(database: DatabaseSync): ChainHead {
  const row = database.prepare('SELECT seq, hash FROM entries ORDER BY seq DESC LIMIT 1').get()
  if (!row || !(row['hash'] instanceof Uint8Array)) return { seq: 0, hash: FIRST_PREVIOUS }
  return { seq: Number(row['seq']), hash: row['hash'] }
}

/** Newest per kind first and merged after: a list of kinds in one query would sort every entry of all of them. */
function readLatest(database: DatabaseSync, kinds: readonly string[], limit: number): StoredEntry[] {
  const newest = database.prepare(
    `SELECT e.seq, e.utc_ms, e.kind, e.role, e.position, e.payload, c.text
     FROM entries e LEFT JOIN content c ON c.seq = e.seq WHERE e.kind = ? ORDER BY e.seq DESC LIMIT ?`,
  )
  const rows = [...new Set(kinds)].flatMap((kind) => newest.all(kind, limit))
  rows.sort((one, other) => Number(other['seq']) - Number(one['seq']))
  return rows.slice(0, limit).map(decodeEntry)
}

function decodeEntry(row: Record<string, SQLOutputValue>): StoredEntry {
  const text = row['text']
  return {
    seq: Number(row['seq']),
    utcMs: Number(row['utc_ms']),
    kind: String(row['kind']),
    // Ours alone is written here and the chain vouches for it, so the row is trusted from here on.
    actor: { role: String(row['role']) as Role, position: String(row['position']) },
    payload: JSON.parse(String(row['payload'])) as JsonObject,
    ...(typeof text === 'string' ? { content: text } : {}),
  }
}
