// What deleting by age costs whoever clicks meanwhile: a hundred thousand old texts go from a real record, by the console's own
// steps, while a click comes each 50 ms. Before it the same clicks with nothing to delete.
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLedger } from '../../electron/host/ledger/open-ledger.ts'
import type { EntryDraft, Ledger } from '../../electron/host/ledger/port.ts'
import { readerInThread } from '../../electron/host/ledger/reader/reader-port.ts'
import { createRecordReader } from '../../electron/host/ledger/reader/record-reader.ts'
import { verifyLedger } from '../../electron/host/ledger/verify-ledger.ts'
import { createRecorder } from '../../electron/host/recorder.ts'
import { createRetention } from '../../electron/host/retention/retention.ts'
import { retentionSchema } from '../../electron/host/site/retention-fields.ts'
import { toTimeline } from '../../electron/host/timeline-entry.ts'
import type { Clock } from '../../native/kit/clock.ts'
import { systemClock, systemRandom } from '../../native/transport/clock.ts'
import { openDirectRecord } from '../support/direct-record.ts'
import { quantilesOf, type Quantiles } from './quantiles.ts'
import type { BenchRow } from './row.ts'

const TEXTS = 100_000
const AGE_MS = 200 * 86_400_000
const COMMIT_ENTRIES = 5000
const SAMPLE_CHARACTERS = 360
const CLICK_EVERY_MS = 50
const QUIET_MS = 5000
const CLICK_MAX_MS = 50
const LONGEST_MS = 240_000

const actor = { role: 'system', position: 'host' } as const

export async function* benchRetention(): AsyncGenerator<BenchRow> {
  const root = mkdtempSync(join(tmpdir(), 'bench-retention-'))
  try {
    fill(root)
    const ledger = await opened(root)
    const quiet = await clicks(ledger, () => new Promise<void>((resolve) => void systemClock.after(QUIET_MS, resolve)))
    yield row('click to durable, nothing to delete, 99th percentile', quiet)
    const startMs = systemClock.monotonicMs()
    const deleting = await clicks(ledger, () => deleteAll(root, ledger))
    const tookMs = systemClock.monotonicMs() - startMs
    yield row(`click to durable while ${TEXTS} texts are deleted, 99th percentile`, deleting, { max: CLICK_MAX_MS })
    yield single(`${TEXTS} texts deleted by age`, 's', Math.round(tookMs / 100) / 10)
    await ledger.close()
    const { code } = verifyLedger(join(root, 'ledger'), [])
    yield { ...single('verdict after it', 'code', code), against: { max: 11 } }
    yield single('size of the database after it, its free pages among it', 'MB', Math.round(statSync(join(root, 'ledger', 'ledger.db')).size / 1e5) / 10)
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

function fill(root: string): void {
  const utcMs = systemClock.utcMs() - AGE_MS
  const record = openDirectRecord(root, utcMs)
  const text = 'abcdefghij'.repeat(SAMPLE_CHARACTERS / 10)
  for (let at = 0; at < TEXTS; at += COMMIT_ENTRIES) {
    record.write(Array.from({ length: COMMIT_ENTRIES }, (_, n): EntryDraft => ({ kind: 'watch.samples', actor, payload: { count: 8 }, content: `${at + n} ${text}` })), utcMs + at * 1000)
  }
  record.close(utcMs + TEXTS * 1000)
}

async function opened(root: string): Promise<Ledger> {
  const ledger = await openLedger({ folder: join(root, 'ledger'), keyFolder: join(root, 'keys'), bootId: 'bench', clock: systemClock, random: systemRandom })
  if (!ledger.ok) throw new Error(ledger.error.detail)
  return ledger.value
}

/** As the host joins them; its first pass comes at once. */
async function deleteAll(root: string, ledger: Ledger): Promise<void> {
  const reader = createRecordReader({ clock: systemClock, start: readerInThread(join(root, 'ledger')), hasIndex: () => false, packedKinds: [], toTimeline })
  const done = Promise.withResolvers<void>()
  const soon: Clock = { ...systemClock, utcMs: () => systemClock.utcMs(), monotonicMs: () => systemClock.monotonicMs(), after: (ms, run) => systemClock.after(ms > 60_000 ? 0 : ms, run) }
  const retention = createRetention({
    clock: soon,
    log: { info: () => done.resolve(), warn: (event) => done.reject(new Error(event)) },
    ledger,
    reader,
    recorder: createRecorder({ ledger, position: 'OB-07', simulated: false, onRefused: (kind) => done.reject(new Error(kind)) }),
    settings: retentionSchema.parse({}),
    clockQuality: () => 'synchronised',
  })
  const bound = systemClock.after(LONGEST_MS, () => done.reject(new Error('not done')))
  retention.start()
  try {
    await done.promise
  } finally {
    bound.cancel()
    retention.stop()
    await reader.close()
  }
}

async function clicks(ledger: Ledger, during: () => Promise<void>): Promise<Quantiles> {
  const took: number[] = []
  const state = { isOver: false }
  const clicking = (async () => {
    while (!state.isOver) {
      const startMs = systemClock.monotonicMs()
      const recorded = await ledger.record({ kind: 'note.added', actor: { role: 'dispatcher', position: 'OB-07' }, payload: { characters: 4 }, content: 'ruis' })
      if (!recorded.ok) throw new Error(recorded.error.code)
      took.push(systemClock.monotonicMs() - startMs)
      await new Promise<void>((resolve) => void systemClock.after(CLICK_EVERY_MS, resolve))
    }
  })()
  await during()
  state.isOver = true
  await clicking
  return quantilesOf(took)
}

const row = (figure: string, { p50, p99, n }: Quantiles, against: BenchRow['against'] = {}): BenchRow => ({ bench: 'retention', figure, unit: 'ms', value: p99, p50, p99, n, against })
const single = (figure: string, unit: string, value: number): BenchRow => ({ bench: 'retention', figure, unit, value, p50: value, p99: value, n: 1, against: {} })
