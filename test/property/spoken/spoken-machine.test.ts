// Whatever happens in whatever order: a test takes the pedal for its minute only, gives everything back, and passes by speech alone.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aimOf, isRunning, NO_TEST, reduceSpoken } from '../../../electron/host/spoken/spoken-machine.ts'
import type { SpokenEffect, SpokenEvent, SpokenState } from '../../../electron/host/spoken/types.ts'

const channel = fc.constantFrom('desk', 'second')
const group = fc.constantFrom('1', '2')
const event: fc.Arbitrary<SpokenEvent> = fc.oneof(
  fc.record({ event: fc.constant('begun' as const), channel, group, back: group }),
  { weight: 3, arbitrary: fc.constant({ event: 'selected' as const }) },
  { weight: 4, arbitrary: fc.record({ event: fc.constant('press-changed' as const), press: fc.constantFrom('none' as const, 'asked' as const, 'talking' as const, 'refused' as const) }) },
  fc.record({ event: fc.constantFrom('not-selected' as const, 'witnessed' as const, 'colleague-heard' as const, 'stopped' as const, 'interrupted' as const, 'emergency' as const, 'turned-by-hand' as const, 'back' as const) }),
  fc.record({ event: fc.constantFrom('device-lost' as const, 'channel-taken' as const), channel }),
  fc.record({ event: fc.constant('left-turned' as const), channel, group }),
  { weight: 2, arbitrary: fc.record({ event: fc.constant('timer-expired' as const), timer: fc.constantFrom('select' as const, 'test' as const, 'back' as const) }) },
)

test('the pedal is given back in the step that ends a test, un-keyed first, and never taken before its radio confirmed', () => {
  fc.assert(fc.property(fc.array(event, { maxLength: 60 }), (events) => {
    let state: SpokenState = NO_TEST
    let spoke = false
    events.forEach((one, at) => {
      const before = state
      const step = reduceSpoken(before, one, at)
      state = step.state
      const names = step.effects.map((effect: SpokenEffect) => effect.effect)
      if (one.event === 'begun' && isRunning(state.test) && !isRunning(before.test)) spoke = false
      if (one.event === 'press-changed' && one.press === 'talking' && aimOf(before)) spoke = true
      if (aimOf(before) && !aimOf(state)) expect(names.slice(0, 2)).toEqual(['release', 'aim'])
      if (!aimOf(before) && aimOf(state)) expect(one).toEqual({ event: 'selected' })
      // What is keyed while no test has the pedal is somebody's speech.
      if (!aimOf(before)) expect(names).not.toContain('release')
      if (isRunning(before.test) && state.test.step === 'passed') expect(spoke).toBe(true)
      // A radio that was turned is owed its group until it has it, the switch has it, or it was said that it does not go.
      if (isRunning(before.test) && !isRunning(state.test) && before.test.back !== undefined && one.event !== 'turned-by-hand') expect(state.owed).toMatchObject({ channel: before.test.channel, group: before.test.back })
      if (before.owed && !state.owed) expect(one.event === 'back' || one.event === 'channel-taken' || step.effects.some((effect) => effect.effect === 'report' && effect.report.report === 'not-back')).toBe(true)
    })
  }), { numRuns: 500 })
})
