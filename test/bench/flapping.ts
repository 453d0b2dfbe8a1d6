// Radio control that comes and goes for three days: how often the position moves when every offered return is accepted, and how
// long it speaks into nothing. The watch as the host runs it, the switch reducer as the host runs it, in simulated time.
import { always, around, atLeast, type Draw } from '../sim/chance.ts'
import { alternating, gapsOf, type FaultPlan } from '../sim/road-faults.ts'
import { simulateWatch } from './detection/simulated-watch.ts'
import { chanceFor } from './detection/seeds.ts'
import { DAY_MS, MINUTE_MS, SECOND_MS } from './detection/told.ts'
import { quantilesOf } from './quantiles.ts'
import type { BenchRow } from './row.ts'
import { countOf, deadMs, spendDays, type DeskLog, type Mover, type Word } from './switching/desk-days.ts'

export const FLAPPING_DAYS = 3
const SWITCHES_LIMIT = 5
const DEAD_LIMIT_S = 12
const RUNS = 5
const UNTIL_MS = FLAPPING_DAYS * DAY_MS

export interface Pattern {
  readonly label: string
  readonly up: Draw
  readonly down: Draw
  /** The pattern that the limits were set for. */
  readonly isHeldTo: boolean
}

export const PATTERNS: readonly Pattern[] = [
  { label: '4 min up, 2 min down', up: always(4 * MINUTE_MS), down: always(2 * MINUTE_MS), isHeldTo: true },
  { label: '30 s up, 30 s down', up: always(30 * SECOND_MS), down: always(30 * SECOND_MS), isHeldTo: false },
  { label: '10 min up, 10 min down', up: always(10 * MINUTE_MS), down: always(10 * MINUTE_MS), isHeldTo: false },
  { label: 'at random, 6 min up and 2 min down on average', up: atLeast(SECOND_MS, around(6 * MINUTE_MS)), down: atLeast(SECOND_MS, around(2 * MINUTE_MS)), isHeldTo: false },
]

export const MOVERS: readonly { readonly label: string; readonly mover: Mover }[] = [
  { label: 'automatic', mover: { by: 'console' } },
  { label: 'a person 2 s after the advice', mover: { by: 'person', afterMs: 2 * SECOND_MS } },
]

export interface FlappingRun {
  readonly log: DeskLog
  /** Radio control carried nothing, in all. */
  readonly outMs: number
  readonly deadMs: number
  readonly untilMs: number
}

export interface WatchedDays {
  readonly plan: FaultPlan
  readonly words: readonly Word[]
}

export function watchDays({ label, up, down }: Pattern, run: number): WatchedDays {
  const name = `flapping ${label} ${run}`
  const plan = alternating({ up, down, fault: () => ({ kind: 'hang' }), untilMs: UNTIL_MS, chance: chanceFor(`plan ${name}`) })
  return { plan, words: simulateWatch({ plan, untilMs: UNTIL_MS, chance: chanceFor(name) }).words }
}

export function flap({ plan, words }: WatchedDays, mover: Mover, untilMs = UNTIL_MS): FlappingRun {
  const log = spendDays({ words, untilMs, mover, acceptsAfterMs: 0 })
  const gaps = gapsOf(plan, untilMs)
  return { log, untilMs, outMs: gaps.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0), deadMs: deadMs(gaps, log.away) }
}

export function* benchFlapping(): Generator<BenchRow> {
  for (const pattern of PATTERNS) {
    const watched = Array.from({ length: RUNS }, (_, run) => watchDays(pattern, run))
    for (const { label, mover } of MOVERS) {
      const runs = watched.map((one) => flap(one, mover))
      const figure = `${pattern.label}, ${label}`
      const isHeldTo = pattern.isHeldTo && mover.by === 'console'
      yield row(`${figure}: switches a day`, 'switches', runs.map(({ log }) => countOf(log, 'switched') / FLAPPING_DAYS), isHeldTo ? { max: SWITCHES_LIMIT } : {})
      yield row(`${figure}: on a dead primary a day`, 's', runs.map((one) => one.deadMs / SECOND_MS / FLAPPING_DAYS), { ...(isHeldTo ? { max: DEAD_LIMIT_S } : {}), outADayS: Math.round((runs[0]?.outMs ?? 0) / SECOND_MS / FLAPPING_DAYS) })
    }
  }
}

function row(figure: string, unit: string, values: readonly number[], against: BenchRow['against']): BenchRow {
  const { p50, p99, n } = quantilesOf(values)
  return { bench: 'flapping', figure, unit, value: Math.max(...values), p50, p99, n, against: { days: FLAPPING_DAYS, returns: 'accepted whenever offered', ...against } }
}
