// Whatever a device sends, presses and releases alternate and nothing stays down.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSimulatedButtons, HidButtons, type HidButtonsEvent, type HidProduct } from '../../../native/hid-buttons/index.ts'
import { readButtons, readSnapshot, writeButtons, type ButtonState } from '../../../native/hid-buttons/report.ts'
import { DELIVERED_IDS, productNamed } from '../../support/hid-products.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { ScriptedHid } from '../../support/scripted-transport.ts'

const products: readonly HidProduct[] = ['vec-footpedal', 'xkeys-xk3-pedal', 'pcsensor-footswitch', 'yealink', 'hp-handset'].map(productNamed)
const delivered: readonly HidProduct[] = DELIVERED_IDS.map(productNamed)
const anyProduct = fc.constantFrom(...products)
/** Mostly reports of the right length with small bytes, so that inputs really move; sometimes anything. */
const anyReport = fc.oneof(
  { weight: 4, arbitrary: fc.record({ size: fc.constantFrom(2, 32), state: fc.integer({ min: 0, max: 15 }), flags: fc.integer({ min: 0, max: 4 }) }).map(({ size, state, flags }) => {
    const report = new Uint8Array(size)
    report[0] = size === 2 ? state : 0
    report[1] = size === 2 ? 0 : flags
    if (size > 2) report[2] = state
    return report
  }) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 40 }) },
)

test('presses and releases alternate for each input, and the last of each is the state', () => {
  fc.assert(fc.property(anyProduct, fc.array(anyReport, { maxLength: 60 }), (product, reports) => {
    let state: ButtonState | undefined
    const down = new Set<string>()
    for (const bytes of reports) {
      const read = readButtons(product, state, bytes)
      state = read.state
      if (read.report.kind === 'other') continue
      if (read.report.kind === 'change') {
        for (const name of read.report.up) expect(down.delete(name)).toBe(true)
      } else expect(down.size).toBe(0)
      for (const name of read.report.down) {
        expect(down.has(name)).toBe(false)
        down.add(name)
      }
      expect([...down].toSorted()).toEqual(state?.down)
    }
  }), { numRuns: 1_000 })
})

/** A report of a product and any of the inputs it can tell at once. */
const anyPressed = fc.constantFrom(...delivered).chain((product) => fc.constantFrom(...product.reports).chain((layout) => {
  const single = layout.inputs.map((input) => input.name)
  const coded = layout.keyCodes.slice(0, 1).flatMap(({ bits, nameOf }) => Array.from({ length: 2 ** Math.min(bits, 8) }, (_, code) => nameOf(code)))
    .filter((name) => name !== undefined && !single.includes(name))
  return fc.record({
    product: fc.constant(product),
    layout: fc.constant(layout),
    down: fc.tuple(fc.subarray(single), fc.subarray(coded, { maxLength: Math.min(1, coded.length) })).map((both) => [...new Set(both.flat() as string[])].toSorted()),
  })
}))

test('what the simulator of a product writes is what was pressed, for any inputs of any delivered product', () => {
  fc.assert(fc.property(anyPressed, ({ product, layout, down }) => {
    const report = writeButtons(product, layout, new Set(down))
    const snapshot = readSnapshot(product, report)
    expect([...(snapshot?.held ?? []), ...(snapshot?.pulses ?? [])].toSorted()).toEqual(down)
    expect(snapshot?.oddLength).toBe(false)
  }), { numRuns: 2_000 })
})

test('a press through the simulated device reaches the driver, and its release too, for any input of any delivered product', () => {
  fc.assert(fc.property(anyPressed.filter(({ down }) => down.length > 0), ({ product, down: [name = ''] }) => {
    const sent: Uint8Array[] = []
    const device = createSimulatedButtons(product, { send: (report) => sent.push(report), onWritten: () => () => undefined })
    device.press(name)
    device.release(name)
    let state: ButtonState | undefined
    const told = sent.map((report) => {
      const read = readButtons(product, state, report)
      state = read.state
      return read.report
    })
    const isOneShot = product.reports.some(({ inputs }) => inputs.some((input) => input.name === name && input.oneShot))
    expect(told).toMatchObject(isOneShot
      ? [{ kind: 'baseline', down: [] }, { kind: 'change', down: [], up: [] }]
      : [{ kind: 'baseline', down: [name] }, { kind: 'change', down: [], up: [name] }])
  }), { numRuns: 500 })
})

type Act = { readonly act: 'report'; readonly bytes: Uint8Array } | { readonly act: 'lose' } | { readonly act: 'wait'; readonly ms: number }
const anyAct: fc.Arbitrary<Act> = fc.oneof(
  { weight: 6, arbitrary: anyReport.map((bytes) => ({ act: 'report' as const, bytes })) },
  { weight: 1, arbitrary: fc.constant({ act: 'lose' as const }) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 6_000 }).map((ms) => ({ act: 'wait' as const, ms })) },
)

test('a driver never reports an input down twice, and nothing is down after a loss or a stop', async () => {
  await fc.assert(fc.asyncProperty(anyProduct, fc.array(anyAct, { maxLength: 30 }), async (product, acts) => {
    const clock = createManualClock()
    const transport = new ScriptedHid()
    const driver = new HidButtons({ transport, product, clock })
    const down = new Set<string>()
    const check = (event: HidButtonsEvent): void => {
      if (event.kind === 'baseline') {
        expect(down.size).toBe(0)
        for (const name of event.down) down.add(name)
      } else if (event.kind === 'down') {
        expect(down.has(event.name)).toBe(false)
        down.add(event.name)
      } else if (event.kind === 'up') expect(down.delete(event.name)).toBe(true)
      else if (event.kind === 'link' && event.state === 'lost') expect(down.size).toBe(0)
    }
    driver.onEvent(check)
    driver.start()
    await clock.advanceAsync(0)
    for (const act of acts) {
      if (act.act === 'wait') await clock.advanceAsync(act.ms)
      else if (transport.isOpen && act.act === 'report') transport.report(...act.bytes)
      else if (transport.isOpen && act.act === 'lose') transport.lose()
    }
    await driver.stop()
    expect(down.size).toBe(0)
    expect(clock.pending).toBe(0)
  }), { numRuns: 150 })
})
