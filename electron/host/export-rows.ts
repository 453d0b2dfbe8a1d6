// Reads what is to be exported, page by page in the order of the record: whoever writes it down may be slow, and a view that
// stays open would let the log of a running console grow meanwhile.
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import { objectOf } from './ledger/reader/rows.ts'
import type { TraceRow, TraceWindow } from './recorded-trace.ts'
import { BEGAN_KIND, SAMPLES_KIND, WATCH_KIND } from './recorder.ts'
import type { ExportChoice } from './export/types.ts'
import type { ExportRow } from './export/masked-entry.ts'

const PAGE_ROWS = 500
/** A page of the record's own entries looks at so many, of which most are measurements. */
const PAGE_ENTRIES = 5000
/** Of the console for itself: measurements have a file of their own, and the rest says nothing that does not stand elsewhere. */
const LEFT_OUT: readonly string[] = [SAMPLES_KIND, WATCH_KIND, 'state.kept', 'fault.saved']

export function* entryRows(record: DatabaseSync, { number, fromUtcMs, toUtcMs }: Omit<ExportChoice, 'what' | 'masked'>): Generator<ExportRow> {
  // Without a window: all of it, or all of that number.
  const isOpen = fromUtcMs === undefined && toUtcMs === undefined
  const from = isOpen && number !== undefined ? Number.MAX_SAFE_INTEGER : (fromUtcMs ?? 0)
  const page = record.prepare(
    `SELECT e.seq AS seq, e.utc_ms AS utcMs, e.kind AS kind, e.role AS role, e.position AS position, e.payload AS payload, c.text AS text
     FROM entries e LEFT JOIN content c ON c.seq = e.seq
     WHERE e.seq > ? AND e.seq <= ? AND +e.kind NOT IN (${LEFT_OUT.map((kind) => `'${kind}'`).join(', ')})
     AND (e.utc_ms BETWEEN ? AND ? OR e.payload ->> '$.number' = ?) ORDER BY e.seq`)
  const last = Number(record.prepare('SELECT max(seq) AS seq FROM entries').get()?.['seq'] ?? 0)
  for (let after = 0; after < last; after += PAGE_ENTRIES) {
    yield* page.all(after, Math.min(after + PAGE_ENTRIES, last), from, toUtcMs ?? Number.MAX_SAFE_INTEGER, number ?? null).flatMap(rowOf)
  }
}

function rowOf({ seq, utcMs, kind, role, position, payload, text }: Record<string, SQLOutputValue>): readonly ExportRow[] {
  const said = objectOf(payload)
  if (!said) return []
  const about = { seq: Number(seq), utcMs: Number(utcMs), kind: String(kind), role: String(role), position: String(position), payload: said }
  if (typeof text === 'string') return [{ ...about, text }]
  return ['content' in said ? { ...about, deleted: true } : about]
}

/** Headers of every run, for a window may open in the middle of one. In the order of the table: a sort would hold all of it. */
const TRACE_PAGE = `SELECT e.seq AS seq, e.boot AS boot, e.utc_ms AS utcMs, e.kind AS kind, e.payload AS payload, c.text AS text
  FROM entries e LEFT JOIN content c ON c.seq = e.seq
  WHERE e.seq > ? AND (+e.kind = ? OR (+e.kind = ? AND e.utc_ms BETWEEN ? AND ?)) ORDER BY e.seq LIMIT ?`

/** @param record  in a transaction, or not */
export function* traceRows(record: DatabaseSync, { fromMs = 0, toMs = Number.MAX_SAFE_INTEGER }: TraceWindow): Generator<TraceRow> {
  const page = record.prepare(TRACE_PAGE)
  const isView = record.isTransaction
  for (let lastSeq = 0; ; ) {
    const rows = page.all(lastSeq, BEGAN_KIND, SAMPLES_KIND, fromMs, toMs, PAGE_ROWS)
    if (isView) record.exec('COMMIT')
    for (const { seq, boot, utcMs, kind, payload, text } of rows) {
      lastSeq = Number(seq)
      yield { boot: String(boot), utcMs: Number(utcMs), kind: String(kind), payload: String(payload), ...(typeof text === 'string' && { text }) }
    }
    if (rows.length < PAGE_ROWS) return
    if (isView) record.exec('BEGIN')
  }
}
