// What every radio driver must do, whatever radio is behind it: nobody keyed by accident, nobody unheard without being told,
// and an end to every wait. The test of a driver gives a bench and the ways into each state of its machine.
import { describe, expect, test } from 'vitest'
import { ERRORS, failure, type ErrorCode } from '../../native/kit/errors.ts'
import { fail, ok } from '../../native/kit/result.ts'
import { CALL_MAX_MS, comesUp, names, speaks, started, STOP_MAX_MS, UP_MAX_MS, within, type RadioConformance } from './radio-contract-bench.ts'
import { testRadioStates } from './radio-states.ts'

const OPENINGS = 100
const LINK_CODES = (Object.keys(ERRORS) as ErrorCode[]).filter((code) => code.startsWith('LINK_'))

export function testRadioDriver(conformance: RadioConformance): void {
  describe('starting and stopping', () => testLife(conformance))
  describe('in every state', () => testRadioStates(conformance))
  describe('a line that cannot be opened', () => testOpening(conformance))
  describe('a radio that talks nonsense', () => testNonsense(conformance))
}

function testLife({ make, group }: RadioConformance): void {
  test('stopping what was never started, and stopping twice, is harmless', async () => {
    const bench = make()
    await within(bench, STOP_MAX_MS, bench.driver.stop())
    await started(bench)
    await within(bench, STOP_MAX_MS, Promise.all([bench.driver.stop(), bench.driver.stop()]))
    await within(bench, STOP_MAX_MS, bench.driver.stop())
    expect(bench.line.isOpen).toBe(false)
  })

  test('starting twice opens once', async () => {
    const bench = make()
    bench.driver.start()
    await started(bench)
    expect(bench.line.opens).toBe(1)
  })

  test('a driver that was stopped can be started again, and keys again', async () => {
    const bench = make()
    await started(bench)
    await within(bench, STOP_MAX_MS, bench.driver.stop())
    await started(bench)
    await speaks(bench)
  })

  test('a hundred times started and stopped leaves no timer, no open line and nothing keyed', async () => {
    const bench = make()
    for (let turn = 0; turn < OPENINGS; turn++) {
      await started(bench)
      await within(bench, STOP_MAX_MS, bench.driver.stop())
    }
    expect({ opens: bench.line.opens, isOpen: bench.line.isOpen, keyings: bench.keyings(), listeners: bench.line.listeners }).toEqual({ opens: OPENINGS, isOpen: false, keyings: 0, listeners: make().line.listeners })
    await bench.clock.advanceAsync(CALL_MAX_MS)
    expect(bench.timers()).toBe(0)
  })

  test('a press before it is up is refused and said, and keys nothing when it comes up', async () => {
    const bench = make()
    bench.line.holdOpen = true
    bench.driver.start()
    bench.driver.requestFloor()
    await bench.clock.advanceAsync(0)
    expect(names(bench.events)).toContain('floor-refused')
    bench.line.letOpen()
    await comesUp(bench)
    await bench.clock.advanceAsync(CALL_MAX_MS)
    expect(bench.keyings()).toBe(0)
  })

  test('every question has an answer within its bound, also from a stopped driver', async () => {
    const bench = make()
    const ask = (): Promise<unknown> => Promise.all([bench.driver.poll(), bench.driver.verify([group]), bench.driver.selectGroup(group)])
    // Whether a stopped set stands on its group can be known; that it answers cannot.
    expect(await within(bench, CALL_MAX_MS, ask())).toMatchObject([{ ok: false }, { ok: false }, {}])
    await started(bench)
    expect(await within(bench, CALL_MAX_MS, ask())).toMatchObject([{ ok: true }, { ok: true }, { ok: true }])
    const open = ask()
    await within(bench, STOP_MAX_MS, bench.driver.stop())
    await within(bench, CALL_MAX_MS, open)
    expect(await within(bench, CALL_MAX_MS, ask())).toMatchObject([{ ok: false }, { ok: false }, {}])
  })
}

function testOpening({ make }: RadioConformance): void {
  test.each(LINK_CODES)('%s is told once, with growing pauses between attempts, and the driver comes up when it can', async (code) => {
    const bench = make()
    bench.line.openResult = fail(failure(code, 'scripted'))
    bench.driver.start()
    await bench.clock.advanceAsync(60_000)
    expect(bench.events.filter((event) => event.event === 'link')).toMatchObject([{ link: { link: 'down', cause: code } }])
    expect(bench.line.opens).toBeGreaterThan(5)
    expect(bench.line.opens).toBeLessThan(40)
    bench.line.openResult = ok()
    await comesUp(bench)
  })
}

function testNonsense({ make, halfFrame }: RadioConformance): void {
  test('half of what it says and then silence: the next word is understood', async () => {
    const bench = make()
    await started(bench)
    await bench.clock.advanceAsync(3000)
    bench.line.say(halfFrame)
    await bench.clock.advanceAsync(UP_MAX_MS)
    await comesUp(bench)
    expect((await within(bench, CALL_MAX_MS, bench.driver.poll())).ok).toBe(true)
    await speaks(bench)
  })

  test('every answer twice: it comes up, is granted the floor once, and gives it back', async () => {
    const bench = make()
    bench.answer({ times: 2, delayMs: 0 })
    await started(bench)
    await speaks(bench)
    bench.driver.releaseFloor()
    await bench.clock.advanceAsync(5000)
    expect(bench.isKeyed()).toBe(false)
    expect(names(bench.events).filter((name) => name === 'floor-granted')).toHaveLength(1)
    expect(bench.driver.link).toEqual({ link: 'up' })
  })

  test('every answer too late: nobody is told to speak while nobody is heard, and after a release nothing stays keyed', async () => {
    const bench = make()
    await started(bench)
    bench.answer({ times: 1, delayMs: 2500 })
    bench.driver.requestFloor()
    await bench.clock.advanceAsync(1000)
    bench.driver.releaseFloor()
    await bench.clock.advanceAsync(60_000)
    bench.heal()
    await bench.clock.advanceAsync(60_000)
    expect(bench.isKeyed()).toBe(false)
    await comesUp(bench)
  })
}
