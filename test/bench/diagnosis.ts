// Of faults whose cause is known: how often the named one is right, how soon, and how often something else was said first.
import type { Clock } from '../../native/kit/clock.ts'
import { seeded } from '../support/seeded.ts'
import { makeFaults } from './cause-faults.ts'
import { tryFault, type Trial } from './cause-trial.ts'
import { quantilesOf } from './quantiles.ts'
import type { BenchRow } from './row.ts'

const BENCH = 'diagnosis'
const SEED = 20_200_915
const FAULTS = 300
const RIGHT_AT_LEAST_PERCENT = 99
const NAMED_WITHIN_MS = 10_000

export async function* benchDiagnosis(clock: Clock, faults: number = FAULTS): AsyncGenerator<BenchRow> {
  const startMs = clock.monotonicMs()
  const chance = seeded(SEED)
  const trials = makeFaults(faults, chance).map((fault) => tryFault(fault, chance))
  const tookMs = clock.monotonicMs() - startMs
  const against = { source: 'issue 5, architecture section 5', faults, seed: SEED }
  const single = (figure: string, value: number, unit: string, more: Readonly<Record<string, number>>): BenchRow =>
    ({ bench: BENCH, figure, unit, value, p50: value, p99: value, n: faults, against: { ...against, ...more } })
  const share = (which: (trial: Trial) => boolean): number => Math.round((1_000 * trials.filter(which).length) / faults) / 10

  yield single('cause right', share(({ isRight }) => isRight), '%', { min: RIGHT_AT_LEAST_PERCENT })
  yield single('named where the table says unknown', trials.filter(({ fault, wrong }) => fault.truth === 'unknown' && wrong.length > 0).length, 'faults', { max: 0 })
  yield single('another cause named on the way', share(({ wrong }) => wrong.length > 0), '%', {})
  const { p50, p95, p99, n } = quantilesOf(trials.filter(({ isRight }) => isRight).map((trial) => trial.tookMs))
  yield { bench: BENCH, figure: 'onset → cause named, p95', unit: 'ms', value: p95, p50, p99, n, against: { ...against, max: NAMED_WITHIN_MS } }
  yield single('simulating took', Math.round(tookMs), 'ms', { max: 30_000 })
}
