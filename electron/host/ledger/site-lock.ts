// One ledger, one host. An exclusive SQLite lock on an empty file dies with its process, however it dies.
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'
import { storeFailure } from './store-failure.ts'

const LOCK_FILE = 'ledger.lock'
/** A host that is being restarted may meet its dying predecessor. */
const WAIT_MS = 300

export interface SiteLock {
  /** The file that is locked is still the one in the folder: of one that somebody removed, another console may take the new one. */
  isInPlace(): boolean
  release(): void
}

/** @returns SITE_ALREADY_RUNNING when another host has this folder; STORE_READONLY when no lock file can be made */
export function takeSiteLock(folder: string): Result<SiteLock> {
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(join(folder, LOCK_FILE), { timeout: WAIT_MS })
    // In memory: a journal beside the lock would outlive a kill -9 and the verifier would have to clear it.
    database.exec('PRAGMA journal_mode = MEMORY')
    database.exec('BEGIN EXCLUSIVE')
    const held = database
    const path = join(folder, LOCK_FILE)
    const mine = identityOf(path)
    return ok({ isInPlace: () => mine !== undefined && identityOf(path) === mine, release: () => held.close() })
  } catch (error) {
    database?.close()
    const cause = storeFailure(error, 'lock')
    if (cause.code === 'STORE_BUSY') return fail(failure('SITE_ALREADY_RUNNING', folder))
    return fail(cause)
  }
}

/**
 * True while a host writes here. Reads nothing and changes nothing.
 *
 * @remarks Asks SQLite instead of opening the file: closing a descriptor of our own would drop this process's locks on it.
 */
export function isSiteLocked(folder: string): boolean {
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(join(folder, LOCK_FILE), { timeout: 0, readOnly: true })
    database.prepare('SELECT count(*) FROM sqlite_schema').get()
    return false
  } catch (error) {
    return storeFailure(error, 'lock').code === 'STORE_BUSY'
  } finally {
    database?.close()
  }
}

/** Device and inode: another file under the same name is another. */
function identityOf(path: string): string | undefined {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false })
  return found && `${found.dev}:${found.ino}`
}
