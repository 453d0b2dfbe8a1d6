import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { openStore, type Store } from '../../../electron/host/ledger/store.ts'
import { attempt } from '../../../electron/host/ledger/store-failure.ts'
import type { PreparedEntry } from '../../../electron/host/ledger/entry.ts'

const entry = (n: number, more: Partial<PreparedEntry> = {}): PreparedEntry => ({
  monoUs: n, utcMs: n, clock: 'unknown', role: 'system', position: 'host', kind: 'note.added', payload: `{"n":${n}}`, ...more,
})

function opened(): { store: Store; path: string } {
  const folder = mkdtempSync(join(tmpdir(), 'store-'))
  const path = join(folder, 'ledger.db')
  const store = openStore(path)
  onTestFinished(() => {
    store.close()
    rmSync(folder, { recursive: true })
  })
  store.begin('ledger-1', 'boot-1', entry(1, { kind: 'ledger.opened-first' }))
  store.append('boot-1', [entry(2, { content: { salt: new Uint8Array(16), text: 'tekst' } }), entry(3)])
  return { store, path }
}

test.each([
  ['UPDATE entries SET payload = 1', 'entries are append-only'],
  ['DELETE FROM entries WHERE seq = 3', 'entries are append-only'],
  ['INSERT OR REPLACE INTO entries SELECT * FROM entries WHERE seq = 2', 'entries have no gaps'],
  ['INSERT INTO entries SELECT 5, ledger, boot, mono_us, utc_ms, clock, role, position, kind, payload, prev, hash FROM entries WHERE seq = 2', 'entries have no gaps'],
  ["UPDATE meta SET value = 'x'", 'meta is append-only'],
  ['DELETE FROM meta', 'meta is append-only'],
  ["INSERT OR REPLACE INTO meta VALUES ('ledger', 'x')", 'meta is append-only'],
  ["UPDATE content SET text = 'x'", 'content is never changed'],
  ["INSERT OR REPLACE INTO content VALUES (2, zeroblob(16), 'x')", 'content is never changed'],
  ['DELETE FROM content', 'record content.deleted first'],
])('the database itself refuses: %s', (sql, message) => {
  const { path } = opened()
  // Another connection, as somebody with a SQL prompt has.
  const other = new DatabaseSync(path)
  expect(() => other.exec(sql)).toThrow(message)
  other.close()
})

test('commits are durable when they return: write-ahead log, synced in full', () => {
  const { database } = opened().store
  expect(database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' })
  expect(database.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 })
})

test('a deletion takes the text away in the commit that records it', () => {
  const { store } = opened()
  expect(store.latest(['note.added'], 2).map(({ content }) => content)).toEqual([undefined, 'tekst'])
  store.append('boot-1', [entry(4, { kind: 'content.deleted', payload: '{"seq":2}', deletes: 2 })])
  expect(store.latest(['note.added'], 2).map(({ content }) => content)).toEqual([undefined, undefined])
})

test('a batch of which one entry cannot be stored is not stored at all, and the next takes its numbers', () => {
  const { store } = opened()
  const wrong = { ...entry(5), payload: null } as unknown as PreparedEntry
  expect(attempt('append', () => store.append('boot-1', [entry(4), wrong])).ok).toBe(false)
  expect(store.head.seq).toBe(3)
  expect(store.append('boot-1', [entry(6)]).firstSeq).toBe(4)
})

test('no room: STORE_FULL, and the same entries go in later without a gap', () => {
  const { store } = opened()
  store.database.exec('PRAGMA max_page_count = 1')
  const many = Array.from({ length: 50 }, (_, at) => entry(10 + at, { payload: `{"pad":"${'x'.repeat(500)}"}` }))
  expect(attempt('append', () => store.append('boot-1', many))).toMatchObject({ ok: false, error: { code: 'STORE_FULL' } })
  store.database.exec('PRAGMA max_page_count = 1000000')
  expect(store.append('boot-1', many)).toMatchObject({ firstSeq: 4, head: { seq: 53 } })
})

test('the newest of several kinds come newest first', () => {
  const { store } = opened()
  store.append('boot-1', [entry(4, { kind: 'a.b' }), entry(5, { kind: 'c.d' }), entry(6, { kind: 'a.b' }), entry(7, { kind: 'e.f' })])
  expect(store.latest(['a.b', 'c.d', 'a.b', 'no.such'], 2).map(({ seq }) => seq)).toEqual([6, 5])
  expect(store.latest(['a.b'], 0)).toEqual([])
})
