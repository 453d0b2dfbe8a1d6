// Opens somebody's ledger without leaving a trace in its folder: it may be evidence, a copy, a live one or on a read-only disk.
import { copyFileSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { DATABASE_FILE, ledgerPaths } from './ledger-files.ts'
import { isSiteLocked } from './site-lock.ts'

export interface ReadOnlyDatabase {
  readonly database: DatabaseSync
  close(): void
}

/**
 * Opens `ledger.db` in one consistent view.
 *
 * @remarks Live: through SQLite, sharing the writer's locks. With a write-ahead log left by a crash: a copy elsewhere, since
 *   SQLite would move that log into the database. Else: `immutable`, which takes no lock and creates no file.
 *   Throws what SQLite and node:fs throw.
 */
export function openReadOnly(folder: string): ReadOnlyDatabase {
  const paths = ledgerPaths(folder)
  statSync(paths.database)
  if (isSiteLocked(folder)) return openView(fileUrl(paths.database, 'readonly_shm=1'))
  if (sizeOf(paths.log) > 0) return openCopy(paths.database, paths.log)
  return openView(fileUrl(paths.database, 'immutable=1'))
}

function openView(url: URL, release: () => void = () => {}): ReadOnlyDatabase {
  let database: DatabaseSync | undefined
  try {
    const opened = new DatabaseSync(url, { readOnly: true, timeout: 1000 })
    database = opened
    opened.exec('PRAGMA trusted_schema = OFF')
    // One read transaction: what a live host appends meanwhile is not part of this view.
    opened.exec('BEGIN')
    opened.prepare('SELECT count(*) FROM sqlite_schema').get()
    return { database: opened, close: () => { opened.close(); release() } }
  } catch (error) {
    database?.close()
    release()
    throw error
  }
}

function openCopy(database: string, log: string): ReadOnlyDatabase {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-verify-'))
  const remove = (): void => rmSync(folder, { recursive: true, force: true })
  try {
    const copy = join(folder, DATABASE_FILE)
    copyFileSync(database, copy)
    copyFileSync(log, `${copy}-wal`)
    return openView(fileUrl(copy, ''), remove)
  } catch (error) {
    remove()
    throw error
  }
}

function fileUrl(path: string, query: string): URL {
  const url = pathToFileURL(path)
  url.search = query
  return url
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}
