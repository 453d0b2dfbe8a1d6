import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createVirtualClock } from '../../bench/virtual-clock.ts'

/** Delays in ms, some of which are cancelled before anything has run. */
const timers = fc.array(fc.record({ delayMs: fc.integer({ min: 0, max: 50 }), cancelled: fc.boolean() }), { maxLength: 60 })

it('runs every timer that was not cancelled at its own moment, those of one moment in the order they were set', () => {
  fc.assert(fc.property(timers, (wanted) => {
    const clock = createVirtualClock(0)
    const ran: (readonly [number, number])[] = []
    const set = wanted.map(({ delayMs }, at) => clock.after(delayMs, () => ran.push([clock.monotonicMs(), at])))
    for (const [at, timer] of set.entries()) if (wanted[at]?.cancelled) timer.cancel()
    while (clock.runNext(Infinity)) { /* each in its turn */ }
    const left = wanted.flatMap(({ delayMs, cancelled }, at) => (cancelled ? [] : [[delayMs, at] as const]))
    expect(ran).toEqual(left.toSorted(([one, first], [other, second]) => one - other || first - second))
    expect(clock.pending).toBe(0)
  }))
})

it('runs nothing that is due later than it is driven, and lets a timer be cancelled twice or after it ran', () => {
  const clock = createVirtualClock(1_000)
  let ran = 0
  const first = clock.after(10, () => { ran++ })
  const second = clock.after(20, () => { ran++ })
  expect([clock.runNext(9), clock.runNext(10), clock.runNext(19)]).toEqual([false, true, false])
  expect([ran, clock.monotonicMs(), clock.utcMs()]).toEqual([1, 10, 1_010])
  first.cancel()
  second.cancel()
  second.cancel()
  expect(clock.runNext(Infinity)).toBe(false)
})
