// How loud: the floor of an emergency call, and what a setting amounts to.
import { expect, it } from 'vitest'
import { DUCK_DB, EMERGENCY_FLOOR, gainOf, gainOfDb } from '../../../../renderer/sound/volume.ts'

it('an emergency call is never softer than its floor, however soft the rest is set', () => {
  expect(gainOf('headset', 0)).toBe(gainOf('headset', EMERGENCY_FLOOR))
  expect(gainOf('headset', 0)).toBeGreaterThan(0)
  expect(gainOf('fault', 0)).toBe(0)
  expect(gainOf('headset', 100)).toBe(1)
})

it('a louder setting is louder, and no setting is louder than the loudest', () => {
  expect(gainOf('fault', 70)).toBeGreaterThan(gainOf('fault', 69))
  expect(gainOf('fault', 250)).toBe(1)
})

it('12 dB down is a quarter of the amplitude', () => {
  expect(gainOfDb(DUCK_DB)).toBeCloseTo(0.2512, 4)
})
