// A driver of buttons in every state: stopped, unplugged, flooded with reports.
import { expect, test } from 'vitest'
import { failure } from '../../native/kit/errors.ts'
import { fail, ok } from '../../native/kit/result.ts'
import { createFuzzRandom } from '../soak/fuzz/random.ts'
import { started, stops, watch, type ButtonBench, type ButtonConformance } from './button-contract-bench.ts'

const REPORTS = 5000
const REPORT_MAX_BYTES = 80
/** Processor time for all of them: an interface sends a thousand a second. */
const FLOOD_MAX_MS = 2500

type State = (bench: ButtonBench, conformance: ButtonConformance) => Promise<void>

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
    await started(bench)
    bench.device.report(...conformance.reports.none)
  },
  'open, held since before': async (bench, conformance) => {
    await started(bench)
    bench.device.report(...conformance.reports.one)
  },
  'open, with lights that the device does not take': async (bench, conformance) => {
    bench.device.takesReports = false
    await started(bench)
    bench.device.report(...conformance.reports.none)
    bench.driver.show(conformance.lights)
    await bench.clock.advanceAsync(100)
  },
  'open, two held': async (bench, conformance) => {
    await started(bench)
    bench.device.report(...conformance.reports.none)
    bench.device.report(...conformance.reports.two)
  },
}

export function testButtonStates(conformance: ButtonConformance): void {
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
