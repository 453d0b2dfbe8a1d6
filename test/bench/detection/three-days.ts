// A seeded model of September 2020 as one workstation saw it: three days of "soms wel en soms niet". Assumed, for no
// measurements of those days are public: by day minutes of work between shorter failures, at night mostly rest.
import { around, type Chance } from '../../sim/chance.ts'
import { alternating, WORKS, type FaultPlan, type RoadFault } from '../../sim/road-faults.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from './told.ts'

const DAYS = 3
const FROM_HOUR = 8
const TO_HOUR = 22

export function threeUnsteadyDays(chance: Chance): FaultPlan {
  const days = Array.from({ length: DAYS }, (_, day) => {
    const fromMs = day * DAY_MS + FROM_HOUR * HOUR_MS
    const troubled = alternating({ up: around(8 * MINUTE_MS), down: around(2.5 * MINUTE_MS), fault: drawFault, untilMs: (TO_HOUR - FROM_HOUR) * HOUR_MS, chance })
    return troubled.map((spell) => ({ ...spell, fromMs: spell.fromMs + fromMs }))
  })
  return [{ fromMs: 0, fault: WORKS }, ...days.flat()]
}

/** Mostly a system that stands still, sometimes one that is gone, sometimes one that answers now and then. */
function drawFault(chance: Chance): RoadFault {
  const drawn = chance()
  if (drawn < 0.6) return { kind: 'hang' }
  return drawn < 0.85 ? { kind: 'refuse' } : { kind: 'loss', share: 0.4 }
}
