// What every driver of pedals and panels must do: a press is told once and let go of, whatever happens to the device.
import { describe, expect, test } from 'vitest'
import type { ButtonsDriver, ButtonsEvent, Lights } from '../../native/kit/buttons.ts'
import { ERRORS, failure, type ErrorCode } from '../../native/kit/errors.ts'
import { fail, ok } from '../../native/kit/result.ts'
import { createFuzzRandom } from '../soak/fuzz/random.ts'
import type { ManualClock } from '../support/manual-clock.ts'
import type { GatedHid } from './gated-transports.ts'

export interface ButtonBench {
  readonly clock: ManualClock
  readonly device: GatedHid
  readonly driver: ButtonsDriver
  /** Timers of the driver that are running. */
  readonly timers: () => number
}

export interface ButtonConformance {
  readonly make: () => ButtonBench
  /** Reports with nothing down, with one input down, with that and another, and one that ends before its inputs. */
  readonly reports: Readonly<Record<'none' | 'one' | 'two' | 'half', readonly number[]>>
  /** What it can show; empty for a device without lights. */
  readonly lights: Lights
  /** Their names, in the order in which they went down. */
  readonly names: readonly [string, string]
}

const STOP_MAX_MS = 1000
const OPENINGS = 100
const REPORTS = 5000
const REPORT_MAX_BYTES = 80
/** Processor time for all of them: an interface sends a thousand a second. */
const FLOOD_MAX_MS = 2500
const LINK_CODES = (Object.keys(ERRORS) as ErrorCode[]).filter((code) => code.startsWith('LINK_'))

/** Follows what is told, and fails at once when it contradicts itself. */
function watch({ driver }: ButtonBench): { readonly events: ButtonsEvent[]; readonly pressed: Set<string>; readonly standing: Set<string> } {
  const events: ButtonsEvent[] = []
  const pressed = new Set<string>()
  /** Down when the device was opened: no press, and let go of without harm. */
  const standing = new Set<string>()
  driver.onEvent((event) => {
    events.push(event)
    switch (event.kind) {
      case 'baseline':
        expect([...pressed, ...standing], 'nothing is down before the baseline').toEqual([])
        for (const name of event.down) standing.add(name)
        return
      case 'down':
        expect(pressed.has(event.name) || standing.has(event.name), `${event.name} goes down once`).toBe(false)
        pressed.add(event.name)
        return
      case 'up':
        expect(pressed.delete(event.name) || standing.delete(event.name), `${event.name} was down`).toBe(true)
        return
      case 'link':
        if (event.state === 'lost') expect([...pressed, ...standing], 'nothing is down when the loss is told').toEqual([])
        return
      case 'odd-report':
      case 'lights':
      case 'about':
    }
  })
  return { events, pressed, standing }
}

/** Stops, in the time that a person waits for a program to end. */
async function stops({ driver, clock }: ButtonBench): Promise<void> {
  const state = { done: false }
  void driver.stop().then(() => (state.done = true))
  await clock.advanceAsync(STOP_MAX_MS)
  expect(state.done, `stopped within ${STOP_MAX_MS} ms`).toBe(true)
}

type State = (bench: ButtonBench, conformance: ButtonConformance) => Promise<void>

const started: State = async ({ driver, clock }) => {
  driver.start()
  await clock.advanceAsync(0)
}

const STATES: Readonly<Record<string, State>> = {
  'not started': async () => undefined,
  opening: async ({ driver, device, clock }) => {
    device.holdOpen = true
    driver.start()
    await clock.advanceAsync(100)
  },
  'waiting to open again': async ({ driver, device, clock }) => {
    device.openResult = fail(failure('LINK_MISSING', 'scripted'))
    driver.start()
    await clock.advanceAsync(100)
    device.openResult = ok()
  },
  'open, nothing known yet': started,
  'open, nothing down': async (bench, conformance) => {
    await started(bench, conformance)
    bench.device.report(...conformance.reports.none)
  },
  'open, held since before': async (bench, conformance) => {
    await started(bench, conformance)
    bench.device.report(...conformance.reports.one)
  },
  'open, with lights that the device does not take': async (bench, conformance) => {
    bench.device.takesReports = false
    await started(bench, conformance)
    bench.device.report(...conformance.reports.none)
    bench.driver.show(conformance.lights)
    await bench.clock.advanceAsync(100)
  },
  'open, two held': async (bench, conformance) => {
    await started(bench, conformance)
    bench.device.report(...conformance.reports.none)
    bench.device.report(...conformance.reports.two)
  },
}

