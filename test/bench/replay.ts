// How fast a trace is replayed, in how much memory, and what recording one costs the console: sixty probes, one in a hundred missed.
import { createReplay } from '../../electron/host/replay.ts'
import { packLines } from '../../electron/host/packed-lines.ts'
import { encodeTraceHeader } from '../../electron/host/watch/trace-header.ts'
import { createSampleWriter } from '../../electron/host/watch/trace-line.ts'
import { DEFAULT_WATCH_SETTINGS } from '../../electron/host/watch/settings.ts'
import type { Sample, ServiceConfig } from '../../electron/host/watch/types.ts'
import type { Clock } from '../../native/kit/clock.ts'
import { quantilesOf } from './quantiles.ts'
import type { BenchRow } from './row.ts'

const BENCH = 'replay'
const SERVICES = 20
const PROBES_EACH = 3
const SECONDS = 6_000
const MISS_EVERY = 101 // a prime, so that every probe has its turn
const MIB = 1024 * 1024
const SECONDS_OF_THREE_DAYS = 3 * 24 * 3600

const services: readonly ServiceConfig[] = Array.from({ length: SERVICES }, (_, at) => ({
  id: at === 0 ? 'rbs' : at === 1 ? 'c2000' : `service-${at}`,
  role: at === 0 ? 'console' : at === 1 ? 'witness' : 'other',
  label: `Service ${at}`,
  dependsOn: [],
  viaOwnNetwork: at !== 1,
  probes: Array.from({ length: PROBES_EACH }, (_unused, probe) => ({ id: `probe-${at}-${probe}`, weight: 'primary', latencyLimitMs: 300 })),
}))
const probes = services.flatMap((one) => one.probes.map(({ id }) => id))

function samplesOf(second: number): readonly Sample[] {
  return probes.map((probe, at): Sample => {
    const atMs = second * 1000 + at * 16
    const isMiss = (second * probes.length + at) % MISS_EVERY === 0
    const latencyMs = 1 + ((second * 7 + at * 3) % 9)
    return { probe, atMs, sentMs: isMiss ? atMs - 800 : atMs - latencyMs, regular: true, result: isMiss ? { kind: 'timeout' } : { kind: 'reply', latencyMs, detail: 'SIP 200' } }
  })
}

export async function* benchReplay(clock: Clock): AsyncGenerator<BenchRow> {
  const write = createSampleWriter(DEFAULT_WATCH_SETTINGS.probeTimeoutMs)
  const replay = createReplay()
  replay.take(JSON.stringify(encodeTraceHeader({ atMs: -1000, utcMs: 0, services, settings: DEFAULT_WATCH_SETTINGS })))
  const recordMs: number[] = []
  const linesPerS: number[] = []
  let bare = 0
  let packed = 0
  let heapMiB = 0
  for (let second = 0; second < SECONDS; second++) {
    const samples = samplesOf(second)
    const beganMs = clock.monotonicMs()
    const lines = samples.map(write)
    packed += packLines(lines).length
    const writtenMs = clock.monotonicMs()
    for (const line of lines) replay.take(line)
    recordMs.push(writtenMs - beganMs)
    linesPerS.push((lines.length * 1000) / (clock.monotonicMs() - writtenMs))
    bare += lines.reduce((sum, line) => sum + line.length + 1, 0)
    heapMiB = Math.max(heapMiB, process.memoryUsage().heapUsed / MIB)
  }
  const n = SECONDS * probes.length
  const row = (figure: string, unit: string, values: readonly number[], against: BenchRow['against'] = {}): BenchRow => {
    const { p50, p99 } = quantilesOf(values)
    return { bench: BENCH, figure, unit, value: p50, p50, p99, n, against }
  }
  yield row('replayed', 'lines/s', linesPerS, { 'three days of sixty probes s': Math.round((SECONDS_OF_THREE_DAYS * probes.length) / quantilesOf(linesPerS).p50) })
  yield row('highest heap', 'MiB', [heapMiB])
  yield row('a second of sixty probes, written and packed', 'ms', recordMs, { 'part of one core %': quantilesOf(recordMs).p50 / 10 })
  yield row('recorded', 'bytes/sample', [packed / n], { bare: bare / n })
}
