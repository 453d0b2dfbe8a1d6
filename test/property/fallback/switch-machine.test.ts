// Whatever happens in whatever order: never an automatic return, never a break before a make, nothing sent while observing.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { initialSwitch, switchReducer } from '../../../electron/host/fallback/switch-machine.ts'
import type { Readiness, SwitchEvent, SwitchFacts, SwitchPlan, SwitchSettings } from '../../../electron/host/fallback/types.ts'

const settings: SwitchSettings = {
  confirmMs: 1000, settleMs: 3000, countdownMs: 5000, holdMs: 60_000, holdMaxMs: 3_600_000, relapseMemoryMs: 14_400_000,
  ownSpeechMs: 30_000, forceAfterMs: 1000, cutMs: 2000, emergencyQuietMs: 10_000, hardTimeoutMs: 120_000,
}
const plan = (mode: SwitchPlan['mode']): SwitchPlan => ({ channels: [{ id: 'rbs', kind: 'rbs' }, { id: 'desk', kind: 'tetra' }, { id: 'second', kind: 'tetra' }], groups: ['1', '2'], mode, automatic: true })
const readiness: fc.Arbitrary<Readiness> = fc.constantFrom<Readiness>({ state: 'ready', verifiedAtMs: 0 }, { state: 'failed', cause: 'link-lost' }, { state: 'stale', verifiedAtMs: 0 })
const facts: fc.Arbitrary<SwitchFacts> = fc.record({
  rbs: fc.constantFrom('ok' as const, 'degraded' as const, 'down' as const, 'unknown' as const),
  ownNetworkDown: fc.boolean(),
  networkSilent: fc.boolean(),
  manned: fc.boolean(),
  proofs: fc.integer({ min: 0, max: 3 }),
  readiness: fc.record({ desk: readiness, second: readiness }),
  ownTransmission: fc.boolean(),
  heard: fc.boolean(),
  emergencyOpen: fc.boolean(),
})
const channel = fc.constantFrom('desk', 'second')
const group = fc.constantFrom('1', '2')
const event: fc.Arbitrary<SwitchEvent> = fc.oneof(
  { weight: 4, arbitrary: facts.map((one) => ({ event: 'facts-changed' as const, facts: one })) },
  fc.record({ event: fc.constant('switch-pressed' as const), to: fc.constantFrom('rbs', 'desk', 'second', 'portable-radios') }),
  fc.constantFrom<SwitchEvent>({ event: 'switch-pressed' }, { event: 'undo-pressed' }, { event: 'stay-pressed' }, { event: 'return-pressed' }),
  fc.record({ event: fc.constantFrom('group-pressed' as const), group }),
  { weight: 3, arbitrary: fc.record({ event: fc.constantFrom('channel-confirmed' as const, 'group-observed' as const), channel, group }) },
  fc.record({ event: fc.constant('channel-refused' as const), channel, cause: fc.constant('DEVICE_DENIED') }),
  { weight: 3, arbitrary: fc.record({ event: fc.constant('timer-expired' as const), timer: fc.constantFrom('confirm' as const, 'countdown' as const, 'cut' as const, 'emergency' as const, 'hold' as const, 'reconfirm' as const, 'own-speech' as const, 'deferral' as const, 'propose' as const) }) },
)
const timed = fc.array(fc.tuple(fc.integer({ min: 0, max: 20_000 }), event), { maxLength: 80, size: 'max' })

test('makes before it breaks: an alternative becomes active only on its own confirmation', () => {
  fc.assert(fc.property(timed, (events) => {
    const reduce = switchReducer(plan('act'), settings)
    let state = initialSwitch(plan('act'), settings, { facts: { rbs: 'ok', ownNetworkDown: false, networkSilent: false, manned: true, proofs: 0, readiness: {}, ownTransmission: false, heard: false, emergencyOpen: false }, nowMs: 0 })
    let now = 0
    for (const [later, one] of events) {
      now += later
      const step = reduce(state, one, now)
      const moved = step.state.active.channel !== state.active.channel
      if (moved && step.state.active.channel !== 'rbs') expect(one).toMatchObject({ event: 'channel-confirmed', channel: step.state.active.channel })
      // Back on the RBS only by a person: a press now, or one that was deferred.
      if (moved && step.state.active.channel === 'rbs') {
        const byPress = one.event.endsWith('-pressed')
        const deferred = state.step.phase === 'deferred' && state.step.trigger === 'person' && state.step.to === 'rbs'
        expect(byPress || deferred).toBe(true)
      }
      if (moved) expect(state.facts.ownTransmission && one.event !== 'facts-changed' ? releases(step.effects) || state.step.phase === 'confirming' : true).toBe(true)
      expect(step.state.active.channel).not.toBe('')
      expect(step.state.active.channel === 'rbs' || step.state.active.group !== undefined).toBe(true)
      state = step.state
    }
  }), { numRuns: 2000 })
})

test('sends nothing to any device in observe mode', () => {
  fc.assert(fc.property(timed, (events) => {
    const reduce = switchReducer(plan('observe'), settings)
    let state = initialSwitch(plan('observe'), settings, { facts: { rbs: 'ok', ownNetworkDown: false, networkSilent: false, manned: true, proofs: 0, readiness: {}, ownTransmission: false, heard: false, emergencyOpen: false }, nowMs: 0 })
    let now = 0
    for (const [later, one] of events) {
      now += later
      const step = reduce(state, one, now)
      expect(step.effects.filter((effect) => effect.effect === 'select' || effect.effect === 'release-everything')).toEqual([])
      expect(step.state.active.channel).toBe('rbs')
      state = step.state
    }
  }), { numRuns: 1000 })
})

const releases = (effects: readonly { effect: string }[]): boolean => effects.some((effect) => effect.effect === 'release-everything')
