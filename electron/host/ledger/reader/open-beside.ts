// Opens the record that a writer of this process has open too. Not by read-only.ts: that asks for the writer's lock file, and a
// process that opens and closes it drops its own lock.
import { DatabaseSync } from 'node:sqlite'
import { ledgerPaths } from '../ledger-files.ts'

/** Longer than the writer's own commits; a question waits two seconds at most. */
const BUSY_MS = 500

export function openBeside(folder: string): { readonly database: DatabaseSync; close(): void } {
  const database = new DatabaseSync(ledgerPaths(folder).database, { readOnly: true, timeout: BUSY_MS })
  try {
    database.exec('PRAGMA trusted_schema = OFF')
    database.prepare('SELECT count(*) FROM entries WHERE seq = 1').get()
    return { database, close: () => database.close() }
  } catch (error) {
    database.close()
    throw error
  }
}
