// Looking back on thirty busy days, through the reading thread: any moment, each filter of a search, making the index anew, and
// what an append waits while somebody looks back.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { searchInput, type SearchInput } from '../../electron/contract/record.ts'
import { openLedger } from '../../electron/host/ledger/open-ledger.ts'
import type { RecordReader } from '../../electron/host/ledger/reader/port.ts'
import { readerInThread } from '../../electron/host/ledger/reader/reader-port.ts'
import { createRecordReader } from '../../electron/host/ledger/reader/record-reader.ts'
import { PACKED_KINDS } from '../../electron/host/ledger/reader/rows.ts'
import { toTimeline } from '../../electron/host/timeline-entry.ts'
import { systemClock, systemRandom } from '../../native/transport/clock.ts'
import { seeded } from '../support/seeded.ts'
import { createRecord } from '../support/written-record.ts'
import { busyDays, BUSY_FROM_UTC_MS, DAY_MS } from './busy-days.ts'
import { quantilesOf } from './quantiles.ts'
import type { BenchRow } from './row.ts'

export interface BenchMomentOptions {
  readonly days?: number
  readonly moments?: number
  readonly searches?: number
  readonly onProgress?: (text: string) => void
}

const LIMIT_MS = 200
/** The index of a month is made in slices beside everything else. */
const INDEX_MS = 300_000

export async function* benchMoment({ days = 30, moments = 600, searches = 60, onProgress = () => undefined }: BenchMomentOptions = {}): AsyncGenerator<BenchRow> {
  const scratch = mkdtempSync(join(tmpdir(), 'bench-moment-'))
  try {
    onProgress(`writing ${days} days`)
    const record = createRecord(join(scratch, 'ledger'))
    const entries = record.write(busyDays(days))
    const reader = readerOf(record.folder)
    await timed(() => reader.moment({ seq: 1 }))
    // A console that looks back for the first time does both at once.
    yield* momentFigures(reader, 'beside the making of its index', { days, moments: moments / 4, entries })
    onProgress('making the index')
    yield await indexFigure(reader, entries)
    yield* momentFigures(reader, 'as usual', { days, moments, entries })
    yield* searchFigures(reader, { days, searches, entries })
    await reader.close()
    record.close()
    onProgress('appending beside questions')
    yield* appendFigures(join(scratch, 'live'))
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

const readerOf = (folder: string): RecordReader => createRecordReader({ clock: systemClock, start: readerInThread(folder), hasIndex: () => false, packedKinds: PACKED_KINDS, toTimeline })

async function timed(run: () => Promise<{ readonly ok: boolean }>): Promise<number> {
  const from = systemClock.monotonicMs()
  const done = await run()
  if (!done.ok) throw new Error(JSON.stringify(done))
  return systemClock.monotonicMs() - from
}

async function* momentFigures(reader: RecordReader, when: string, { days, moments, entries }: { readonly days: number; readonly moments: number; readonly entries: number }): AsyncGenerator<BenchRow> {
  const chance = seeded(7)
  const took: number[] = []
  for (let n = 0; n < moments; n++) took.push(await timed(() => reader.moment({ utcMs: BUSY_FROM_UTC_MS + Math.floor(chance.fraction() * days * DAY_MS) })))
  yield figureOf(`any moment of ${days} days, ${when}, worst of ${moments}`, Math.max(...took), took, { limitMs: LIMIT_MS, entries })
}

async function indexFigure(reader: RecordReader, entries: number): Promise<BenchRow> {
  const from = systemClock.monotonicMs()
  for (;;) {
    const found = await reader.search(searchInput.parse({ text: 'spraak', limit: 1 }))
    const ms = systemClock.monotonicMs() - from
    if (found.ok) return figureOf('making the index of it anew', ms, [ms], { entries })
    if (found.error.code !== 'STORE_BUSY' || ms > INDEX_MS) throw new Error(found.error.detail)
  }
}

async function* searchFigures(reader: RecordReader, { days, searches, entries }: { readonly days: number; readonly searches: number; readonly entries: number }): AsyncGenerator<BenchRow> {
  const chance = seeded(11)
  const moment = (): number => BUSY_FROM_UTC_MS + Math.floor(chance.fraction() * (days - 1) * DAY_MS)
  const hour = (): Partial<SearchInput> => {
    const fromUtcMs = moment()
    return { fromUtcMs, toUtcMs: fromUtcMs + DAY_MS / 24 }
  }
  const filters: Readonly<Record<string, () => Partial<SearchInput>>> = {
    'newest': () => ({}),
    'of one hour': hour,
    'before an entry': () => ({ before: 1 + Math.floor(chance.fraction() * entries) }),
    'a common word': () => ({ text: 'spraak' }),
    'a rare word': () => ({ text: `eenheid${Math.floor(chance.fraction() * 5000)}` }),
    'one letter': () => ({ text: 's' }),
    'a word in one hour': () => ({ text: 'spraak', ...hour() }),
    'two kinds': () => ({ kinds: ['switch.switched', 'note.added'] }),
    'a kind that is not there': () => ({ kinds: ['no.such'] }),
    'a role': () => ({ roles: ['supervisor'] }),
    'a role and a kind': () => ({ roles: ['dispatcher'], kinds: ['press.switch'] }),
    'a number': () => ({ number: `S-2024-OB-${String(1 + Math.floor(chance.fraction() * days)).padStart(4, '0')}` }),
  }
  for (const [name, make] of Object.entries(filters)) {
    const took: number[] = []
    for (let n = 0; n < searches; n++) {
      const input = searchInput.parse(make())
      took.push(await timed(() => reader.search(input)))
    }
    const { p99 } = quantilesOf(took)
    yield figureOf(`search: ${name}`, p99, took, { entries })
  }
}

const APPENDS = 400

async function* appendFigures(folder: string): AsyncGenerator<BenchRow> {
  const opened = await openLedger({ folder: join(folder, 'ledger'), keyFolder: join(folder, 'keys'), bootId: 'bench', clock: systemClock, random: systemRandom })
  if (!opened.ok) throw new Error(opened.error.detail)
  const ledger = opened.value
  const append = (n: number) => ledger.record({ kind: 'service.changed', actor: { role: 'system', position: 'host' }, payload: { service: 'rbs', to: n % 2 === 0 ? 'down' : 'ok' } })
  await Promise.all(Array.from({ length: 5000 }, (_, n) => append(n)))
  const alone: number[] = []
  for (let n = 0; n < APPENDS; n++) alone.push(await timed(() => append(n)))
  const reader = readerOf(join(folder, 'ledger'))
  const over = new AbortController()
  const asking = (async () => {
    while (!over.signal.aborted) await Promise.all([reader.search(searchInput.parse({ kinds: ['service.changed'] })), reader.moment({ seq: 4000 })])
  })()
  await timed(() => reader.moment({ seq: 1 }))
  const beside: number[] = []
  for (let n = 0; n < APPENDS; n++) beside.push(await timed(() => append(n)))
  over.abort()
  await asking
  await reader.close()
  await ledger.close()
  yield figureOf('append while questions follow each other, 99th percentile', quantilesOf(beside).p99, beside, { aloneP50: round(quantilesOf(alone).p50), aloneP99: round(quantilesOf(alone).p99) })
}

const round = (ms: number): number => Math.round(ms * 1000) / 1000

function figureOf(figure: string, value: number, took: readonly number[], against: BenchRow['against']): BenchRow {
  const { p50, p99, n } = quantilesOf(took)
  return { bench: 'moment', figure, unit: 'ms', value: round(value), p50: round(p50), p99: round(p99), n, against }
}
