// How long calls for help hold an automatic switch back: never for ever.
import { expect, test } from 'vitest'
import { heardOn, holdsSinceMs, isOverlong, lostOn, type EmergencyHold } from '../../../electron/host/emergency/emergency-hold.ts'

const BOUNDS = { quietMs: 10_000, mostMs: 60_000 }
const flood = (toMs: number, hold: EmergencyHold = {}, device = 'desk'): EmergencyHold => {
  let held = hold
  for (let at = 0; at <= toMs; at += 5000) held = heardOn(held, device, at, BOUNDS)
  return held
}

test('one call holds until ten seconds after its last event', () => {
  expect(holdsSinceMs(heardOn(heardOn({}, 'desk', 1000, BOUNDS), 'desk', 4000, BOUNDS), BOUNDS)).toBe(4000)
})

test('one each five seconds for an hour holds one minute in all', () => {
  const held = flood(3_600_000)
  expect((holdsSinceMs(held, BOUNDS) ?? 0) + BOUNDS.quietMs).toBe(60_000)
  expect(isOverlong(held, 'desk', BOUNDS)).toBe(true)
})

test('after a pause of ten seconds the next one holds anew', () => {
  expect(holdsSinceMs(heardOn(flood(3_600_000), 'desk', 3_610_000, BOUNDS), BOUNDS)).toBe(3_610_000)
})

test('of two devices the one that is still there holds; with the last one lost nothing does', () => {
  const both = heardOn(heardOn({}, 'shared', 1000, BOUNDS), 'desk', 3000, BOUNDS)
  expect(holdsSinceMs(lostOn(both, 'desk'), BOUNDS)).toBe(1000)
  expect(holdsSinceMs(lostOn(lostOn(both, 'desk'), 'shared'), BOUNDS)).toBeUndefined()
})
