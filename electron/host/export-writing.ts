// Writes what was asked out of the record into a file under its half name, on the disk when it answers. In a thread of its own.
import { createHash } from 'node:crypto'
import { closeSync, createReadStream, fsyncSync, mkdirSync, openSync, readdirSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import type { Clock } from '../../native/kit/clock.ts'
import { failure } from '../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../native/kit/result.ts'
import { copyLedger } from './ledger/copy-ledger.ts'
import { ledgerPaths } from './ledger/ledger-files.ts'
import { openBeside } from './ledger/reader/open-beside.ts'
import { storeFailure } from './ledger/store-failure.ts'
import { createIdentityNames } from './log/pseudonyms.ts'
import { recordedTrace, type TraceWindow } from './recorded-trace.ts'
import { countedWords, csvWriter, jsonWriter, type LineWriter } from './export/entry-lines.ts'
import { entryRows, traceRows } from './export-rows.ts'
import type { ExportAsked, Exported } from './export/types.ts'
import { createRowMask } from './export/masked-entry.ts'

const FLUSH_BYTES = 1024 * 1024
/** Must stay free: the record may be on the same disk. */
const ROOM_LEFT_BYTES = 64 * 1024 * 1024
/** Around a storing whose window nobody gave. Source: architecture, section 7: −10/+30 min. */
const BEFORE_MS = 600_000
const AFTER_MS = 1_800_000

/**
 * @returns STORE_FULL before the disk is so full that the record could not go on, STORE_READONLY, STORE_UNREADABLE, STORE_DAMAGED;
 *   nothing is left behind then
 */
export async function writeExport(asked: ExportAsked, clock: Clock): Promise<Result<Exported>> {
  if (asked.what === 'record') return copyRecord(asked, clock)
  let file: number | undefined
  try {
    mkdirSync(dirname(asked.to), { recursive: true })
    file = openSync(asked.to, 'wx', 0o600)
    const written = writeLines(file, linesOf(asked), dirname(asked.to))
    if (written.ok) fsyncSync(file)
    else rmSync(asked.to, { force: true })
    return written
  } catch (error) {
    if (file !== undefined) rmSync(asked.to, { force: true })
    return fail(storeFailure(error, 'export'))
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

interface Line {
  readonly text: string
  /** It is an entry, and not what a file begins with. */
  readonly counts: boolean
}

function* linesOf(asked: ExportAsked): Generator<Line> {
  const opened = openBeside(asked.record)
  try {
    if (asked.what === 'samples') return yield* sampleLines(opened.database, asked)
    const { begin, line }: LineWriter = asked.what === 'entries-csv' ? csvWriter(asked) : jsonWriter(asked)
    const mask = asked.masked ? createRowMask(countedWords(asked.language), createIdentityNames()) : undefined
    yield { text: begin, counts: false }
    for (const row of entryRows(opened.database, asked)) yield { text: line(mask ? mask(row) : row), counts: true }
  } finally {
    opened.close()
  }
}

/** A trace knows services and probes, and nobody: units are told apart and not named. */
function* sampleLines(record: DatabaseSync, asked: ExportAsked): Generator<Line> {
  const window = windowOf(record, asked)
  for (const line of recordedTrace(traceRows(record, window), window, { deleted: 0, headless: 0, damaged: 0 })) yield { text: `${line}\n`, counts: true }
}

function windowOf(record: DatabaseSync, { number, fromUtcMs, toUtcMs }: ExportAsked): TraceWindow {
  const given: TraceWindow = { ...(fromUtcMs === undefined ? {} : { fromMs: fromUtcMs }), ...(toUtcMs === undefined ? {} : { toMs: toUtcMs }) }
  if (number === undefined || fromUtcMs !== undefined || toUtcMs !== undefined) return given
  const named = record.prepare("SELECT min(utc_ms) AS first, max(utc_ms) AS last FROM entries WHERE payload ->> '$.number' = ?").get(number)
  return typeof named?.['first'] === 'number' ? { fromMs: named['first'] - BEFORE_MS, toMs: Number(named['last']) + AFTER_MS } : given
}

function writeLines(file: number, lines: Iterable<Line>, folder: string): Result<Exported> {
  const hash = createHash('sha256')
  let waiting = ''
  let entries = 0
  let bytes = 0
  const flush = (): Result<void> => {
    const { bavail, bsize } = statfsSync(folder)
    const data = Buffer.from(waiting, 'utf8')
    if (bavail * bsize < data.length + ROOM_LEFT_BYTES) return fail(failure('STORE_FULL', `${folder} has ${Math.floor(bavail * bsize / 1e6)} MB free; ${Math.ceil(ROOM_LEFT_BYTES / 1e6)} MB must stay free for the record`))
    for (let done = 0; done < data.length; ) done += writeSync(file, data, done)
    hash.update(data)
    bytes += data.length
    waiting = ''
    return ok()
  }
  for (const { text, counts } of lines) {
    waiting += text
    if (counts) entries++
    const flushed = waiting.length < FLUSH_BYTES ? ok() : flush()
    if (!flushed.ok) return flushed
  }
  const flushed = flush()
  return flushed.ok ? ok({ entries, bytes, sha256: hash.digest('hex') }) : flushed
}

async function copyRecord({ record, to }: ExportAsked, clock: Clock): Promise<Result<Exported>> {
  const copied = await copyLedger({ from: record, to }, clock)
  if (!copied.ok) return copied
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(ledgerPaths(to).database)) hash.update(chunk as Buffer)
  const bytes = readdirSync(to).reduce((sum, name) => sum + statSync(join(to, name)).size, 0)
  return ok({ entries: copied.value.entries, bytes, sha256: hash.digest('hex') })
}
