// Everything a record says of alarms, read as verify reads it: without a trace in its folder, also while a host writes there.
import { join } from 'node:path'
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'
import type { JsonObject } from '../../contract/words.ts'
import { ALARM_KINDS, type AlarmEntry } from '../../host/alarm/history.ts'
import { openReadOnly } from '../../host/ledger/read-only.ts'

/** @param folder  a console's data folder, or that of its record. @returns STORE_UNREADABLE with the cause in `detail` */
export function readAlarms(folder: string): Result<readonly AlarmEntry[]> {
  const causes: string[] = []
  for (const place of [join(folder, 'ledger'), folder]) {
    try {
      return ok(readFrom(place))
    } catch (cause) {
      causes.push(`${place}: ${cause instanceof Error ? cause.message : String(cause)}`)
    }
  }
  return fail(failure('STORE_UNREADABLE', causes.join('; ')))
}

function readFrom(folder: string): readonly AlarmEntry[] {
  const { database, close } = openReadOnly(folder)
  try {
    const marks = ALARM_KINDS.map(() => '?').join(', ')
    const rows = database.prepare(`SELECT utc_ms, kind, payload FROM entries WHERE kind IN (${marks}) ORDER BY seq`).all(...ALARM_KINDS)
    return rows.flatMap(({ utc_ms: utcMs, kind, payload }) => {
      const read = objectOf(payload)
      return typeof utcMs === 'number' && typeof kind === 'string' && read ? [{ utcMs, kind, payload: read }] : []
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
