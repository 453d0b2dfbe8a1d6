// Whatever else a page knows, sounds or loses: a call for help that nobody took is heard at once and every two seconds.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { planHeard } from '../../../../renderer/sound/plan-heard.ts'
import type { SoundFacts, SoundOutput } from '../../../../renderer/sound/sound-facts.ts'
import { EMERGENCY_EVERY_MS, NOTHING_HEARD, type SoundMemory } from '../../../../renderer/sound/sound-plan.ts'

const fault = fc.record({
  id: fc.constantFrom('service:rbs', 'device:pedal', 'host'),
  state: fc.constantFrom('ok' as const, 'unknown' as const, 'degraded' as const, 'unstable' as const, 'down' as const),
  annunciation: fc.integer({ min: 0, max: 5 }),
  acknowledged: fc.boolean(),
})
/** Everything but the call: it changes at will. */
const around = fc.record({
  faults: fc.uniqueArray(fault, { selector: ({ id }) => id, maxLength: 3 }),
  worksVia: fc.constantFrom('rbs', 'desk', undefined),
  quietBefore: fc.constantFrom(undefined, 3, 10_000_000),
  returnOffered: fc.boolean(),
  transmitting: fc.constantFrom(undefined, { softPassed: false, lastSeconds: false }, { softPassed: true, lastSeconds: true }),
  receiving: fc.boolean(),
  drill: fc.boolean(),
})
const heardBy: fc.Arbitrary<readonly SoundOutput[]> = fc.constantFrom(['fault', 'headset'], ['headset'], ['fault'])
const course = fc.array(fc.record({ afterMs: fc.integer({ min: 0, max: 3000 }), around, heard: heardBy }), { minLength: 1, maxLength: 40 })

test('nothing silences, delays or announces as a drill the tone of a call for help', () => {
  fc.assert(fc.property(course, (steps) => {
    let memory: SoundMemory = NOTHING_HEARD
    let nowMs = 0
    let lastMs: number | undefined
    let wakeAtMs: number | undefined
    const step = (facts: SoundFacts, heard: readonly SoundOutput[]): void => {
      const plan = planHeard(memory, facts, { heard, nowMs })
      memory = plan.state
      wakeAtMs = plan.wakeAtMs
      const tones = plan.cues.filter(({ sound }) => sound === 'emergency')
      expect(tones.every(({ drill, output }) => !drill && heard.includes(output))).toBe(true)
      if (tones.length > 0) lastMs = nowMs
      // Only a loudspeaker alone, while one transmits into the microphone beside it, has to wait.
      if (heard.includes('headset') || !facts.transmitting) expect(nowMs - (lastMs ?? Number.NEGATIVE_INFINITY)).toBeLessThan(EMERGENCY_EVERY_MS)
    }
    const dueBy = (ms: number): number | undefined => (wakeAtMs !== undefined && wakeAtMs <= ms ? wakeAtMs : undefined)
    for (const { afterMs, around: others, heard } of steps) {
      const facts: SoundFacts = { ...others, emergencies: ['a'] }
      const untilMs = nowMs + afterMs
      step(facts, heard)
      for (let atMs = dueBy(untilMs); atMs !== undefined; atMs = dueBy(untilMs)) {
        nowMs = atMs
        step(facts, heard)
      }
      nowMs = untilMs
    }
  }), { numRuns: 150 })
})
