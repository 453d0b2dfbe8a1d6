// Scenarios for tests: the real ones by name, and a small one that a test changes.
import { loadScenario } from '../../sim/scenarios/load-scenario.ts'
import { scenarioSchema, type Scenario, type ScenarioFault, type ScenarioRoom } from '../../sim/scenarios/scenario-schema.ts'
import { drawTruth, type Truth } from '../../sim/scenarios/truth.ts'

export async function theScenario(name: string): Promise<Scenario> {
  const read = await loadScenario(name)
  if (!read.ok) throw new Error(read.error.detail)
  return read.value
}

export function roomOf(scenario: Scenario, code: string): ScenarioRoom {
  const room = scenario.rooms.find((one) => one.code === code)
  if (!room) throw new Error(`no room ${code}`)
  return room
}

export const truthOf = async (name: string, code: string, seed: number): Promise<Truth> => {
  const scenario = await theScenario(name)
  return drawTruth(scenario, roomOf(scenario, code), seed)
}

const SMALL = {
  format: 1,
  id: 'small',
  title: { nl: 'Klein', en: 'Small' },
  from: '2024-06-01T12:00',
  until: '2024-06-01T13:00',
  facts: [{ text: 'None.', source: 'a test' }],
  assumed: ['All of it.'],
  rooms: [{ code: 'MK', name: 'Meldkamer' }],
  services: [
    { id: 'rbs', role: 'console', label: 'RBS', probes: [{ id: 'rbs-sip', latency: { leastMs: 5, meanMs: 6 } }] },
    { id: 'c2000', role: 'witness', label: 'C2000', probes: [{ id: 'control-radio', latency: { leastMs: 5, meanMs: 6 } }] },
  ],
  causes: [],
}

export const smallScenario = (changes: object = {}): Scenario => scenarioSchema.parse({ ...SMALL, ...changes })

/** The truth as a test wants it, nothing drawn. */
export function truthWith(intervals: readonly { readonly fromMs: number; readonly untilMs: number; readonly service?: string; readonly is: ScenarioFault }[], lengthMs = 3_600_000): Truth {
  const scenario = smallScenario()
  return {
    scenario, room: scenario.rooms[0], seed: 1, startUtcMs: Date.UTC(2024, 5, 1, 10), lengthMs, reports: [],
    intervals: intervals.map((one) => ({ service: 'rbs', cause: 'test', ...one })),
  }
}
