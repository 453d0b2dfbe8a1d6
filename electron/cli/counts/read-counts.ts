// Entries that are counted, read as verify reads them: without a trace in the record's folder, also while a host writes there.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fail, ok, type Result } from '../../../native/kit/result.ts'
import type { JsonObject, Role } from '../../contract/words.ts'
import { ACTION_KINDS } from '../../host/incident/action-entries.ts'
import { OPENED_KIND } from '../../host/incident/fault-memory.ts'
import { REPORT_KINDS } from '../../host/incident/report-entries.ts'
import { DATABASE_FILE } from '../../host/ledger/ledger-files.ts'
import type { StoredEntry } from '../../host/ledger/port.ts'
import { openReadOnly } from '../../host/ledger/read-only.ts'
import { storeFailure } from '../../host/ledger/store-failure.ts'
import { FAULT_CHANGED_KIND, STARTED_KIND } from './counts-history.ts'

/** No words of people are counted, so none are read. */
const KINDS = [...new Set([STARTED_KIND, OPENED_KIND, FAULT_CHANGED_KIND, ...REPORT_KINDS, ...ACTION_KINDS])]

/** @param folder  a console's data folder, or that of its record. @returns what the record cannot be read for */
export function readCounts(folder: string): Result<readonly StoredEntry[]> {
  const place = existsSync(join(folder, DATABASE_FILE)) ? folder : join(folder, 'ledger')
  try {
    return ok(readFrom(place))
  } catch (cause) {
    return fail(storeFailure(cause, place))
  }
}

function readFrom(folder: string): readonly StoredEntry[] {
  const { database, close } = openReadOnly(folder)
  try {
    const marks = KINDS.map(() => '?').join(', ')
    const rows = database.prepare(`SELECT seq, utc_ms, role, position, kind, payload FROM entries WHERE kind IN (${marks}) ORDER BY seq`).all(...KINDS)
    return rows.flatMap((row) => {
      const payload = objectOf(row['payload'])
      return payload ? [{ seq: Number(row['seq']), utcMs: Number(row['utc_ms']), kind: String(row['kind']), actor: { role: String(row['role']) as Role, position: String(row['position']) }, payload }] : []
    })
  } finally {
    close()
  }
}

/** Somebody may have altered the file; saying so is for verify. */
function objectOf(text: unknown): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(String(text))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined
  } catch {
    return undefined
  }
}
