// The site file's list of pedals and the driver's are two tables, for the host may not import a driver: they must agree.
import { expect, test } from 'vitest'
import { SITE_HID_PRODUCTS } from '../../electron/host/site/hid-products.ts'
import { findHidProduct, HID_PRODUCTS, type HidProduct } from '../../native/hid-buttons/index.ts'

const hex = (id: number): string => id.toString(16).padStart(4, '0')

test('a site file may name exactly the products that the driver knows, with their identities and inputs', () => {
  const known = Object.fromEntries(Object.entries<HidProduct>(HID_PRODUCTS).map(([id, product]) => [id, {
    usb: product.usb.map(({ vendorId, productId }) => `${hex(vendorId)}:${hex(productId)}`),
    inputs: product.inputs.map((input) => input.name),
  }]))
  expect(SITE_HID_PRODUCTS).toEqual(known)
})

test('no two products share a USB identity, and each is found by its own', () => {
  for (const [id, { usb }] of Object.entries<HidProduct>(HID_PRODUCTS)) {
    for (const { vendorId, productId } of usb) expect(findHidProduct(vendorId, productId)).toBe(id)
  }
  expect(findHidProduct(0x046d, 0xc31c)).toBeUndefined()
})
