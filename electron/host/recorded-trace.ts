// Out of a record, the trace that `replay` reads. Pure: rows in, lines out, none of them held.
import { unpackLines } from './packed-lines.ts'
import { BEGAN_KIND } from './recorder.ts'

/** One entry of a record, in the order of the record. */
export interface TraceRow {
  readonly boot: string
  readonly utcMs: number
  readonly kind: string
  /** JSON. */
  readonly payload: string
  /** Absent: nothing was beside it, or it was deleted since. */
  readonly text?: string
}

export interface TraceWindow {
  /** In UTC, to the second in which the record was written; absent: from its beginning. */
  readonly fromMs?: number
  readonly toMs?: number
}

/** What could not be given. */
export interface TraceGaps {
  /** Batches whose text is not in the record any more. */
  deleted: number
  /** Batches of a run that has no header: written by an earlier version. */
  headless: number
  /** Batches that cannot be read: `verify` says whether somebody altered them. */
  damaged: number
}

interface RunNow {
  readonly boot: string
  readonly header: Readonly<Record<string, unknown>>
  readonly t: number
  readonly utcMs: number
  /** Added to the times of this run, so that they go on from the run before it. */
  readonly shiftMs: number
  written: boolean
}

/**
 * The lines of a trace, headers first. A console that was started anew gives a further header; its times are moved so that
 * they follow those before them, by what the wall clock says lay between.
 *
 * @param gaps  counted up along the way
 */
export function* recordedTrace(rows: Iterable<TraceRow>, window: TraceWindow, gaps: TraceGaps): Generator<string> {
  let run: RunNow | undefined
  let lastMs = -Infinity
  for (const row of rows) {
    if (row.kind === BEGAN_KIND) {
      run = beginRun(row, run, lastMs) ?? run
      continue
    }
    if (!isInside(row, window)) continue
    if (run?.boot !== row.boot) {
      gaps.headless += 1
      continue
    }
    if (row.text === undefined) {
      gaps.deleted += 1
      continue
    }
    const unpacked = unpackLines(row.text)
    const lines = unpacked.ok ? unpacked.value.map((line) => ({ line, t: timeOf(line) })).filter(({ t }) => !Number.isNaN(t)) : []
    const [first] = lines
    if (!first) {
      gaps.damaged += 1
      continue
    }
    if (!run.written) {
      run.written = true
      yield headerLine(run, first.t, window)
    }
    for (const { line, t } of lines) {
      lastMs = Math.max(lastMs, t + run.shiftMs)
      yield run.shiftMs === 0 ? line : line.replace(T_KEY, `{"t":${t + run.shiftMs}`)
    }
  }
}

/** Each line begins with its time, as the host wrote it. */
const T_KEY = /^\{"t":(-?\d+(?:\.\d+)?)/
const timeOf = (line: string): number => Number(T_KEY.exec(line)?.[1] ?? Number.NaN)

const isInside = ({ utcMs }: TraceRow, { fromMs = -Infinity, toMs = Infinity }: TraceWindow): boolean => utcMs >= fromMs && utcMs <= toMs

function beginRun(row: TraceRow, before: RunNow | undefined, lastMs: number): RunNow | undefined {
  const header = readHeader(row.payload)
  const t = header?.['t']
  const utcMs = header?.['utcMs']
  if (!header || typeof t !== 'number' || typeof utcMs !== 'number') return undefined
  // The first that is written keeps its own times. Later, a wall clock that was set back meanwhile must not put later lines
  // before earlier ones.
  const byClock = before ? before.shiftMs + (utcMs - before.utcMs) - (t - before.t) : 0
  const shiftMs = lastMs === -Infinity ? 0 : Math.max(byClock, lastMs + 1 - t)
  return { boot: row.boot, header, t, utcMs, shiftMs, written: false }
}

function readHeader(payload: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(payload)
    return typeof value === 'object' && value !== null ? { ...value } : undefined
  } catch {
    return undefined
  }
}

/** A window that opens in the middle of a run knows nothing of what was before: its services start unknown. */
function headerLine({ header, t, utcMs, shiftMs }: RunNow, firstMs: number, { fromMs = -Infinity }: TraceWindow): string {
  const isCut = utcMs < fromMs
  const { remembered: _, standing: _standing, ...bare } = header
  return JSON.stringify({ ...(isCut ? bare : header), ...(isCut ? { t: firstMs + shiftMs, utcMs: utcMs + firstMs - t } : { t: t + shiftMs }) })
}
