import { expect, test } from 'vitest'
import { createStamper } from '../../../electron/host/ledger/stamper.ts'
import { createManualClock } from '../../support/manual-clock.ts'

test('a stamp holds whole microseconds, UTC and what is known of it', () => {
  const clock = createManualClock(1_000_000)
  const stamp = createStamper(clock, () => 'synchronised')
  clock.advance(12.3456)
  expect(stamp()).toEqual({ monoUs: 12_345, utcMs: 1_000_012, clock: 'synchronised' })
})

test('an entry after somebody set the clock says so, the next one no longer', () => {
  const clock = createManualClock()
  const stamp = createStamper(clock, () => 'unknown')
  stamp()
  clock.stepUtc(-2500)
  clock.advance(100)
  expect(stamp().clock).toBe('stepped')
  clock.advance(100)
  expect(stamp().clock).toBe('unknown')
})

test('two seconds of drift are no step', () => {
  const clock = createManualClock()
  const stamp = createStamper(clock, () => 'unknown')
  stamp()
  clock.stepUtc(2000)
  expect(stamp().clock).toBe('unknown')
})
