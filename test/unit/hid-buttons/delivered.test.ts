// The delivered device files: each is whole, none claims another's device, and the names are those of the site file.
import { describe, expect, test } from 'vitest'
import { inputNames, isOfProduct, unitIdOf, firmwareOf } from '../../../native/hid-buttons/index.ts'
import { DELIVERED_IDS, productNamed } from '../../support/hid-products.ts'

const products = DELIVERED_IDS.map(productNamed)

test('the table holds the families that the console knows', () => {
  expect(DELIVERED_IDS).toEqual([
    'aioc', 'cm108', 'contour-shuttlepro', 'contour-shuttlexpress', 'hp-handset', 'jabra', 'pcsensor-footswitch', 'philips-foot-control',
    'streamdeck-mini', 'streamdeck-mk2', 'streamdeck-neo', 'streamdeck-original', 'streamdeck-pedal', 'streamdeck-plus', 'streamdeck-xl',
    'vec-footpedal', 'xkeys-hd15-gpio', 'xkeys-xk12-jog', 'xkeys-xk12-joystick', 'xkeys-xk12-switch', 'xkeys-xk24', 'xkeys-xk3-pedal',
    'xkeys-xk3-switch', 'xkeys-xk60', 'xkeys-xk80', 'xkeys-xke128', 'yealink',
  ])
})

test('no two products share a USB identity', () => {
  for (const product of products) {
    for (const { vendorId, productId } of product.usb) {
      expect(products.filter((one) => isOfProduct(one, vendorId, productId)).map(({ id }) => id)).toEqual([product.id])
    }
  }
})

test('an identity that ends in xx stands for every product number that begins so, and for no other', () => {
  const cm108 = productNamed('cm108')
  expect([0x6a00, 0x6a42, 0x6aff, 0x6b00, 0x0011].map((productId) => isOfProduct(cm108, 0x0d8c, productId))).toEqual([true, true, true, false, false])
  expect(isOfProduct(cm108, 0x0d8d, 0x6a42)).toBe(false)
})

test.each([
  ['xkeys-xk24', 25], ['xkeys-xk60', 81], ['xkeys-xk80', 81], ['xkeys-xke128', 128], ['xkeys-xk12-jog', 13], ['xkeys-xk12-joystick', 13],
  ['xkeys-xk12-switch', 12], ['xkeys-xk3-switch', 4], ['xkeys-hd15-gpio', 16], ['streamdeck-mk2', 15], ['streamdeck-xl', 32], ['contour-shuttlepro', 15],
])('%s has %i inputs', (id, count) => {
  expect(inputNames(productNamed(id))).toHaveLength(count)
})

describe('what X-keys tell of themselves', () => {
  const xk24 = productNamed('xkeys-xk24')

  test('the number of the unit is in each report', () => {
    expect(unitIdOf(xk24, Uint8Array.of(0x0a, 0, 1))).toBe(10)
    expect(unitIdOf(productNamed('vec-footpedal'), Uint8Array.of(1, 0))).toBeUndefined()
  })

  test('the firmware is in the answer to its question, and in no other report', () => {
    const answer = Uint8Array.of(0x0a, 0xd6, 0, 0, 0, 0, 0, 0, 0, 0, 17, 0x05, 0x04)
    expect(firmwareOf(xk24, answer)).toBe(17)
    expect(firmwareOf(xk24, Uint8Array.of(0x0a, 0, 0, 0, 0, 0, 0, 0, 0, 0, 17))).toBeUndefined()
    expect(xk24.firmware?.ask.slice(0, 3)).toEqual(Uint8Array.of(0, 0xd6, 0))
    expect(xk24.firmware?.ask).toHaveLength(36)
  })
})
