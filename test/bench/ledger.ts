// What durability costs: the ledger through its thread, against a bare node:sqlite loop with the same settings and row, on the
// same disk in the same run. Turn by turn, so that what else the machine does falls on both; the figure is the median of the turns.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLedger } from '../../electron/host/ledger/open-ledger.ts'
import type { EntryDraft, Ledger } from '../../electron/host/ledger/port.ts'
import { verifyLedger } from '../../electron/host/ledger/verify-ledger.ts'
import type { Clock } from '../../native/kit/clock.ts'
import { systemClock, systemRandom } from '../../native/transport/clock.ts'
import { openPlainLoop, type PlainLoop, type Speed } from './plain-loop.ts'
import { quantilesOf, type Quantiles } from './quantiles.ts'
import { benchGrowth } from './record-growth.ts'
import type { BenchRow } from './row.ts'

export interface BenchLedgerOptions {
  /** Entries of one turn, one at a time; four times as many in flight. */
  readonly entries?: number
  readonly turns?: number
  /** How long samples stream beside the clicks. */
  readonly streamMs?: number
  /** On the disk to be measured; a temporary file system would measure memory. */
  readonly folder?: string
}

const IN_FLIGHT = 32
const WARM_UP = 200
const ALONE_MIN = 0.6
const TOGETHER_MIN = 2
const CLICK_MAX_MS = 50
const SAMPLES_PER_SECOND = 2000
const STREAM_TICK_MS = 10
const CLICK_EVERY_MS = 50

const payload = (n: number) => ({ service: 'rbs', from: 'ok', to: 'degraded', why: 'latency over its limit', latencyMs: 312, n })
const draft = (n: number): EntryDraft => ({ kind: 'service.changed', actor: { role: 'system', position: 'OB-07' }, payload: payload(n) })
const note = (n: number): EntryDraft => ({ ...draft(n), kind: 'note.added', content: 'Spraak valt weg op INC-1, spreekt verder via mobilofoon.' })
const sample = (n: number): EntryDraft => ({ kind: 'radio.signal', actor: { role: 'system', position: 'host' }, payload: { device: 'desk', dbm: -70 - (n % 20) } })

