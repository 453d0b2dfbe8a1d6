// Rows of a record as the reading side takes them. It may be anybody's copy: what does not read as an entry is left out, and
// saying that it was altered is for verify. Entries are never changed, so nothing here needs one view over several statements:
// each statement ends at once, and the writer can move its log into the database.
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import type { JsonObject, Role } from '../../../contract/words.ts'
import type { StoredEntry } from '../port.ts'

/** Their text is packed measurements, up to 256 kB an entry: nobody reads or searches it. */
export const PACKED_KINDS: readonly string[] = ['watch.samples']

/** Of the console alone, and without a text: nothing in them is looked for by words, by who or by number. */
export const WORDLESS_KINDS: readonly string[] = [...PACKED_KINDS, 'watch.saved', 'state.kept', 'fault.saved', 'report.counted', 'action.counted', 'radio.signal', 'radio.battery', 'channel.readiness']

/** Measurements and keepsakes: many, and told only to who asks for their kind. */
export const QUIET_KINDS: readonly string[] = [...WORDLESS_KINDS, 'radio.position']

export const marksOf = (values: readonly unknown[]): string => values.map(() => '?').join(', ')

export const ROW = `SELECT e.seq AS seq, e.utc_ms AS utcMs, e.kind AS kind, e.role AS role, e.position AS position, e.payload AS payload, c.text AS text
  FROM entries e LEFT JOIN content c ON c.seq = e.seq AND e.kind NOT IN (${PACKED_KINDS.map((kind) => `'${kind}'`).join(', ')})`

type Row = Readonly<Record<string, SQLOutputValue>>

export function decodeRow(row: Row): StoredEntry | undefined {
  const payload = objectOf(row['payload'])
  const { seq, utcMs, text } = row
  if (!payload || typeof seq !== 'number' || typeof utcMs !== 'number') return undefined
  return {
    seq, utcMs, payload,
    kind: String(row['kind']),
    actor: { role: String(row['role']) as Role, position: String(row['position']) },
    ...(typeof text === 'string' ? { content: text } : {}),
  }
}

export function objectOf(text: unknown): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(String(text))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined
  } catch {
    return undefined
  }
}

/** Every kind there is, by leaping through its index. */
export function kindsIn(database: DatabaseSync): readonly string[] {
  const next = database.prepare('SELECT min(kind) AS kind FROM entries WHERE kind > ?')
  const kinds: string[] = []
  for (let kind = next.get('')?.['kind']; typeof kind === 'string'; kind = next.get(kind)?.['kind']) kinds.push(kind)
  return kinds
}

export function headSeq(database: DatabaseSync): number {
  return Number(database.prepare('SELECT max(seq) AS seq FROM entries').get()?.['seq'] ?? 0)
}
