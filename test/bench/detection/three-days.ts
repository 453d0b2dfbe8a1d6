// September 2020 as the RBS of each room saw it: the scenario that demo and drills play, as a plan of faults.
import type { RoadFault, Spell } from '../../sim/road-faults.ts'
import { WORKS } from '../../sim/road-faults.ts'
import { loadScenario } from '../../sim/scenarios/load-scenario.ts'
import type { ScenarioFault } from '../../sim/scenarios/scenario-schema.ts'
import { timelineOf } from '../../sim/scenarios/timeline.ts'
import { drawTruth, type Truth } from '../../sim/scenarios/truth.ts'
import type { FaultClass } from './fault-matrix.ts'
import { DAY_MS } from './told.ts'

const NAME = '2020-09-police-ict'
const SERVICE = 'rbs'
/** Of each room. */
const SEEDS = [1, 2]

export async function threeDays(): Promise<FaultClass> {
  const read = await loadScenario(NAME)
  if (!read.ok) throw new Error(`BUG_UNEXPECTED: ${read.error.detail}`)
  const scenario = read.value
  const truths = SEEDS.flatMap((seed) => scenario.rooms.map((room) => drawTruth(scenario, room, seed)))
  const plans = truths.map(planOf)
  return {
    id: NAME, label: 'September 2020', kind: 'pattern',
    simulated: { days: (truths[0]?.lengthMs ?? 0) / DAY_MS, runs: plans.length, plan: (_chance, _untilMs, run) => plans[run] ?? [] },
  }
}

function planOf(truth: Truth): readonly Spell[] {
  const spells: Spell[] = [{ fromMs: 0, fault: WORKS }]
  for (const { fromMs, untilMs, is } of timelineOf(truth, SERVICE)) {
    // Pieces may follow each other without a rest between.
    if (spells.at(-1)?.fromMs === fromMs) spells.pop()
    spells.push({ fromMs, fault: faultOf(is) }, { fromMs: untilMs, fault: WORKS })
  }
  return spells
}

function faultOf(is: ScenarioFault): RoadFault {
  switch (is.fault) {
    case 'hang':
    case 'refuse': return { kind: is.fault }
    case 'lose': return { kind: 'loss', share: is.percent / 100 }
    case 'slow': return { kind: 'slow', byMs: is.byMs, jitterMs: 0 }
    // A radio's word; the RBS has none.
    case 'searching': return WORKS
  }
}
