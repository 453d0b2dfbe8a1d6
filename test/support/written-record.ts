// A ledger.db by the page of its format, written fast and without a chain that verifies: for what only reads. Triggers are left
// out; deleting text is `forget`, in one commit with its entry, as the writer does it.
import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { JsonObject, Role } from '../../electron/contract/words.ts'

const SCHEMA = `
CREATE TABLE meta (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE entries (seq INTEGER PRIMARY KEY, ledger TEXT NOT NULL, boot TEXT NOT NULL, mono_us INTEGER NOT NULL, utc_ms INTEGER NOT NULL, clock TEXT NOT NULL,
  role TEXT NOT NULL, position TEXT NOT NULL, kind TEXT NOT NULL, payload TEXT NOT NULL, prev BLOB NOT NULL, hash BLOB NOT NULL) STRICT;
CREATE INDEX entries_by_kind ON entries (kind);
CREATE TABLE content (seq INTEGER PRIMARY KEY, salt BLOB NOT NULL, text TEXT NOT NULL) STRICT;
`

export interface WrittenEntry {
  readonly kind: string
  readonly payload?: JsonObject
  readonly utcMs: number
  readonly role?: Role
  readonly boot?: string
  readonly content?: string
}

export interface WrittenRecord {
  readonly folder: string
  /** One commit. @returns seq of the last one */
  write(entries: Iterable<WrittenEntry>): number
  /** Deletes the text of these, with the entry that says so. */
  forget(payload: JsonObject, seqs: readonly number[], utcMs: number): void
  close(): void
}

export function createRecord(folder: string, ledger = 'aa'.repeat(16)): WrittenRecord {
  mkdirSync(folder, { recursive: true })
  const database = new DatabaseSync(join(folder, 'ledger.db'))
  for (const pragma of ['journal_mode = WAL', 'synchronous = OFF', 'secure_delete = ON']) database.exec(`PRAGMA ${pragma}`)
  database.exec(SCHEMA)
  const meta = database.prepare('INSERT INTO meta VALUES (?, ?)')
  meta.run('format', '2')
  meta.run('ledger', ledger)
  const entry = database.prepare('INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
  const content = database.prepare('INSERT INTO content VALUES (?, ?, ?)')
  let last = 0
  let prev: Uint8Array = new Uint8Array(32)
  const add = ({ kind, payload = {}, utcMs, role = 'system', boot = 'boot-1', content: text }: WrittenEntry): void => {
    last++
    const hash = new Uint8Array(createHash('sha256').update(prev).update(`${ledger}${last}${kind}${utcMs}`).digest())
    entry.run(last, ledger, boot, utcMs * 1000, utcMs, 'synchronised', role, role === 'system' ? 'host' : 'OB-07', kind, JSON.stringify(payload), prev, hash)
    if (text !== undefined) content.run(last, new Uint8Array(16), text)
    prev = hash
  }
  const inOneCommit = (run: () => void): void => {
    database.exec('BEGIN')
    run()
    database.exec('COMMIT')
  }
  return {
    folder,
    write(entries) {
      inOneCommit(() => { for (const one of entries) add(one) })
      return last
    },
    forget(payload, seqs, utcMs) {
      inOneCommit(() => {
        add({ kind: 'content.deleted', payload, utcMs })
        for (const seq of seqs) database.prepare('DELETE FROM content WHERE seq = ?').run(seq)
      })
    },
    close: () => database.close(),
  }
}