export async function* benchLedger({ entries = 600, turns = 7, streamMs = 10_000, folder = tmpdir() }: BenchLedgerOptions = {}): AsyncGenerator<BenchRow> {
  const clock = systemClock
  const scratch = mkdtempSync(join(folder, 'bench-ledger-'))
  try {
    const plain = openPlainLoop(clock, join(scratch, 'plain.db'), draft)
    const ledger = await opened(scratch)
    plain.run(WARM_UP, 1)
    await measure(clock, ledger, draft, { entries: WARM_UP, lanes: 1 })
    yield* sideBySide(clock, { plain, ledger, entries, turns })
    plain.close()
    const notes = await measure(clock, ledger, note, { entries, lanes: 1 })
    yield row({ figure: 'note to durable, 99th percentile', unit: 'ms', value: notes.p99 }, notes)
    const clicks = await clicksInAStream(clock, ledger, streamMs)
    yield row({ figure: `click to durable beside ${SAMPLES_PER_SECOND} samples a second, 99th percentile`, unit: 'ms', value: clicks.p99 }, clicks, { max: CLICK_MAX_MS })
    await ledger.close()
    yield await besideASlowShare(clock, join(scratch, 'slow'), streamMs)
    yield verifySpeed(clock, join(scratch, 'ledger'))
    yield* benchGrowth(join(scratch, 'growth'))
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

interface Sides {
  readonly plain: PlainLoop
  readonly ledger: Ledger
  readonly entries: number
  readonly turns: number
}

async function* sideBySide(clock: Clock, { plain, ledger, entries, turns }: Sides): AsyncGenerator<BenchRow> {
  const alone: Turn[] = []
  const together: Turn[] = []
  for (let turn = 0; turn < turns; turn++) {
    const bare = plain.run(entries, 1)
    alone.push({ bare, ours: await measure(clock, ledger, draft, { entries, lanes: 1 }) })
    together.push({ bare, ours: await measure(clock, ledger, draft, { entries: entries * 4, lanes: IN_FLIGHT }) })
  }
  yield ratioRow('append, one at a time', alone, ALONE_MIN)
  yield ratioRow(`append, ${IN_FLIGHT} in flight, against one a commit`, together, TOGETHER_MIN)
}

interface Turn {
  readonly bare: Speed
  readonly ours: Speed
}

function ratioRow(figure: string, turns: readonly Turn[], min: number): BenchRow {
  const ratios = turns.map(({ bare, ours }) => ours.perSecond / bare.perSecond)
  const ours = turns.map((turn) => turn.ours.perSecond)
  const latencies = turns.map((turn) => turn.ours)
  return {
    bench: 'ledger', figure, unit: 'of the bare loop', value: median(ratios), p50: median(latencies.map(({ p50 }) => p50)), p99: median(latencies.map(({ p99 }) => p99)), n: turns.length,
    against: { min, perSecond: Math.round(median(ours)), barePerSecond: Math.round(median(turns.map(({ bare }) => bare.perSecond))), turns: ratios.map((one) => one.toFixed(2)).join(' ') },
  }
}

const median = (values: readonly number[]): number => quantilesOf(values).p50

/** The same clicks with a second checkpoint file that takes 300 ms a line: the record must not wait for it. */
async function besideASlowShare(clock: Clock, folder: string, streamMs: number): Promise<BenchRow> {
  const ledger = await opened(folder, new URL('slow-second-writer.ts', import.meta.url))
  await measure(clock, ledger, draft, { entries: WARM_UP, lanes: 1 })
  const clicks = await clicksInAStream(clock, ledger, streamMs)
  await ledger.close()
  return row({ figure: 'the same beside a second checkpoint file of 300 ms a line', unit: 'ms', value: clicks.p99 }, clicks, { max: CLICK_MAX_MS })
}

async function opened(scratch: string, workerUrl?: URL): Promise<Ledger> {
  const ledger = await openLedger({
    folder: join(scratch, 'ledger'), keyFolder: join(scratch, 'keys'), checkpointCopy: join(scratch, 'copy.jsonl'),
    bootId: 'bench', clock: systemClock, random: systemRandom, ...(workerUrl && { workerUrl }),
  })
  if (!ledger.ok) throw new Error(`${ledger.error.code} ${ledger.error.detail}`)
  return ledger.value
}

async function recorded(clock: Clock, ledger: Ledger, one: EntryDraft): Promise<number> {
  const fromMs = clock.monotonicMs()
  const done = await ledger.record(one)
  if (!done.ok) throw new Error(`${done.error.code} ${done.error.detail}`)
  return clock.monotonicMs() - fromMs
}

async function measure(clock: Clock, ledger: Ledger, make: (n: number) => EntryDraft, { entries, lanes }: { entries: number; lanes: number }): Promise<Speed> {
  const took: number[] = []
  let next = 0
  const lane = async (): Promise<void> => {
    while (next < entries) took.push(await recorded(clock, ledger, make(next++)))
  }
  const fromMs = clock.monotonicMs()
  await Promise.all(Array.from({ length: lanes }, lane))
  return { ...quantilesOf(took), perSecond: (took.length * 1000) / (clock.monotonicMs() - fromMs) }
}

/** Samples as the host gives them, in small portions; a person's click comes whenever it likes. */
async function clicksInAStream(clock: Clock, ledger: Ledger, streamMs: number): Promise<Quantiles> {
  const startMs = clock.monotonicMs()
  const took: number[] = []
  const clicks: Promise<unknown>[] = []
  let sampled = 0
  let clicked = 0
  await new Promise<void>((resolve) => {
    const tick = (): void => {
      const passedMs = clock.monotonicMs() - startMs
      for (; sampled < (passedMs * SAMPLES_PER_SECOND) / 1000; sampled++) ledger.sample(sample(sampled))
      for (; clicked < passedMs / CLICK_EVERY_MS; clicked++) clicks.push(recorded(clock, ledger, draft(clicked)).then((ms) => took.push(ms)))
      if (passedMs < streamMs) clock.after(STREAM_TICK_MS, tick)
      else resolve()
    }
    tick()
  })
  await Promise.all(clicks)
  return quantilesOf(took)
}

function verifySpeed(clock: Clock, folder: string): BenchRow {
  const fromMs = clock.monotonicMs()
  const report = verifyLedger(folder, [])
  const ms = clock.monotonicMs() - fromMs
  if (report.code !== 0) throw new Error(report.text)
  return row({ figure: 'verify, whole ledger', unit: 'entries/s', value: (report.entries * 1000) / ms }, { p50: ms, p99: ms, n: report.entries })
}

type Head = Pick<BenchRow, 'figure' | 'unit' | 'value'>

const row = (head: Head, { p50, p99, n }: Pick<Quantiles, 'p50' | 'p99' | 'n'>, against: BenchRow['against'] = {}): BenchRow =>
  ({ bench: 'ledger', ...head, p50, p99, n, against })
