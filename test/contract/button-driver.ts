// What every driver of pedals and panels must do: a press is told once and let go of, whatever happens to the device.
import { describe, expect, test } from 'vitest'
import { ERRORS, failure, type ErrorCode } from '../../native/kit/errors.ts'
import { fail, ok } from '../../native/kit/result.ts'
import { started, stops, watch, type ButtonConformance } from './button-contract-bench.ts'
import { testButtonStates } from './button-states.ts'

const OPENINGS = 100
const LINK_CODES = (Object.keys(ERRORS) as ErrorCode[]).filter((code) => code.startsWith('LINK_'))

export function testButtonDriver(conformance: ButtonConformance): void {
  describe('starting and stopping', () => testLife(conformance))
  describe('in every state', () => testButtonStates(conformance))
  describe('a device that cannot be opened', () => testOpening(conformance))
}

function testLife({ make, reports, names }: ButtonConformance): void {
  test('stopping what was never started, and stopping twice, is harmless and tells nothing', async () => {
    const bench = make()
    const { events } = watch(bench)
    await stops(bench)
    expect(events).toEqual([])
    await started(bench)
    await Promise.all([stops(bench), stops(bench)])
    await stops(bench)
    expect(bench.device.isOpen).toBe(false)
  })

  test('starting twice opens once, and each press is told once', async () => {
    const bench = make()
    const { events } = watch(bench)
    bench.driver.start()
    await started(bench)
    bench.device.report(...reports.none)
    bench.device.report(...reports.one)
    expect(bench.device.opens).toBe(1)
    expect(events.filter((event) => event.kind === 'down')).toEqual([{ kind: 'down', name: names[0] }])
  })

  test('a hundred times started, pressed and stopped: each press once, each let go, nothing left over', async () => {
    const bench = make()
    const { events, pressed } = watch(bench)
    for (let turn = 0; turn < OPENINGS; turn++) {
      await started(bench)
      bench.device.report(...reports.none)
      bench.device.report(...reports.one)
      await stops(bench)
    }
    expect(events.filter((event) => event.kind === 'down')).toHaveLength(OPENINGS)
    expect({ opens: bench.device.opens, isOpen: bench.device.isOpen, pressed: [...pressed], timers: bench.timers(), down: bench.driver.down })
      .toEqual({ opens: OPENINGS, isOpen: false, pressed: [], timers: 0, down: undefined })
  })

  test('a report repeated, as some devices do, is one press', async () => {
    const bench = make()
    const { events } = watch(bench)
    await started(bench)
    bench.device.report(...reports.none)
    for (let times = 0; times < 5; times++) bench.device.report(...reports.one)
    expect(events.filter((event) => event.kind === 'down')).toHaveLength(1)
  })

  test('half a report is read as nothing held: when in doubt, let go', async () => {
    const bench = make()
    const { pressed } = watch(bench)
    await started(bench)
    bench.device.report(...reports.none)
    bench.device.report(...reports.two)
    expect(pressed.size).toBe(2)
    bench.device.report(...reports.half)
    expect(pressed.size).toBe(0)
  })

  test('a listener that throws is not hidden, and what it did not hear of is let go all the same', async () => {
    const bench = make()
    const { pressed } = watch(bench)
    await started(bench)
    bench.device.report(...reports.none)
    const unsubscribe = bench.driver.onEvent((event) => {
      if (event.kind === 'down') throw new RangeError('a listener of ours')
    })
    expect(() => bench.device.report(...reports.one)).toThrow('a listener of ours')
    unsubscribe()
    expect([...pressed]).toEqual([names[0]])
    await stops(bench)
    expect([...pressed]).toEqual([])
  })
}

function testOpening({ make }: ButtonConformance): void {
  test.each(LINK_CODES)('%s is told once, tried again with growing pauses, and the device comes up when it can', async (code) => {
    const bench = make()
    const { events } = watch(bench)
    bench.device.openResult = fail(failure(code, 'scripted'))
    bench.driver.start()
    await bench.clock.advanceAsync(60_000)
    expect(events.filter((event) => event.kind === 'link' && event.state === 'lost')).toMatchObject([{ cause: { code } }])
    expect(bench.device.opens).toBeGreaterThan(5)
    expect(bench.device.opens).toBeLessThan(60)
    bench.device.openResult = ok()
    await bench.clock.advanceAsync(10_000)
    expect(events.findLast((event) => event.kind === 'link')).toEqual({ kind: 'link', state: 'up' })
  })

  test('a device that opens after it was stopped is closed again and tells nothing', async () => {
    const bench = make()
    const { events } = watch(bench)
    bench.device.holdOpen = true
    bench.driver.start()
    await bench.clock.advanceAsync(0)
    const stopping = stops(bench)
    bench.device.letOpen()
    await stopping
    await bench.clock.advanceAsync(10_000)
    expect(bench.device.isOpen).toBe(false)
    expect(events).toEqual([{ kind: 'link', state: 'opening' }])
  })
}
