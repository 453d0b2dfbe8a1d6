// Lights: what is written shows what was asked, on this light and on no other.
import { describe, expect, test } from 'vitest'
import { toHex } from '../../../native/kit/bytes.ts'
import { decodeLights, encodeLight, type LightState } from '../../../native/hid-buttons/index.ts'
import { DELIVERED_IDS, productNamed } from '../../support/hid-products.ts'

const xk24 = productNamed('xkeys-xk24').lights
const yealink = productNamed('yealink').lights
const hexOf = (reports: readonly Uint8Array[]): string[] => reports.map((report) => toHex(report))

describe('a light with a command of its own', () => {
  test('is written as the recorded reports of an XK-24', () => {
    const padded = (start: string): string => start.padEnd(72, '0')
    expect(hexOf(encodeLight(xk24, 'key-1-blue', 'on'))).toEqual([padded('00b5000101')])
    expect(hexOf(encodeLight(xk24, 'key-7-red', 'flash'))).toEqual([padded('00b5280201')])
    expect(hexOf(encodeLight(xk24, 'green', 'off'))).toEqual([padded('00b30600')])
    expect(hexOf(encodeLight(xk24, 'all-red', 'on'))).toEqual([padded('00b601ff')])
  })

  test('that cannot flash is put on instead', () => {
    expect(encodeLight(xk24, 'all-blue', 'flash')).toEqual(encodeLight(xk24, 'all-blue', 'on'))
  })

  test('does not change the table it is read from', () => {
    const [report] = encodeLight(xk24, 'green', 'on')
    report?.fill(0xff)
    expect(hexOf(encodeLight(xk24, 'green', 'on'))[0]).toMatch(/^00b30601/)
  })
})

describe('a light that is one bit among others', () => {
  test('is written together with what the others show: setting one must not put another out', () => {
    expect(hexOf(encodeLight(yealink, 'mute', 'on'))).toEqual(['0402'])
    expect(hexOf(encodeLight(yealink, 'mute', 'on', { 'off-hook': 'on', hold: 'off' }))).toEqual(['0403'])
    expect(hexOf(encodeLight(yealink, 'mute', 'off', { 'off-hook': 'on', mute: 'on' }))).toEqual(['0401'])
  })
})

test('a light that the product does not have writes nothing', () => {
  expect(encodeLight(xk24, 'key-25-blue', 'on')).toEqual([])
  expect(encodeLight(productNamed('vec-footpedal').lights, 'green', 'on')).toEqual([])
})

const withLights = DELIVERED_IDS.map(productNamed).filter(({ lights }) => lights.length > 0)

test.each(withLights.map(({ id, lights }) => ({ id, lights })))('$id: every light is read back from its report, in every state', ({ lights }) => {
  for (const light of lights) {
    const states: readonly LightState[] = light.kind === 'command' && light.states.flash !== undefined ? ['off', 'on', 'flash'] : ['off', 'on']
    for (const state of states) {
      const [report, ...more] = encodeLight(lights, light.name, state)
      expect(more).toEqual([])
      const shown = decodeLights(lights, report ?? new Uint8Array())
      expect(shown[light.name]).toBe(state)
      if (light.kind === 'command') expect(Object.keys(shown)).toEqual([light.name])
    }
  }
})
