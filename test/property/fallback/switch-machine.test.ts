// Whatever happens in whatever order: never an automatic return, never a break before a make, nothing sent while observing.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PROPOSE_AFTER_MS } from '../../../electron/host/fallback/direct-mode.ts'
import { initialSwitch, switchReducer } from '../../../electron/host/fallback/switch-machine.ts'
import type { Readiness, SwitchEvent, SwitchFacts, SwitchPlan, SwitchSettings } from '../../../electron/host/fallback/types.ts'

const settings: SwitchSettings = {
  confirmMs: 1000, settleMs: 3000, countdownMs: 5000, holdMs: 60_000, holdMaxMs: 3_600_000, relapseMemoryMs: 14_400_000,
  ownSpeechMs: 30_000, forceAfterMs: 1000, cutMs: 2000, emergencyQuietMs: 10_000, hardTimeoutMs: 120_000,
}
const plan = (mode: SwitchPlan['mode']): SwitchPlan => ({ channels: [{ id: 'rbs', kind: 'rbs' }, { id: 'desk', kind: 'tetra' }, { id: 'second', kind: 'tetra' }, { id: 'dmo', kind: 'dmo', fixedGroup: '9' }], groups: ['1', '2'], mode, automatic: true })
const readiness: fc.Arbitrary<Readiness> = fc.constantFrom<Readiness>({ state: 'ready', verifiedAtMs: 0 }, { state: 'failed', cause: 'link-lost' }, { state: 'stale', verifiedAtMs: 0 })
const facts: fc.Arbitrary<SwitchFacts> = fc.record({
  rbs: fc.constantFrom('ok' as const, 'degraded' as const, 'down' as const, 'unknown' as const),
  ownNetworkDown: fc.boolean(),
  networkSilent: fc.boolean(),
  manned: fc.boolean(),
  proofs: fc.integer({ min: 0, max: 3 }),
  readiness: fc.record({ desk: readiness, second: readiness, dmo: readiness }),
  ownTransmission: fc.boolean(),
  heard: fc.boolean(),
  emergencyOpen: fc.boolean(),
})
const channel = fc.constantFrom('desk', 'second', 'dmo')
const group = fc.constantFrom('1', '2', '9')
const event: fc.Arbitrary<SwitchEvent> = fc.oneof(
  { weight: 4, arbitrary: facts.map((one) => ({ event: 'facts-changed' as const, facts: one })) },
  fc.record({ event: fc.constant('switch-pressed' as const), to: fc.constantFrom('rbs', 'desk', 'second', 'dmo', 'portable-radios') }),
  fc.constantFrom<SwitchEvent>({ event: 'switch-pressed' }, { event: 'undo-pressed' }, { event: 'stay-pressed' }, { event: 'return-pressed' }, { event: 'stood-still' }),
  fc.record({ event: fc.constantFrom('group-pressed' as const), group }),
  { weight: 3, arbitrary: fc.record({ event: fc.constantFrom('channel-confirmed' as const, 'group-observed' as const), channel, group }) },
  fc.record({ event: fc.constant('channel-refused' as const), channel, cause: fc.constant('DEVICE_DENIED') }),
  { weight: 3, arbitrary: fc.record({ event: fc.constant('timer-expired' as const), timer: fc.constantFrom('confirm' as const, 'countdown' as const, 'cut' as const, 'emergency' as const, 'hold' as const, 'reconfirm' as const, 'own-speech' as const, 'deferral' as const, 'propose' as const) }) },
)
const NOTHING: SwitchFacts = { rbs: 'ok', ownNetworkDown: false, networkSilent: false, manned: true, proofs: 0, readiness: {}, ownTransmission: false, heard: false, emergencyOpen: false }
const timed = fc.array(fc.tuple(fc.integer({ min: 0, max: 20_000 }), event), { maxLength: 80, size: 'max' })

test('makes before it breaks: an alternative becomes active only on its own confirmation', () => {
  fc.assert(fc.property(timed, (events) => {
    const reduce = switchReducer(plan('act'), settings)
    let state = initialSwitch(plan('act'), settings, { facts: NOTHING, nowMs: 0 })
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
    let state = initialSwitch(plan('observe'), settings, { facts: NOTHING, nowMs: 0 })
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

test('asks a radio in direct mode only at a person’s press that names it, or to confirm again what that press led to', () => {
  fc.assert(fc.property(timed, (events) => {
    const reduce = switchReducer(plan('act'), settings)
    let state = initialSwitch(plan('act'), settings, { facts: NOTHING, nowMs: 0 })
    let now = 0
    let isNamed = false
    for (const [later, one] of events) {
      now += later
      const step = reduce(state, one, now)
      // A wish that waits for the own speech is asked when that ends; back to it by undo is a person's press too.
      isNamed ||= one.event === 'switch-pressed' && one.to === 'dmo'
      if (step.effects.some((effect) => effect.effect === 'select' && effect.channel === 'dmo')) expect(isNamed).toBe(true)
      if (one.event === 'switch-pressed' && one.to === undefined) expect(step.effects.filter((effect) => effect.effect === 'select' && effect.channel === 'dmo' && state.step.phase !== 'deferred')).toEqual([])
      if (step.state.countdown) expect(step.state.countdown.to).not.toBe('dmo')
      if (step.state.proposal.proposal === 'made') expect(now - (step.state.lastPressMs ?? Number.NEGATIVE_INFINITY)).toBeGreaterThanOrEqual(PROPOSE_AFTER_MS)
      state = step.state
    }
  }), { numRuns: 500 })
})

test('waits for nothing without a timer that ends the wait, and for nothing at all after a standstill but what it begins anew', () => {
  fc.assert(fc.property(timed, (events) => {
    const reduce = switchReducer(plan('act'), settings)
    let state = initialSwitch(plan('act'), settings, { facts: NOTHING, nowMs: 0 })
    const running = new Map<string, number>()
    let now = 0
    for (const [later, one] of events) {
      now += later
      // A timer that does not run does not expire, nor one that is not due.
      if (one.event === 'timer-expired' && (running.get(one.timer) ?? Number.POSITIVE_INFINITY) > now) continue
      if (one.event === 'timer-expired') running.delete(one.timer)
      const step = reduce(state, one, now)
      for (const effect of step.effects) {
        if (effect.effect === 'start-timer') running.set(effect.timer, now + effect.ms)
        if (effect.effect === 'stop-timer') running.delete(effect.timer)
      }
      state = step.state
      if (state.countdown) expect(running.has('countdown')).toBe(true)
      if (state.step.phase === 'confirming') expect(running.has('confirm')).toBe(true)
      if (state.step.phase === 'deferred') expect(running.has(state.step.cause === 'emergency' ? 'emergency' : 'deferral')).toBe(true)
      if (state.hold.hold === 'running') expect(running.has('hold')).toBe(true)
      if (state.proposal.proposal === 'waiting') expect(running.has('propose')).toBe(true)
      if (one.event === 'stood-still') expect(state.step.phase === 'settled' && (state.countdown?.endsAtMs ?? now + settings.countdownMs) === now + settings.countdownMs).toBe(true)
    }
  }), { numRuns: 500 })
})

const releases = (effects: readonly { effect: string }[]): boolean => effects.some((effect) => effect.effect === 'release-everything')
