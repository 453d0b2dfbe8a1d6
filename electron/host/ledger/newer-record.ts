// A record written by a later version: sound, and not ours to write into. Asked before anything in it is judged by our rules.
import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'
import { FORMAT_VERSION } from './entry.ts'
import { schemaVersion, SCHEMA_VERSION } from './migrations/migrate.ts'
import { attempt } from './store-failure.ts'

/** Somebody's backup may hold the file for a moment. */
const BUSY_MS = 400

/** @returns STORE_NEWER; whatever cannot be read is left to the check that follows */
export function refuseNewer(path: string): Result<void> {
  if (!existsSync(path)) return ok()
  const read = attempt('version', () => {
    const database = new DatabaseSync(path, { readOnly: true, timeout: BUSY_MS })
    try {
      return { schema: schemaVersion(database), format: formatOf(database) }
    } finally {
      database.close()
    }
  })
  if (!read.ok) return ok()
  const { schema, format } = read.value
  if (schema <= SCHEMA_VERSION && format <= FORMAT_VERSION) return ok()
  return fail(failure('STORE_NEWER', `schema ${schema}, format ${format}; this version knows ${SCHEMA_VERSION} and ${FORMAT_VERSION}`))
}

function formatOf(database: DatabaseSync): number {
  const read = attempt('format', () => Number(database.prepare("SELECT value FROM meta WHERE name = 'format'").get()?.['value'] ?? 0))
  return read.ok && Number.isSafeInteger(read.value) ? read.value : 0
}
