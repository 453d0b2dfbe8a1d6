// The sampler against the live prober: the same truth, asked by the code that runs at a position, gives the same samples.
import { expect, it } from 'vitest'
import { sampleTruth } from '../../../electron/cli/scenario/sampler.ts'
import { DEFAULT_WATCH_SETTINGS, type Probe, type ProbeResult, type Sample } from '../../../electron/host/watch/index.ts'
import { createProber } from '../../../electron/host/watch/prober.ts'
import { createChance } from '../../sim/scenarios/chance.ts'
import type { ScenarioFault } from '../../sim/scenarios/scenario-schema.ts'
import { timelineOf, type Piece } from '../../sim/scenarios/timeline.ts'
import type { Truth } from '../../sim/scenarios/truth.ts'
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts'
import { smallScenario, truthWith } from './stage.ts'

const LATENCY_MS = 7
const PROBE = 'rbs-sip'
const WINDOW = { fromMs: 0, untilMs: 60_000 }

/** Every answer takes the same time, so that nothing is left to chance but the phase. */
const STEADY = smallScenario({ services: [{ id: 'rbs', role: 'console', label: 'RBS', probes: [{ id: PROBE, latency: { leastMs: LATENCY_MS, meanMs: LATENCY_MS } }] }] })

/** A target that stands as the truth has it. */
function targetOf(pieces: readonly Piece[], clock: ManualClock): Probe {
  const after = (ms: number, result: ProbeResult): Promise<ProbeResult> => new Promise((resolve) => void clock.after(ms, () => resolve(result)))
  return {
    ask() {
      const askedMs = clock.monotonicMs()
      const piece = pieces.find((one) => one.fromMs <= askedMs && askedMs < one.untilMs)
      const answer = (byMs: number): Promise<ProbeResult> => after(byMs + LATENCY_MS, { kind: 'reply', latencyMs: byMs + LATENCY_MS })
      switch (piece?.is.fault) {
        case 'refuse': return after(1, { kind: 'refused' })
        case 'hang': return answer(piece.untilMs - askedMs)
        case 'slow': return answer(piece.is.byMs)
        default: return answer(0)
      }
    },
    close: async () => {},
  }
}

async function askedLive(truth: Truth): Promise<readonly Sample[]> {
  const clock = createManualClock()
  const samples: Sample[] = []
  const prober = createProber({
    id: PROBE,
    probe: targetOf(timelineOf(truth, 'rbs'), clock),
    clock,
    settings: DEFAULT_WATCH_SETTINGS,
    phase: createChance(truth.seed, truth.scenario.id, truth.room.code, 'probe', PROBE).fraction(),
    onWake: () => {},
    onSample: (sample) => void samples.push(sample),
    onUnusable: () => {},
    onUsable: () => {},
  })
  prober.start()
  await clock.advanceAsync(WINDOW.untilMs - 1)
  await prober.stop()
  return samples
}

const during = (...spans: readonly (readonly [number, number, ScenarioFault])[]): Truth =>
  ({ ...truthWith(spans.map(([fromMs, untilMs, is]) => ({ fromMs, untilMs, is }))), scenario: STEADY, room: STEADY.rooms[0] })

it.each([
  ['nothing wrong', during()],
  ['a short hang', during([10_000, 10_500, { fault: 'hang' }])],
  ['a hang that uses up the fast questions', during([10_000, 35_000, { fault: 'hang' }])],
  ['a process that is gone, and comes back', during([8_123, 14_321, { fault: 'refuse' }])],
  ['on and off', during([5_000, 9_000, { fault: 'hang' }], [12_345, 17_000, { fault: 'refuse' }], [20_000, 20_900, { fault: 'hang' }], [30_000, 44_000, { fault: 'hang' }])],
  ['slow, and then too slow', during([5_000, 15_000, { fault: 'slow', byMs: 400 }], [15_000, 30_000, { fault: 'slow', byMs: 900 }])],
])('samples %s as the live console would', async (_, truth) => {
  const drawn = [...sampleTruth(truth, DEFAULT_WATCH_SETTINGS, WINDOW)]
  expect(drawn.length).toBeGreaterThan(50)
  expect(drawn).toEqual(await askedLive(truth))
})
