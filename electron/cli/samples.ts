// achterwacht samples: the trace of an outage out of a record, for `replay` and for whoever studies it. Reads only, also
// beside a running host. Format: FORMATS, `replay`.
import type { DatabaseSync } from 'node:sqlite'
import { openReadOnly } from '../host/ledger/read-only.ts'
import { storeFailure } from '../host/ledger/store-failure.ts'
import { BEGAN_KIND, SAMPLES_KIND } from '../host/recorder.ts'
import { recordedTrace, type TraceGaps, type TraceRow, type TraceWindow } from '../host/recorded-trace.ts'
import { readUtc, recordIn } from './record-place.ts'
import { SAMPLES_USAGE } from './replay-usage.ts'

const WRONG_USE = 2
const UNREADABLE = 1
/** Written together: one wait a line would make a day take an hour. */
const CHUNK_LINES = 2000

export interface SamplesPorts {
  readonly defaultFolder: string
  /** Says when it was taken; false: nobody reads any more. */
  readonly write: (text: string) => Promise<boolean>
  readonly err: (line: string) => void
}

interface Asked extends TraceWindow {
  readonly folder: string
}

/** @returns 0; 1 when the record cannot be read or holds no samples of that time; 2 for wrong use */
export async function samplesCommand(argv: readonly string[], { defaultFolder, write, err }: SamplesPorts): Promise<number> {
  const asked = readArguments(argv, defaultFolder)
  if (typeof asked === 'string') {
    err(asked)
    err(`usage: ${SAMPLES_USAGE}`)
    return WRONG_USE
  }
  const gaps: TraceGaps = { deleted: 0, headless: 0, damaged: 0 }
  let lines = 0
  try {
    for (const chunk of inChunks(asked, gaps)) {
      lines += chunk.length
      if (!(await write(`${chunk.join('\n')}\n`))) return 0
    }
  } catch (cause) {
    err(`${asked.folder}: ${storeFailure(cause, 'record').detail}`)
    return UNREADABLE
  }
  if (gaps.deleted > 0) err(`${gaps.deleted} batches of samples are not in the record any more`)
  if (gaps.headless > 0) err(`${gaps.headless} batches of samples have no header: they are left out`)
  if (gaps.damaged > 0) err(`${gaps.damaged} batches of samples cannot be read: ask achterwacht verify`)
  if (lines > 0) return 0
  err('the record holds no samples of that time')
  return UNREADABLE
}

function* inChunks(asked: Asked, gaps: TraceGaps): Generator<readonly string[]> {
  const opened = openReadOnly(asked.folder)
  try {
    let chunk: string[] = []
    for (const line of recordedTrace(rowsOf(opened.database, asked), asked, gaps)) {
      chunk.push(line)
      if (chunk.length < CHUNK_LINES) continue
      yield chunk
      chunk = []
    }
    if (chunk.length > 0) yield chunk
  } finally {
    opened.close()
  }
}

/** Headers of every run, for a window may open in the middle of one. In the order of the table: a sort would hold all of it. */
const PAGE = `SELECT e.seq AS seq, e.boot AS boot, e.utc_ms AS utcMs, e.kind AS kind, e.payload AS payload, c.text AS text
  FROM entries e LEFT JOIN content c ON c.seq = e.seq
  WHERE e.seq > ? AND (+e.kind = ? OR (+e.kind = ? AND e.utc_ms BETWEEN ? AND ?)) ORDER BY e.seq LIMIT ?`
const PAGE_ROWS = 500

function* rowsOf(database: DatabaseSync, { fromMs = 0, toMs = Number.MAX_SAFE_INTEGER }: TraceWindow): Generator<TraceRow> {
  const page = database.prepare(PAGE)
  for (let lastSeq = 0; ; ) {
    const rows = page.all(lastSeq, BEGAN_KIND, SAMPLES_KIND, fromMs, toMs, PAGE_ROWS)
    // Whoever reads us may pause: a view that stays open would let the log of a running console grow meanwhile.
    database.exec('COMMIT')
    for (const { seq, boot, utcMs, kind, payload, text } of rows) {
      lastSeq = Number(seq)
      yield { boot: String(boot), utcMs: Number(utcMs), kind: String(kind), payload: String(payload), ...(typeof text === 'string' && { text }) }
    }
    if (rows.length < PAGE_ROWS) return
    database.exec('BEGIN')
  }
}

// ── arguments ──────────────────────────────────────────────────────────────────────────────

function readArguments(argv: readonly string[], defaultFolder: string): Asked | string {
  const given = new Map<string, string>()
  const rest = [...argv]
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (!['--data', '--from', '--to'].includes(word)) return `unknown option: ${word}`
    const value = rest.shift()
    if (value === undefined) return `${word} needs a value`
    given.set(word, value)
  }
  const fromMs = readUtc(given.get('--from'))
  const toMs = readUtc(given.get('--to'))
  if (Number.isNaN(fromMs) || Number.isNaN(toMs)) return 'a time is UTC, as 2020-09-15T21:40:00Z'
  return { folder: recordIn(given.get('--data') ?? defaultFolder), ...(fromMs !== undefined && { fromMs }), ...(toMs !== undefined && { toMs }) }
}
