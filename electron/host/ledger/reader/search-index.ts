// `search.db`: what is looked for by words, by who and by number, derived from the record, so that it can be thrown away and
// built anew at any time. It is no evidence. A text that was deleted from the record is deleted here in the same turn in which
// its deletion is read, and no entry counts as read before that. Source: sqlite.org/fts5.html, 6.12 (secure-delete).
import { rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { orderOf, type Numbered, type ReadPage } from './in-order.ts'
import { headSeq } from './rows.ts'
import { createSlices, hashOf, SLICE_ENTRIES } from './search-slices.ts'

/** Another number: built anew. */
const FORMAT = '1'

const SCHEMA = `
CREATE TABLE meta (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE texts USING fts5(text, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3', detail = none);
INSERT INTO texts (texts, rank) VALUES ('secure-delete', 1);
-- Of the console itself are nearly all entries: of those the record's own index by kind is enough.
CREATE TABLE people (role TEXT NOT NULL, kind TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (role, kind, seq)) STRICT, WITHOUT ROWID;
CREATE TABLE numbers (number TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (number, seq)) STRICT, WITHOUT ROWID;
-- Entries whose UTC lies before that of the entry before them: between two of them time and seq go together.
CREATE TABLE turns (seq INTEGER PRIMARY KEY) STRICT;
`

export interface SearchIndex {
  /** Reads a slice of what is new in the record. @returns whether there is more; `anew`: throw it away, much was deleted */
  catchUp(): boolean | 'anew'
  /** Last entry it has read. */
  readonly through: number
  texts(match: string): ReadPage<Numbered>
  people(role: string, kind: string): ReadPage<Numbered>
  kindsOf(role: string): readonly string[]
  numbered(number: string): ReadPage<Numbered>
  names(number: string, seq: number): boolean
  /** Where the clock was set back, ascending. */
  turns(): readonly number[]
  close(): void
}

export const MEMORY = ':memory:'

/**
 * Opens the index of this record, empty when there is none, or when it is of another record, another version or damaged.
 *
 * @param path  of the file, or MEMORY
 * @remarks Throws what SQLite throws when it can be neither opened nor made.
 */
export function openSearchIndex(path: string, record: DatabaseSync): SearchIndex {
  const found = path === MEMORY ? undefined : openIfSound(path, record)
  if (found) return createIndex(found, record)
  removeSearchIndex(path)
  const fresh = openFile(path)
  try {
    fresh.exec('BEGIN IMMEDIATE')
    fresh.exec(SCHEMA)
    const meta = fresh.prepare('INSERT INTO meta (name, value) VALUES (?, ?)')
    for (const [name, value] of [['format', FORMAT], ['ledger', ledgerOf(record)], ['through', '0'], ['hash', '']] as const) meta.run(name, value)
    fresh.exec('COMMIT')
    return createIndex(fresh, record)
  } catch (error) {
    fresh.close()
    throw error
  }
}

/** With the record it was made from. */
export function removeSearchIndex(path: string): void {
  if (path === MEMORY) return
  for (const file of [path, `${path}-journal`]) rmSync(file, { force: true })
}

function openFile(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: 0 })
  // A journal of its own for each commit, gone with it: a write-ahead log would keep deleted words.
  for (const pragma of ['journal_mode = DELETE', 'synchronous = NORMAL', 'secure_delete = ON', 'trusted_schema = OFF', 'cell_size_check = ON']) database.exec(`PRAGMA ${pragma}`)
  return database
}

function openIfSound(path: string, record: DatabaseSync): DatabaseSync | undefined {
  let database: DatabaseSync | undefined
  try {
    database = openFile(path)
    const meta = metaOf(database)
    const through = Number(meta['through'])
    const isOurs = meta['format'] === FORMAT && meta['ledger'] === ledgerOf(record) && Number.isSafeInteger(through)
    // The same record put back from an older copy went on otherwise.
    if (isOurs && hashOf(record, through) === meta['hash']) return database
  } catch {
    // Not a database, or not one of ours: it is made anew.
  }
  database?.close()
  return undefined
}

const metaOf = (database: DatabaseSync): Readonly<Record<string, string>> =>
  Object.fromEntries(database.prepare('SELECT name, value FROM meta').all().map(({ name, value }) => [String(name), String(value)]))

const ledgerOf = (record: DatabaseSync): string => String(record.prepare("SELECT value FROM meta WHERE name = 'ledger'").get()?.['value'] ?? '')

function createIndex(database: DatabaseSync, record: DatabaseSync): SearchIndex {
  const slices = createSlices(database, record)
  let meta = metaOf(database)
  const pageOf = (table: string, where: string, column: string) => {
    const statements = (['newest', 'oldest'] as const).map((first) =>
      [first, database.prepare(`SELECT ${column} AS seq FROM ${table} WHERE ${where} AND ${column} BETWEEN ? AND ? ${orderOf(column, first)} LIMIT ?`)] as const)
    const byOrder = new Map(statements)
    return (...values: readonly string[]): ReadPage<Numbered> => ({ from, to, first }, limit) =>
      (byOrder.get(first)?.all(...values, from, to, limit) ?? []).map(({ seq }) => ({ seq: Number(seq) }))
  }
  const texts = pageOf('texts', 'texts MATCH ?', 'rowid')
  const people = pageOf('people', 'role = ? AND kind = ?', 'seq')
  const numbered = pageOf('numbers', 'number = ?', 'seq')
  const nextKind = database.prepare('SELECT min(kind) AS kind FROM people WHERE role = ? AND kind > ?')
  const names = database.prepare('SELECT 1 FROM numbers WHERE number = ? AND seq = ?')
  return {
    catchUp() {
      const to = Math.min(Number(meta['through']) + SLICE_ENTRIES, headSeq(record))
      if (to <= Number(meta['through'])) return slices.commit()
      const taken = slices.take(Number(meta['through']), to)
      if (!taken) return 'anew'
      meta = taken
      return headSeq(record) > to || slices.commit()
    },
    get through() {
      return Number(meta['through'])
    },
    texts: (match) => texts(match),
    people: (role, kind) => people(role, kind),
    kindsOf(role) {
      const kinds: string[] = []
      for (let kind = nextKind.get(role, '')?.['kind']; typeof kind === 'string'; kind = nextKind.get(role, kind)?.['kind']) kinds.push(kind)
      return kinds
    },
    numbered: (number) => numbered(number),
    names: (number, seq) => names.get(number, seq) !== undefined,
    turns: () => database.prepare('SELECT seq FROM turns ORDER BY seq').all().map(({ seq }) => Number(seq)),
    close() {
      try {
        slices.commit()
      } finally {
        database.close()
      }
    },
  }
}
