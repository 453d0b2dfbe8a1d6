// Products as the delivered device files tell them.
import { readFileSync } from 'node:fs'
import { expandProduct, type DeviceFile, type HidProduct } from '../../../native/registry.ts'

export function productNamed(id: string): HidProduct {
  const file = JSON.parse(readFileSync(new URL(`../../../resources/devices/${id}.json`, import.meta.url), 'utf8')) as DeviceFile
  const product = expandProduct(id, file)
  if (!product.ok) throw new Error(`${id}: ${product.error.detail}`)
  return product.value
}

/** The identity the product's file names first. */
export const usbOf = ({ usb }: HidProduct): { readonly vendorId: number; readonly productId: number } => ({ vendorId: usb[0]?.vendorId ?? 0, productId: usb[0]?.productId ?? 0 })
