// Reports of pedals and panels become the state they say, whatever is missing from them or stands in them besides.
import { describe, expect, test } from 'vitest'
import { fromHex, toHex } from '../../../native/kit/bytes.ts'
import type { HidProduct } from '../../../native/hid-buttons/index.ts'
import { readButtons, readSnapshot, writeButtons, type ButtonReport, type ButtonState, type ReadButtons } from '../../../native/hid-buttons/report.ts'
import { productNamed } from '../../support/hid-products.ts'

const bytes = (hex: string): Uint8Array => {
  const parsed = fromHex(hex.replaceAll(' ', ''))
  if (!parsed) throw new Error(`not hex: ${hex}`)
  return parsed
}
const vec = productNamed('vec-footpedal')
const pedal = productNamed('xkeys-xk3-pedal')

/** What each report of a stream says. */
function stream(product: HidProduct, ...reports: readonly string[]): ButtonReport[] {
  let state: ButtonState | undefined
  return reports.map((report) => {
    const read = readButtons(product, state, bytes(report))
    state = read.state
    return read.report
  })
}
const change = (down: readonly string[], up: readonly string[]) => ({ kind: 'change', down, up, pulses: [], isFirst: false })
const first = (product: HidProduct, report: Uint8Array): ReadButtons => readButtons(product, undefined, report)

describe('reading a report', () => {
  test('the first of a stream is a baseline, the next ones are changes', () => {
    expect(stream(vec, '0200', '0600', '0400', '0400', '0000')).toEqual([
      { kind: 'baseline', down: ['middle'] }, change(['right'], []), change([], ['middle']), change([], []), change([], ['right']),
    ])
  })

  test('one report may release one input and press another', () => {
    expect(stream(vec, '0200', '0400')[1]).toEqual(change(['right'], ['middle']))
  })

  test('a lost report leaves nothing down: the state is compared, edges are not counted', () => {
    expect(stream(vec, '0000', '0300', '0000')[2]).toEqual(change([], ['left', 'middle']))
  })

  test('bits that no input has are ignored', () => {
    expect(stream(vec, '0000', 'f8ff')[1]).toEqual(change([], []))
  })

  test('the program switch that the XK-3 pedal always reports is no input', () => {
    expect(first(pedal, bytes(`0001${'00'.repeat(30)}`)).report).toEqual({ kind: 'baseline', down: [] })
  })

  test('an X-keys answer to another question changes nothing, and is no baseline', () => {
    const version = `00d60e${'00'.repeat(29)}`
    const idle = `0001${'00'.repeat(30)}`
    expect(stream(pedal, version, `000102${'00'.repeat(29)}`, version, idle)).toEqual([
      { kind: 'other' }, { kind: 'baseline', down: ['left'] }, { kind: 'other' }, change([], ['left']),
    ])
  })

  test.each([
    ['an empty report', '', []],
    ['a report cut short', '02', ['middle']],
    ['a longer report', '02000000', ['middle']],
  ])('%s is read as far as it goes, missing bytes are up, and it is said', (_title, report, down) => {
    expect(first(vec, bytes(report))).toMatchObject({ state: { down }, oddLength: true })
  })

  test('a report that is cut short lets go of what it does not carry', () => {
    expect(stream(productNamed('xkeys-xk24'), `0a0000000001${'00'.repeat(26)}`, '0a0001')[1]).toEqual(change(['key-1'], ['key-19']))
  })

  test('a product whose length is not known has no report of odd length', () => {
    expect([first(productNamed('philips-foot-control'), bytes('02')), first(productNamed('philips-foot-control'), bytes('0200'))]).toMatchObject([{ oddLength: false }, { oddLength: false }])
  })

  test('the question put to an X-keys pedal is "generate data" on 36 bytes', () => {
    expect(toHex(pedal.ask ?? new Uint8Array())).toBe(`00b1${'00'.repeat(34)}`)
  })
})

describe('products with several reports', () => {
  const footswitch = productNamed('pcsensor-footswitch')

  test('each report keeps its own inputs: one kind does not let go of what another holds', () => {
    expect(stream(footswitch, '040001', '010000050000000000', '010000000000000000', '040000')).toMatchObject([
      { kind: 'baseline', down: ['button-1'] },
      { kind: 'change', down: ['kbd-05'], up: [], isFirst: true },
      { kind: 'change', down: [], up: ['kbd-05'], isFirst: false },
      { kind: 'change', down: [], up: ['button-1'], isFirst: false },
    ])
  })

  test('a report id that the product does not have says nothing', () => {
    expect(stream(footswitch, '040001', '09ffff', '')).toMatchObject([{ kind: 'baseline' }, { kind: 'other' }, { kind: 'other' }])
  })

  test('a keyboard that reports too many keys at once says none of them', () => {
    expect(first(footswitch, bytes('010000010101010101'))).toMatchObject({ report: { kind: 'baseline', down: [] } })
  })
})

describe('numbers in a report', () => {
  test('jog and shuttle are signed, the twist of a joystick is not', () => {
    const axes = (id: string, report: string) => readSnapshot(productNamed(id), bytes(report))?.axes
    expect(axes('xkeys-xk12-jog', `0000000000 00 fff9${'00'.repeat(24)}`)).toEqual({ jog: -1, shuttle: -7 })
    expect(axes('xkeys-xk12-joystick', `0000000000 00 7f81ff${'00'.repeat(23)}`)).toEqual({ x: 127, y: -127, z: 255 })
    expect(axes('contour-shuttlepro', 'f9ff000000')).toEqual({ shuttle: -7, jog: 255 })
  })

  test('a number whose byte is not in the report is not made up', () => {
    expect(readSnapshot(productNamed('xkeys-xk12-joystick'), bytes('0000000000007f'))?.axes).toEqual({ x: 127 })
  })

  test('the key of an HP handset counts only while its pressed bit is 1', () => {
    expect(stream(productNamed('hp-handset'), '0040', '0041', '0037', '0035', '0047', '0057', '0040')).toEqual([
      { kind: 'baseline', down: [] },
      change(['hook'], []), change(['green'], []), change([], ['green']), change(['mute'], []), change(['key-21'], ['mute']), change([], ['hook', 'key-21']),
    ])
  })
})

test('what the simulator writes is read back, for every combination of a pedal', () => {
  for (const product of [vec, pedal, productNamed('streamdeck-pedal'), productNamed('philips-foot-control')]) {
    for (const layout of product.reports) {
      const names = layout.inputs.map((input) => input.name)
      for (let mask = 0; mask < 2 ** names.length; mask++) {
        const down = names.filter((_, bit) => (mask >> bit) & 1).toSorted()
        expect(first(product, writeButtons(product, layout, new Set(down)))).toMatchObject({ report: { kind: 'baseline', down }, oddLength: false })
      }
    }
  }
})
