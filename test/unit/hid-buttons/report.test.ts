// Every recorded and derived report of these devices is read as the file says.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { fromHex, toHex } from '../../../native/kit/bytes.ts'
import { findHidProduct, HID_PRODUCTS, type HidProduct } from '../../../native/hid-buttons/products.ts'
import { readButtons, writeButtons } from '../../../native/hid-buttons/report.ts'

interface Vector {
  readonly device: string
  readonly vid: string
  readonly pid: string
  readonly direction: 'in' | 'out'
  readonly reportHex: string
  readonly meaning: string
  readonly expect: { readonly down: readonly string[] } | null
}

const vectors = readFileSync(new URL('../../fixtures/hid-buttons.jsonl', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Vector)

const bytes = (hex: string): Uint8Array => {
  const parsed = fromHex(hex)
  if (!parsed) throw new Error(`not hex: ${hex}`)
  return parsed
}
const productOf = ({ vid, pid }: Vector): HidProduct => {
  const id = findHidProduct(Number.parseInt(vid, 16), Number.parseInt(pid, 16))
  if (!id) throw new Error(`no product ${vid}:${pid}`)
  return HID_PRODUCTS[id]
}
const vec: HidProduct = HID_PRODUCTS['vec-footpedal']
const xkeys: HidProduct = HID_PRODUCTS['xkeys-xk3-pedal']

describe('recorded reports', () => {
  const incoming = vectors.filter((one) => one.direction === 'in')

  test('there are reports of both products', () => {
    expect(new Set(incoming.map((one) => productOf(one).label))).toEqual(new Set([vec.label, xkeys.label]))
    expect(incoming.length).toBeGreaterThanOrEqual(9)
  })

  test.each(incoming)('$device $reportHex, first of its stream, is a baseline: $meaning', (vector) => {
    const { report, oddLength } = readButtons(productOf(vector), undefined, bytes(vector.reportHex))
    expect(report).toEqual({ kind: 'baseline', down: vector.expect?.down })
    expect(oddLength).toBe(false)
  })

  test.each(incoming)('$device $reportHex after nothing down gives exactly its presses', (vector) => {
    const { report } = readButtons(productOf(vector), [], bytes(vector.reportHex))
    expect(report).toEqual({ kind: 'change', down: vector.expect?.down, up: [] })
  })

  test('the question put to an X-keys pedal is the recorded "generate data" report', () => {
    const asked = vectors.find((one) => one.direction === 'out' && one.reportHex.startsWith('00b1'))
    expect(toHex(xkeys.ask ?? new Uint8Array())).toBe(asked?.reportHex)
  })
})

describe('reading a report', () => {
  test('one report may release one input and press another', () => {
    const { report } = readButtons(vec, ['middle'], Uint8Array.of(0x04, 0))
    expect(report).toEqual({ kind: 'change', down: ['right'], up: ['middle'] })
  })

  test('a lost report leaves nothing down: the state is compared, edges are not counted', () => {
    const pressed = readButtons(vec, [], Uint8Array.of(0x03, 0))
    expect(readButtons(vec, pressed.state, Uint8Array.of(0, 0)).report).toEqual({ kind: 'change', down: [], up: ['left', 'middle'] })
  })

  test('bits that no input has are ignored', () => {
    expect(readButtons(vec, [], Uint8Array.of(0xf8, 0xff)).report).toEqual({ kind: 'change', down: [], up: [] })
  })

  test('the program switch that the XK-3 pedal always reports is no input', () => {
    expect(readButtons(xkeys, [], bytes(`0001${'00'.repeat(30)}`)).report).toEqual({ kind: 'change', down: [], up: [] })
  })

  test('an X-keys answer to another question changes nothing', () => {
    const version = bytes(`00d60e${'00'.repeat(29)}`)
    expect(readButtons(xkeys, ['left'], version)).toMatchObject({ state: ['left'], report: { kind: 'other' } })
    expect(readButtons(xkeys, undefined, version)).toMatchObject({ state: undefined, report: { kind: 'other' } })
  })

  test.each([
    ['an empty report', Uint8Array.of(), []],
    ['a report cut short', Uint8Array.of(0x02), ['middle']],
    ['a longer report', Uint8Array.of(0x02, 0, 0, 0), ['middle']],
  ])('%s is read as far as it goes, missing bytes are up, and it is said', (_title, report, down) => {
    expect(readButtons(vec, undefined, report)).toMatchObject({ state: down, oddLength: true })
  })

  test.each(Object.values<HidProduct>(HID_PRODUCTS))('$label: what the simulator writes is read back, for every combination', (product) => {
    const names = product.inputs.map((input) => input.name)
    for (let mask = 0; mask < 2 ** names.length; mask++) {
      const down = names.filter((_, bit) => (mask >> bit) & 1).toSorted()
      expect(readButtons(product, undefined, writeButtons(product, new Set(down)))).toEqual({ state: down, report: { kind: 'baseline', down }, oddLength: false })
    }
  })
})
