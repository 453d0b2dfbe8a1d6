// The database file of a ledger that has not begun. It appears under its name only when it is in WAL mode: turning that on needs a
// rollback journal, and one left by a crash shuts out everybody who reads only, the start check among them. Source: sqlite.org/wal.html.
import { renameSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { syncFolder } from './append-file.ts'

/** Does nothing where a database is. Throws what SQLite and node:fs throw. */
export function makeEmptyDatabase(path: string): void {
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0) return
  const half = `${path}.new`
  for (const end of ['', '-journal', '-wal', '-shm']) rmSync(`${half}${end}`, { force: true })
  const database = new DatabaseSync(half)
  try {
    database.exec('PRAGMA journal_mode = WAL')
  } finally {
    database.close()
  }
  renameSync(half, path)
  syncFolder(dirname(path))
}