export function testButtonDriver(conformance: ButtonConformance): void {
  describe('starting and stopping', () => testLife(conformance))
  describe('in every state', () => testStates(conformance))
  describe('a device that cannot be opened', () => testOpening(conformance))
}

function testLife(conformance: ButtonConformance): void {
  const { make, reports, names } = conformance
  test('stopping what was never started, and stopping twice, is harmless and tells nothing', async () => {
    const bench = make()
    const { events } = watch(bench)
    await stops(bench)
    expect(events).toEqual([])
    await started(bench, conformance)
    await Promise.all([stops(bench), stops(bench)])
    await stops(bench)
    expect(bench.device.isOpen).toBe(false)
  })

  test('starting twice opens once, and each press is told once', async () => {
    const bench = make()
    const { events } = watch(bench)
    bench.driver.start()
    await started(bench, conformance)
    bench.device.report(...reports.none)
    bench.device.report(...reports.one)
    expect(bench.device.opens).toBe(1)
    expect(events.filter((event) => event.kind === 'down')).toEqual([{ kind: 'down', name: names[0] }])
  })

  test('a hundred times started, pressed and stopped: each press once, each let go, nothing left over', async () => {
    const bench = make()
    const { events, pressed } = watch(bench)
    for (let turn = 0; turn < OPENINGS; turn++) {
      await started(bench, conformance)
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
    await started(bench, conformance)
    bench.device.report(...reports.none)
    for (let times = 0; times < 5; times++) bench.device.report(...reports.one)
    expect(events.filter((event) => event.kind === 'down')).toHaveLength(1)
  })

  test('half a report is read as nothing held: when in doubt, let go', async () => {
    const bench = make()
    const { pressed } = watch(bench)
    await started(bench, conformance)
    bench.device.report(...reports.none)
    bench.device.report(...reports.two)
    expect(pressed.size).toBe(2)
    bench.device.report(...reports.half)
    expect(pressed.size).toBe(0)
  })

  test('a listener that throws is not hidden, and what it did not hear of is let go all the same', async () => {
    const bench = make()
    const { pressed } = watch(bench)
    await started(bench, conformance)
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

function testStates(conformance: ButtonConformance): void {
  const { make, reports, names } = conformance
  const each = test.each(Object.entries(STATES))

  each('stopped while %s: everything let go, no timer left, and no event after it', async (_state, reach) => {
    const bench = make()
    const { events, pressed } = watch(bench)
    await reach(bench, conformance)
    await stops(bench)
    expect({ pressed: [...pressed], down: bench.driver.down, open: bench.device.isOpen }).toEqual({ pressed: [], down: undefined, open: false })
    const told = events.length
    bench.device.letOpen()
    bench.device.report(...reports.two)
    await bench.clock.advanceAsync(60_000)
    expect({ after: events.slice(told), open: bench.device.isOpen, timers: bench.timers() }).toEqual({ after: [], open: false, timers: 0 })
  })

  each('unplugged while %s: let go before the loss is told, and the next opening begins afresh', async (_state, reach) => {
    const bench = make()
    const { events, pressed } = watch(bench)
    await reach(bench, conformance)
    bench.device.holdOpen = false
    const wasOpen = bench.device.isOpen
    bench.device.lose()
    await bench.clock.advanceAsync(0)
    expect({ pressed: [...pressed], down: bench.driver.down }).toEqual({ pressed: [], down: undefined })
    if (wasOpen) expect(events.filter((event) => event.kind === 'link' && event.state === 'lost')).toHaveLength(1)
    bench.driver.start()
    await bench.clock.advanceAsync(10_000)
    expect(bench.device.isOpen).toBe(true)
    bench.device.report(...reports.two)
    expect(events.at(-1)).toEqual({ kind: 'baseline', down: names.toSorted() })
    expect([...pressed]).toEqual([])
  })

  each('flooded while %s with reports of every length: presses and releases alternate, and nothing stays down', async (_state, reach) => {
    const bench = make()
    const { pressed } = watch(bench)
    await reach(bench, conformance)
    const random = createFuzzRandom(5, 'reports')
    const before = process.cpuUsage()
    for (let sent = 0; sent < REPORTS && bench.device.isOpen; sent++) {
      const length = random.oneIn(2) ? reports.none.length : random.below(REPORT_MAX_BYTES)
      bench.device.report(...Array.from({ length }, () => random.below(random.oneIn(2) ? 16 : 256)))
    }
    const { user, system } = process.cpuUsage(before)
    expect((user + system) / 1000).toBeLessThan(FLOOD_MAX_MS)
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
    expect(events.at(-1)).toEqual({ kind: 'link', state: 'up' })
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
