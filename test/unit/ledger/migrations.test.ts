// Each step of the schema from rows as an earlier version left them; the dump is of a ledger that schema 0 wrote, byte for byte.
import { readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { base } from '../../../electron/host/ledger/migrations/0001-base.ts'
import { migrate, MIGRATIONS, SCHEMA_VERSION, schemaVersion } from '../../../electron/host/ledger/migrations/migrate.ts'
import type { Migration } from '../../../electron/host/ledger/migrations/migration.ts'

const DUMP = readFileSync(new URL('../../fixtures/ledger-schema-0/ledger.sql', import.meta.url), 'utf8')

function database(...sql: string[]): DatabaseSync {
  const opened = new DatabaseSync(':memory:')
  onTestFinished(() => opened.close())
  for (const one of sql) opened.exec(one)
  return opened
}

/** A ledger of schema `version` with the rows given as `[seq, kind, payload, text]`. */
function ledgerOf(version: number, rows: readonly (readonly [number, string, string, string?])[]): DatabaseSync {
  const opened = database()
  for (const migration of MIGRATIONS) if (migration.version <= version) migration.up(opened)
  opened.exec(`PRAGMA user_version = ${version}`)
  for (const row of rows) insert(opened, row)
  return opened
}

function insert(into: DatabaseSync, [seq, kind, payload, text]: readonly [number, string, string, string?]): void {
  into.prepare("INSERT INTO entries VALUES (?, 'l', 'b', 0, 0, 'unknown', 'system', 'host', ?, ?, zeroblob(32), zeroblob(32))").run(seq, kind, payload)
  if (text !== undefined) into.prepare('INSERT INTO content VALUES (?, zeroblob(16), ?)').run(seq, text)
}

const schemaOf = (from: DatabaseSync) => from.prepare("SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name").all()
const rowsOf = (from: DatabaseSync) => ['meta', 'entries', 'content'].map((table) => from.prepare(`SELECT * FROM ${table} ORDER BY 1`).all())
const seqsOf = (from: DatabaseSync): unknown[] => from.prepare('SELECT seq FROM content ORDER BY seq').all().map(({ seq }) => seq)

test('the versions are numbered without gaps, so that one number says which steps a file has had', () => {
  expect(MIGRATIONS.map(({ version }) => version)).toEqual(MIGRATIONS.map((_, at) => at + 1))
})

test('an empty file gets the whole schema; what needs nothing is left alone', () => {
  const fresh = database()
  expect(migrate(fresh)).toEqual({ from: 0, to: SCHEMA_VERSION })
  expect(schemaVersion(fresh)).toBe(SCHEMA_VERSION)
  expect(migrate(fresh)).toBeUndefined()
})

test('a ledger from before versions were counted is brought up: same tables as a new one, and not a byte of a row changed', () => {
  const old = database(DUMP)
  const before = rowsOf(old)
  expect(migrate(old)).toEqual({ from: 0, to: SCHEMA_VERSION })
  expect(rowsOf(old)).toEqual(before)
  const fresh = database()
  migrate(fresh)
  const spaceless = (from: DatabaseSync) => schemaOf(from).map(({ sql, ...rest }) => ({ ...rest, sql: String(sql).replaceAll(/\s+/g, ' ') }))
  expect(spaceless(old)).toEqual(spaceless(fresh))
})

test('0001 makes exactly the tables that stood in a ledger before versions were counted', () => {
  const made = database()
  base.up(made)
  const spaceless = (from: DatabaseSync) => schemaOf(from).map(({ sql, ...rest }) => ({ ...rest, sql: String(sql).replaceAll(/\s+/g, ' ') }))
  expect(spaceless(made)).toEqual(spaceless(database(DUMP)))
})

test('0002: one deletion by kinds and ranges takes away what it names, and nothing else goes', () => {
  const ledger = ledgerOf(1, [
    [1, 'ledger.opened-first', '{}'], [2, 'radio.heard', '{}', 'a'], [3, 'note.added', '{}', 'b'], [4, 'radio.heard', '{}', 'c'], [5, 'radio.heard', '{}', 'd'],
    [6, 'sms.sent', '{}', 'e'], [7, 'radio.heard', '{}', 'f'],
  ])
  const deletion = [8, 'content.deleted', '{"kinds":["radio.heard","sms.sent"],"ranges":[[2,4],[6,6]]}'] as const
  insert(ledger, deletion)
  // Schema 1 knows single numbers only.
  expect(() => ledger.exec('DELETE FROM content WHERE seq = 2')).toThrow('record content.deleted first')
  migrate(ledger)
  for (const seq of [2, 4, 6]) ledger.prepare('DELETE FROM content WHERE seq = ?').run(seq)
  // Of another kind, beyond a range, between two.
  for (const seq of [3, 5, 7]) expect(() => ledger.prepare('DELETE FROM content WHERE seq = ?').run(seq)).toThrow('record content.deleted first')
  expect(seqsOf(ledger)).toEqual([3, 5, 7])
})

test('0002: a text goes with the deletion that names it, not with an older one', () => {
  const ledger = ledgerOf(2, [[1, 'note.added', '{}', 'a'], [2, 'note.added', '{}', 'b'], [3, 'content.deleted', '{"seq":1}'], [4, 'content.deleted', '{"seq":2}']])
  expect(() => ledger.exec('DELETE FROM content WHERE seq = 1')).toThrow('record content.deleted first')
  ledger.exec('DELETE FROM content WHERE seq = 2')
  expect(seqsOf(ledger)).toEqual([1])
})

test.each(['{"kinds":["note.added"]}', '{"ranges":[[1,9]]}', '{"kinds":[],"ranges":[[1,9]]}', '{"kinds":["note.added"],"ranges":[]}', '{"kinds":["note.added"],"ranges":[[1]]}'])(
  '0002: half a deletion takes away nothing: %s',
  (payload) => {
    const ledger = ledgerOf(2, [[1, 'note.added', '{}', 'a'], [2, 'content.deleted', payload]])
    expect(() => ledger.exec('DELETE FROM content WHERE seq = 1')).toThrow('record content.deleted first')
  },
)

test('a step that fails is named, and whoever rolls back has the ledger of before', () => {
  const ledger = database(DUMP)
  const [rows, schema] = [rowsOf(ledger), schemaOf(ledger)]
  const failing: Migration = { version: SCHEMA_VERSION + 1, name: 'to-nowhere', up: (db) => db.exec('CREATE TABLE more (id INTEGER) STRICT; DROP TABLE no_such_table') }
  ledger.exec('BEGIN IMMEDIATE')
  expect(() => migrate(ledger, [...MIGRATIONS, failing])).toThrow(/to-nowhere.*no_such_table/)
  ledger.exec('ROLLBACK')
  expect([rowsOf(ledger), schemaOf(ledger), schemaVersion(ledger)]).toEqual([rows, schema, 0])
})
