// Everything one run has measured, the targets it is held against, and the rows that the command prints.
import { quantilesOf } from '../quantiles.ts'
import type { BenchRow } from '../row.ts'
import type { Curve } from './curve.ts'
import type { LiveResult, LiveResults } from './measure-live.ts'
import type { SimulatedResult } from './measure-simulated.ts'
import type { Score } from './score.ts'
import { MINUTE_MS, SECOND_MS } from './told.ts'

export interface Measured {
  readonly live: LiveResults
  readonly simulated: readonly SimulatedResult[]
  /** By class: from the onset to degraded; Infinity when not within the time looked at. */
  readonly degradedMs: Readonly<Record<string, readonly number[]>>
  readonly hardOutageMs: readonly number[]
  readonly curves: readonly Curve[]
}

export interface Target {
  readonly what: string
  readonly how: 'live' | 'simulated'
  readonly unit: 's' | 'min' | 'a day' | 'times'
  readonly value: number
  readonly max: number
  readonly n: number
}

export const isMet = ({ value, max }: Target): boolean => value <= max

/** Source: the targets of the issue that asked for this bench; order as there. */
export function targetsOf({ live, simulated, degradedMs, hardOutageMs }: Measured): readonly Target[] {
  const hangs = live.results.filter(({ of }) => of.id === 'hang').flatMap((one) => one.downAfterReplyMs)
  const refused = (transport: 'tcp' | 'udp') => live.results.find((one) => one.of.id === 'cut' && one.transport === transport)?.achterwacht.detectionMs ?? []
  const lossy = simulated.find(({ of }) => of.id === 'loss-1')
  const patterns = simulated.filter(({ of }) => of.kind === 'pattern')
  const labelled = simulated.find(({ of }) => of.id === '4-2')?.unstableMs ?? []
  const worst = (of: (one: SimulatedResult) => number): number => Math.max(...patterns.map(of))
  const p95 = (what: string, values: readonly number[], max: number): Target => ({ what, how: 'live', unit: 's', value: seconds(quantilesOf(values).p95), max, n: values.length })
  const days = lossy?.achterwacht.days ?? 0
  return [
    p95('hang → down, 95th percentile after the last reply', hangs, 4.2),
    p95('refused → down, 95th percentile, nothing held', refused('udp'), 1.1),
    p95('refused → down, 95th percentile, connection held', refused('tcp'), 0.4),
    { what: `1 % loss: false downs in ${days} days`, how: 'simulated', unit: 'times', value: lossy?.achterwacht.falseDowns ?? Number.NaN, max: 0, n: days },
    { what: `1 % loss: unknown, mean over ${days} days`, how: 'simulated', unit: 'a day', value: perDay(lossy?.achterwacht, 'falseUnknowns'), max: 10, n: days },
    { what: '30 % loss → degraded, median', how: 'simulated', unit: 's', value: seconds(quantilesOf(degradedMs['loss-30'] ?? []).p50), max: 20, n: degradedMs['loss-30']?.length ?? 0 },
    { what: '4 min up, 2 min down → unstable, the slowest run, after the first failure', how: 'simulated', unit: 'min', value: minutes(Math.max(...labelled)), max: 15, n: labelled.length },
    { what: 'changes of the label in three days, the worst run of any pattern', how: 'simulated', unit: 'times', value: worst(({ label }) => label.changes), max: 12, n: patterns.length },
    { what: 'sounds under the label though nothing got worse, the worst run of any pattern', how: 'simulated', unit: 'times', value: worst(({ label }) => label.soundsUnder), max: 0, n: patterns.length },
    { what: 'hard outage after flapping → shown as down and sounded, the slowest', how: 'simulated', unit: 'min', value: minutes(Math.max(...hardOutageMs)), max: 11, n: hardOutageMs.length },
  ]
}

// ── rows ───────────────────────────────────────────────────────────────────────────────────

const BENCH = 'detection'

export function* rowsOf(measured: Measured): Generator<BenchRow> {
  for (const target of targetsOf(measured)) {
    const { what, unit, value, max, n, how } = target
    yield { bench: BENCH, figure: what, unit, value, p50: value, p99: value, n, against: { max, met: isMet(target) ? 'yes' : 'no', time: how } }
  }
  for (const one of measured.live.results) if (one.achterwacht.outages > 0) yield liveRow(one)
  for (const one of measured.simulated) yield simulatedRow(one)
  const { loopDelayP99Ms, ownStandstills, haproxyVersion } = measured.live.run
  yield { bench: BENCH, figure: 'own event loop, 99th percentile of its delay', unit: 'ms', value: loopDelayP99Ms, p50: loopDelayP99Ms, p99: loopDelayP99Ms, n: 1, against: { ownStandstills: ownStandstills.length, haproxyVersion } }
}

function liveRow({ of, transport, achterwacht, haproxy, misses, haproxyModel }: LiveResult): BenchRow {
  const { p50, p95, p99, n } = quantilesOf(achterwacht.detectionMs)
  const peer = (score: Score): Readonly<Record<string, number>> => {
    const found = quantilesOf(score.detectionMs)
    return { p50: Math.round(found.p50), p95: Math.round(found.p95) }
  }
  const peers = transport === 'udp' ? {} : {
    ...prefixed('haproxy', peer(haproxy)), ...prefixed('haproxyModel', peer(haproxyModel)), ...prefixed('threeMisses', peer(misses)),
  }
  return { bench: BENCH, figure: `${of.label} → down, live, ${transport}`, unit: 'ms', value: p95, p50, p99, n, against: { missed: achterwacht.missed, falseDowns: achterwacht.falseDowns, ...peers } }
}

function simulatedRow({ of, achterwacht, haproxy, misses }: SimulatedResult): BenchRow {
  const value = perDay(achterwacht, 'falseDowns')
  return {
    bench: BENCH, figure: `${of.label}: false downs a day, simulated`, unit: 'a day', value, p50: value, p99: value, n: achterwacht.days,
    against: { haproxy: perDay(haproxy, 'falseDowns'), threeMisses: perDay(misses, 'falseDowns'), unknown: perDay(achterwacht, 'falseUnknowns') },
  }
}

const prefixed = (prefix: string, figures: Readonly<Record<string, number>>): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(figures).map(([name, value]) => [`${prefix}${name.toUpperCase()}`, value]))

export const perDay = (score: Score | undefined, what: 'falseDowns' | 'falseUnknowns'): number => (score ? round(score[what] / score.days, 1_000) : Number.NaN)
/** Seconds of real outage a day in which the watcher did not say down. */
export const exposedPerDay = (score: Score): number => Math.round(score.exposedMs / SECOND_MS / score.days)
export const seconds = (ms: number): number => round(ms / SECOND_MS, 100)
export const minutes = (ms: number): number => round(ms / MINUTE_MS, 10)

const round = (value: number, steps: number): number => Math.round(value * steps) / steps
