// achterwacht samples: the trace of an outage out of a record, for `replay` and for whoever studies it. Reads only, also
// beside a running host. Format: FORMATS, `replay`.
import { traceRows } from '../host/export-rows.ts'
import { openReadOnly } from '../host/ledger/read-only.ts'
import { storeFailure } from '../host/ledger/store-failure.ts'
import { recordedTrace, type TraceGaps, type TraceWindow } from '../host/recorded-trace.ts'
import { readUtc, recordIn } from './record-place.ts'
import type { TellConsole } from './tell-console.ts'
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
  /** Before anything is read. */
  readonly tell?: TellConsole
}

interface Asked extends TraceWindow {
  readonly folder: string
}

/** @returns 0; 1 when the record cannot be read or holds no samples of that time; 2 for wrong use */
export async function samplesCommand(argv: readonly string[], { defaultFolder, write, err, tell }: SamplesPorts): Promise<number> {
  const asked = readArguments(argv, defaultFolder)
  if (typeof asked === 'string') {
    err(asked)
    err(`usage: ${SAMPLES_USAGE}`)
    return WRONG_USE
  }
  await tell?.(asked.folder, 'samples')
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
    for (const line of recordedTrace(traceRows(opened.database, asked), asked, gaps)) {
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
