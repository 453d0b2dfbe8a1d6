// The same faults for days, in simulated time, and what only days can show: false alarms, labels, sounds.
import { always } from '../../sim/chance.ts'
import { alternating, failingFrom, followedBy, gapsOf, steady, WORKS, type FaultPlan, type Gap } from '../../sim/road-faults.ts'
import type { FaultClass } from './fault-matrix.ts'
import { addScores, firstAfter, scoreTold, type Score } from './score.ts'
import { chanceFor } from './seeds.ts'
import { simulateHaproxy, simulateMisses } from './simulated-peers.ts'
import { simulateWatch } from './simulated-watch.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, type Told } from './told.ts'

export interface SimulatedResult {
  readonly of: FaultClass
  readonly achterwacht: Score
  readonly haproxy: Score
  readonly misses: Score
  /** From the start of a gap to unknown, where it came to that. */
  readonly unknownMs: readonly number[]
  /** From the first failure to the label, each run; Infinity when it was never set. */
  readonly unstableMs: readonly number[]
  /** In the worst run. */
  readonly label: LabelCounts
  /** Of HAProxy and of the plain rule, in the worst run: up or down said anew. */
  readonly haproxyChanges: number
  readonly missesChanges: number
  /** Of Achterwacht, in all runs together. */
  readonly sounds: number
}

export interface LabelCounts {
  /** The label was set or ended. */
  readonly changes: number
  /** Under the label it was down for ten minutes on end: worse, so it is called down and sounds once. */
  readonly longDowns: number
  /** Sounds while no label stood; the last of each row is the label's own. */
  readonly soundsWithout: number
  /** Sounds under the label though nothing got worse. */
  readonly soundsUnder: number
}

/** @param share  part of each class's days that is run: 1 for the document */
export function measureSimulated(of: FaultClass, share: number): SimulatedResult {
  const { days, runs } = of.simulated
  const untilMs = Math.round(days * share * DAY_MS)
  const each = Array.from({ length: runs }, (_, run) => {
    const name = `${of.id} ${run}`
    const plan = of.simulated.plan(chanceFor(`plan ${name}`), untilMs, run)
    const asked = { plan, untilMs }
    return {
      plan,
      achterwacht: simulateWatch({ ...asked, chance: chanceFor(`achterwacht ${name}`) }),
      haproxy: simulateHaproxy({ ...asked, chance: chanceFor(`haproxy ${name}`) }),
      misses: simulateMisses({ ...asked, chance: chanceFor(`misses ${name}`) }),
    }
  })
  const score = (who: 'achterwacht' | 'haproxy' | 'misses'): Score => addScores(each.map((run) => scoreTold(run.plan, run[who], untilMs)))
  const worst = (count: (run: (typeof each)[number]) => number): number => Math.max(...each.map(count))
  return {
    of,
    achterwacht: score('achterwacht'),
    haproxy: score('haproxy'),
    misses: score('misses'),
    unknownMs: each.flatMap(({ plan, achterwacht }) => unknownAfter(gapsOf(plan, untilMs), achterwacht)),
    unstableMs: each.map(({ plan, achterwacht }) => labelAfter(plan, achterwacht)),
    label: {
      changes: worst(({ achterwacht }) => countLabel(achterwacht).changes),
      longDowns: worst(({ achterwacht }) => countLabel(achterwacht).longDowns),
      soundsWithout: worst(({ achterwacht }) => countLabel(achterwacht).soundsWithout),
      soundsUnder: worst(({ achterwacht }) => countLabel(achterwacht).soundsUnder),
    },
    sounds: each.reduce((sum, { achterwacht }) => sum + achterwacht.sounds.length, 0),
    haproxyChanges: worst(({ haproxy }) => haproxy.words.length - 1),
    missesChanges: worst(({ misses }) => misses.words.length - 1),
  }
}

function unknownAfter(gaps: readonly Gap[], { words }: Told): readonly number[] {
  const unknowns = words.filter(({ word }) => word === 'unknown')
  return gaps.flatMap(({ fromMs, toMs }) => {
    const first = unknowns.find(({ atMs }) => atMs >= fromMs && atMs <= toMs)
    return first ? [first.atMs - fromMs] : []
  })
}

function labelAfter(plan: FaultPlan, { levels }: Told): number {
  const label = levels.find(({ level }) => level === 'unstable')
  const first = gapsOf(plan, Infinity)[0]
  return label && first ? label.atMs - first.fromMs : Infinity
}

function countLabel({ levels, sounds }: Told): LabelCounts {
  const isUnder = (atMs: number): boolean => (levels.findLast((one) => one.atMs < atMs)?.level ?? 'none') !== 'none'
  const under = sounds.filter(({ atMs }) => isUnder(atMs))
  const isWorse = ({ code }: Told['sounds'][number]): boolean => code === 'service-down'
  return {
    changes: levels.filter(({ level }, at) => (level === 'none') !== ((levels[at - 1]?.level ?? 'none') === 'none')).length,
    longDowns: under.filter(isWorse).length,
    soundsWithout: sounds.length - under.length,
    soundsUnder: under.filter((sound) => !isWorse(sound)).length,
  }
}

// ── single questions ───────────────────────────────────────────────────────────────────────

const ONSET_RUNS = 300
const ONSET_MS = MINUTE_MS

/** From the onset of a lasting fault on a well road to `degraded`, in many runs of a quarter of an hour; Infinity when not in that. */
export function measureDegraded(of: FaultClass): readonly number[] {
  const fault = of.simulated.plan(chanceFor('onset'), DAY_MS, 0)[0]?.fault ?? WORKS
  return Array.from({ length: ONSET_RUNS }, (_, run) => {
    const told = simulateWatch({ plan: failingFrom(ONSET_MS, fault), untilMs: ONSET_MS + HOUR_MS / 4, chance: chanceFor(`onset ${of.id} ${run}`) })
    return firstAfter(told, ONSET_MS, 'degraded') ?? Infinity
  })
}

const FLAPPING_RUNS = 40

/** An hour of 4 min up and 2 min down, then a hang for good: from its start to the sound of `service-down`. */
export function measureHardOutage(): readonly number[] {
  return Array.from({ length: FLAPPING_RUNS }, (_, run) => {
    const chance = chanceFor(`flapping ${run}`)
    const flapping = alternating({ up: always(4 * MINUTE_MS), down: always(2 * MINUTE_MS), fault: () => ({ kind: 'hang' }), untilMs: HOUR_MS, chance })
    // Somewhere in the working spell that begins at one hour.
    const fromMs = HOUR_MS + Math.round(chance() * 4 * MINUTE_MS)
    const told = simulateWatch({ plan: followedBy(flapping, fromMs, steady({ kind: 'hang' })), untilMs: fromMs + HOUR_MS, chance })
    const sound = told.sounds.find(({ atMs, code }) => atMs >= fromMs && code === 'service-down')
    return sound ? sound.atMs - fromMs : Infinity
  })
}
