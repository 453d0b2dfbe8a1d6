// The faults every watcher is put before, in real time (short, often) and in simulated time (days). Source: reliability
// reference, part A4. All plans come from a seed. The three days of September 2020 are added by three-days.ts.
import { around, atLeast, between, type Chance, type Draw } from '../../sim/chance.ts'
import { alternating, failingFrom, steady, type FaultPlan, type RoadFault } from '../../sim/road-faults.ts'
import { DAY_MS, MINUTE_MS, SECOND_MS } from './told.ts'

export interface FaultClass {
  readonly id: string
  readonly label: string
  /** `outage`: to be called down; `limited`: works in part; `bursts`: gaps around the limit; `pattern`: comes and goes for days. */
  readonly kind: 'outage' | 'limited' | 'bursts' | 'pattern'
  readonly live?: { readonly copies: number; readonly plan: (chance: Chance, untilMs: number) => FaultPlan }
  readonly simulated: { readonly days: number; readonly runs: number; readonly plan: (chance: Chance, untilMs: number, run: number) => FaultPlan }
}

/** A live outage ends this long before the run does, so that none is cut short. */
const LIVE_TAIL_MS = 15 * SECOND_MS
/** From here on a live road that gets worse is worse: before it, every watcher has seen it well. */
export const LIVE_ONSET_MS = 20 * SECOND_MS

function outage(id: string, label: string, fault: RoadFault, copies: number): FaultClass {
  const turns = (up: Draw, down: Draw) => (chance: Chance, untilMs: number): FaultPlan => alternating({ up, down, fault: () => fault, untilMs, chance })
  const live = turns(between(14 * SECOND_MS, 20 * SECOND_MS), between(8 * SECOND_MS, 10 * SECOND_MS))
  return {
    id, label, kind: 'outage',
    live: { copies, plan: (chance, untilMs) => live(chance, untilMs - LIVE_TAIL_MS) },
    simulated: { days: 3, runs: 1, plan: turns(between(3 * MINUTE_MS, 9 * MINUTE_MS), between(10 * SECOND_MS, MINUTE_MS)) },
  }
}

function limited(id: string, label: string, fault: RoadFault, days: number): FaultClass {
  return {
    id, label, kind: 'limited',
    live: { copies: 2, plan: () => failingFrom(LIVE_ONSET_MS, fault) },
    simulated: { days, runs: 1, plan: () => steady(fault) },
  }
}

const loss = (percent: number, days: number): FaultClass => limited(`loss-${percent}`, `${percent} % loss`, { kind: 'loss', share: percent / 100 }, days)

/** Spells vary by a twentieth: a pattern that keeps step with the questions would be met at one moment of the second only. */
function pattern(id: string, label: string, upMs: number, downMs: number): FaultClass {
  const spread = (ms: number): Draw => between(ms * 0.95, ms * 1.05)
  const plan = (chance: Chance, untilMs: number): FaultPlan =>
    alternating({ up: spread(upMs), down: spread(downMs), fault: () => ({ kind: 'hang' }), untilMs, chance })
  return { id, label, kind: 'pattern', simulated: { days: 3, runs: PATTERN_RUNS, plan } }
}

const PATTERN_RUNS = 5

/** Two bursts are this far apart at least: closer they would be one gap, with a moment in it in which nobody asked. */
const BURST_REST_MS = 10 * SECOND_MS

const BURSTS: FaultClass = {
  id: 'bursts', label: 'bursts of 0.5–5 s, one each 10 min', kind: 'bursts',
  live: { copies: 4, plan: (chance, untilMs) => bursts(10 * SECOND_MS, chance, untilMs - LIVE_TAIL_MS) },
  simulated: { days: 30, runs: 1, plan: (chance, untilMs) => bursts(10 * MINUTE_MS, chance, untilMs) },
}

function bursts(meanMs: number, chance: Chance, untilMs: number): FaultPlan {
  return alternating({ up: atLeast(BURST_REST_MS, around(meanMs)), down: between(500, 5_000), fault: () => ({ kind: 'hang' }), untilMs, chance })
}

export const FAULT_MATRIX: readonly FaultClass[] = [
  outage('cut', 'clean cut: port refuses', { kind: 'refuse' }, 4),
  outage('hang', 'hang: accepts, silent', { kind: 'hang' }, 4),
  outage('reset', 'accepts and resets', { kind: 'reset' }, 2),
  outage('one-way-requests', 'one-way: requests lost', { kind: 'one-way', lost: 'requests' }, 2),
  outage('one-way-answers', 'one-way: answers lost', { kind: 'one-way', lost: 'answers' }, 2),
  loss(1, 30), loss(5, 10), loss(10, 10), loss(20, 10), loss(30, 10), loss(50, 10),
  BURSTS,
  limited('slow', 'slow: 500 ms later', { kind: 'slow', byMs: 500, jitterMs: 0 }, 3),
  limited('jitter', 'jitter: 0–2 s', { kind: 'slow', byMs: 0, jitterMs: 2_000 }, 3),
  pattern('60-30', '60 s up, 30 s down', 60 * SECOND_MS, 30 * SECOND_MS),
  pattern('4-2', '4 min up, 2 min down', 4 * MINUTE_MS, 2 * MINUTE_MS),
  pattern('30-5', '30 min up, 5 min down', 30 * MINUTE_MS, 5 * MINUTE_MS),
]

/** What the curve of the picture is drawn over: a road that loses 1 % and stops for up to 3 s, which is no outage. */
export const NUISANCE = {
  days: 10,
  plan: (chance: Chance): FaultPlan => alternating({
    up: atLeast(BURST_REST_MS, around(10 * MINUTE_MS)), down: between(500, 3_000), fault: () => ({ kind: 'hang' }), untilMs: 10 * DAY_MS, chance, rest: { kind: 'loss', share: 0.01 },
  }),
}
