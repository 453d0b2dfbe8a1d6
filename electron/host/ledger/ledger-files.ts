// Names inside the ledger folder.
import { join } from 'node:path'

export const DATABASE_FILE = 'ledger.db'
export const CHECKPOINT_FILE = 'checkpoints.jsonl'
export const PUBLIC_KEY_FILE = 'public-key.pem'
/** Only while a damaged ledger is being set aside. */
export const SET_ASIDE_FILE = 'set-aside.json'
/** Derived from the record and disposable: what is looked for by words. */
export const SEARCH_FILE = 'search.db'

export const searchFile = (folder: string): string => join(folder, SEARCH_FILE)

export interface LedgerPaths {
  readonly folder: string
  readonly database: string
  readonly log: string
  readonly checkpoints: string
  readonly publicKey: string
  readonly setAside: string
}

export const ledgerPaths = (folder: string): LedgerPaths => ({
  folder,
  database: join(folder, DATABASE_FILE),
  /** SQLite's write-ahead log: holds the newest entries until they are moved into the database. */
  log: join(folder, `${DATABASE_FILE}-wal`),
  checkpoints: join(folder, CHECKPOINT_FILE),
  publicKey: join(folder, PUBLIC_KEY_FILE),
  setAside: join(folder, SET_ASIDE_FILE),
})

/**
 * The second checkpoint file by what the site says: a name that ends in `.jsonl` is the file, anything else a folder in which
 * each position has its own. By the name alone: a share that does not answer must not hold up a start.
 */
export const secondFileOf = (given: string, position: string): string => (given.endsWith('.jsonl') ? given : join(given, `checkpoints-${position}.jsonl`))
