// What durability costs: the ledger through its thread, against a bare node:sqlite loop with the same settings, same disk, same run.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openLedger } from '../../electron/host/ledger/open-ledger.ts'
import type { EntryDraft, Ledger } from '../../electron/host/ledger/port.ts'
import { CONNECTION_PRAGMAS } from '../../electron/host/ledger/store-schema.ts'
import { verifyLedger } from '../../electron/host/ledger/verify-ledger.ts'
import { systemClock, systemRandom } from '../../native/transport/clock.ts'

/** One figure as `bench` prints it; the caller adds the machine. */
export interface LedgerFigure {
  readonly bench: 'ledger'
  readonly figure: string
  readonly unit: 'ms' | 'entries/s'
  readonly value: number
  /** Milliseconds from call to acknowledgement. */
  readonly p50: number
  readonly p99: number
  readonly n: number
  readonly against: Readonly<Record<string, number>>
}

export interface BenchLedgerOptions {
  /** Entries of each figure. */
  readonly entries?: number
  /** On the disk to be measured; a temporary file system would measure memory. */
  readonly folder?: string
}

const IN_FLIGHT = 32
const WARM_UP = 100
const payload = (n: number) => ({ service: 'rbs', from: 'ok', to: 'degraded', why: 'latency over its limit', latencyMs: 312, n })
const draft = (n: number): EntryDraft => ({ kind: 'service.changed', actor: { role: 'system', position: 'OB-07' }, payload: payload(n) })
const note = (n: number): EntryDraft => ({ ...draft(n), kind: 'note.added', content: 'Spraak valt weg op INC-1, spreekt verder via mobilofoon.' })

/** Appends one at a time, 32 in flight, notes with deletable text, and the speed of a whole verification. */
export async function* benchLedger({ entries = 1500, folder = tmpdir() }: BenchLedgerOptions = {}): AsyncGenerator<LedgerFigure> {
  const scratch = mkdtempSync(join(folder, 'bench-ledger-'))
  try {
    const plainOne = plainLoop(join(scratch, 'plain-one.db'), entries, 1)
    const plainMany = plainLoop(join(scratch, 'plain-many.db'), entries, IN_FLIGHT)
    const ledger = await opened(scratch)
    await measure(ledger, draft, { entries: WARM_UP, lanes: 1 })

    const one = await measure(ledger, draft, { entries, lanes: 1 })
    yield figure({ figure: 'append, one at a time', unit: 'ms', value: one.p50 }, one, { plainP50: plainOne.p50, plainP99: plainOne.p99 })
    const many = await measure(ledger, draft, { entries: entries * 4, lanes: IN_FLIGHT })
    yield figure({ figure: `append, ${IN_FLIGHT} in flight`, unit: 'entries/s', value: many.perSecond }, many, {
      plainOneACommitPerSecond: plainOne.perSecond, plain32ACommitPerSecond: plainMany.perSecond,
    })
    const notes = await measure(ledger, note, { entries, lanes: 1 })
    yield figure({ figure: 'note to durable, 99th percentile', unit: 'ms', value: notes.p99 }, notes, { plainP99: plainOne.p99 })
    await ledger.close()
    yield verifySpeed(join(scratch, 'ledger'))
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

interface Measured {
  readonly p50: number
  readonly p99: number
  readonly perSecond: number
  readonly n: number
}

async function opened(scratch: string): Promise<Ledger> {
  const ledger = await openLedger({
    folder: join(scratch, 'ledger'), keyFolder: join(scratch, 'keys'), checkpointCopy: join(scratch, 'copy.jsonl'),
    bootId: 'bench', clock: systemClock, random: systemRandom,
  })
  if (!ledger.ok) throw new Error(`${ledger.error.code} ${ledger.error.detail}`)
  return ledger.value
}

async function measure(ledger: Ledger, make: (n: number) => EntryDraft, { entries, lanes }: { entries: number; lanes: number }): Promise<Measured> {
  const took: number[] = []
  let next = 0
  const lane = async (): Promise<void> => {
    while (next < entries) {
      const from = systemClock.monotonicMs()
      const done = await ledger.record(make(next++))
      if (!done.ok) throw new Error(`${done.error.code} ${done.error.detail}`)
      took.push(systemClock.monotonicMs() - from)
    }
  }
  const from = systemClock.monotonicMs()
  await Promise.all(Array.from({ length: lanes }, lane))
  return summarise(took, systemClock.monotonicMs() - from)
}

/** The least that anybody has to do: same pragmas, one table, no hash, no thread, no signature. */
function plainLoop(path: string, entries: number, perCommit: number): Measured {
  const database = new DatabaseSync(path)
  for (const pragma of CONNECTION_PRAGMAS) database.exec(pragma)
  database.exec('CREATE TABLE entries (seq INTEGER PRIMARY KEY, kind TEXT NOT NULL, payload TEXT NOT NULL) STRICT')
  const insert = database.prepare('INSERT INTO entries (kind, payload) VALUES (?, ?)')
  const took: number[] = []
  const start = systemClock.monotonicMs()
  for (let n = 0; n < entries; n += perCommit) {
    const from = systemClock.monotonicMs()
    database.exec('BEGIN IMMEDIATE')
    for (let at = 0; at < perCommit; at++) insert.run('service.changed', JSON.stringify(payload(n + at)))
    database.exec('COMMIT')
    const ms = systemClock.monotonicMs() - from
    for (let at = 0; at < perCommit; at++) took.push(ms)
  }
  const measured = summarise(took, systemClock.monotonicMs() - start)
  database.close()
  return measured
}

function verifySpeed(folder: string): LedgerFigure {
  const from = systemClock.monotonicMs()
  const report = verifyLedger(folder, [])
  const ms = systemClock.monotonicMs() - from
  if (report.code !== 0) throw new Error(report.text)
  const measured = { p50: ms, p99: ms, perSecond: (report.entries * 1000) / ms, n: report.entries }
  return figure({ figure: 'verify, whole ledger', unit: 'entries/s', value: measured.perSecond }, measured, {})
}

function summarise(took: number[], totalMs: number): Measured {
  const sorted = took.toSorted((one, other) => one - other)
  const at = (part: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
  return { p50: at(0.5), p99: at(0.99), perSecond: (took.length * 1000) / totalMs, n: took.length }
}

type Head = Pick<LedgerFigure, 'figure' | 'unit' | 'value'>

function figure(head: Head, { p50, p99, n }: Measured, against: Record<string, number>): LedgerFigure {
  const rounded = Object.fromEntries(Object.entries(against).map(([key, one]) => [key, round(one)]))
  return { bench: 'ledger', ...head, value: round(head.value), p50: round(p50), p99: round(p99), n, against: rounded }
}

const round = (value: number): number => Math.round(value * 1000) / 1000
