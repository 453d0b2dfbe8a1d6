// Speed against quiet: each rule with its own dial turned, so that none is judged by one setting. Source: reliability
// reference, part A4: publish the curve, not one point.
import { FAULT_MATRIX, NUISANCE } from './fault-matrix.ts'
import { scoreTold } from './score.ts'
import { chanceFor } from './seeds.ts'
import { HAPROXY_RULE, simulateHaproxy, simulateMisses, type SimulatedRun } from './simulated-peers.ts'
import { simulateWatch } from './simulated-watch.ts'
import { DAY_MS, type Told } from './told.ts'
import { quantilesOf } from '../quantiles.ts'

export interface CurvePoint {
  /** What the dial says: `4 s`, `fall 3`. */
  readonly dial: string
  readonly detectionMs: number
  readonly falseDownsPerDay: number
  /** As delivered, or as named in the comparison. */
  readonly isChosen: boolean
}

export interface Curve {
  readonly watcher: 'achterwacht' | 'haproxy' | 'misses'
  readonly points: readonly CurvePoint[]
}

const SILENCES_MS = [2_000, 3_000, 4_000, 5_000, 6_000]
const COUNTS = [2, 3, 4, 5, 6]
const CHOSEN_SILENCE_MS = 4_000
const CHOSEN_COUNT = 3

/** @param share  part of the days that is run: 1 for the document */
export function drawCurves(share: number): readonly Curve[] {
  const silence = (silenceDownMs: number) => (run: SimulatedRun): Told =>
    simulateWatch({ ...run, settings: { silenceDownMs, silenceUnknownMs: Math.min(2_500, silenceDownMs) } })
  return [
    { watcher: 'achterwacht', points: SILENCES_MS.map((ms) => point(`${ms / 1_000} s`, silence(ms), { share, isChosen: ms === CHOSEN_SILENCE_MS })) },
    { watcher: 'haproxy', points: COUNTS.map((fall) => point(`fall ${fall}`, (run) => simulateHaproxy(run, { ...HAPROXY_RULE, fall }), { share, isChosen: fall === CHOSEN_COUNT })) },
    { watcher: 'misses', points: COUNTS.map((misses) => point(`${misses}`, (run) => simulateMisses(run, misses), { share, isChosen: misses === CHOSEN_COUNT })) },
  ]
}

function point(dial: string, watch: (run: SimulatedRun) => Told, { share, isChosen }: { readonly share: number; readonly isChosen: boolean }): CurvePoint {
  const nuisance = { plan: NUISANCE.plan(chanceFor('nuisance')), untilMs: Math.round(NUISANCE.days * share * DAY_MS), chance: chanceFor('nuisance watcher') }
  const quiet = scoreTold(nuisance.plan, watch(nuisance), nuisance.untilMs)
  const hang = FAULT_MATRIX.find(({ id }) => id === 'hang')?.simulated
  const untilMs = Math.round(DAY_MS * share)
  const plan = hang?.plan(chanceFor('curve'), untilMs, 0) ?? []
  const found = scoreTold(plan, watch({ plan, untilMs, chance: chanceFor('curve watcher') }), untilMs)
  return { dial, detectionMs: quantilesOf(found.detectionMs).p50, falseDownsPerDay: quiet.falseDowns / quiet.days, isChosen }
}
