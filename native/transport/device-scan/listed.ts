// What node-hid and serialport list, as sightings. Windows only says where a device is plugged in by its instance, which is
// the same at the same port and another at another. Pure. Source: reference/hid-consoles.md, sections 3 and 5.
import { realSerial, type DeviceSighting } from '../../kit/device-identity.ts'

/** An entry of node-hid's `devicesAsync`. */
export interface ListedHid {
  readonly vendorId: number
  readonly productId: number
  readonly path?: string | undefined
  readonly serialNumber?: string | undefined
  readonly manufacturer?: string | undefined
  readonly product?: string | undefined
  readonly interface?: number | undefined
  readonly usagePage?: number | undefined
  readonly usage?: number | undefined
}

/** An entry of serialport's `list`; numbers are hex digits. */
export interface ListedSerial {
  readonly path: string
  readonly manufacturer?: string | undefined
  readonly serialNumber?: string | undefined
  readonly pnpId?: string | undefined
  readonly locationId?: string | undefined
  readonly productId?: string | undefined
  readonly vendorId?: string | undefined
}

/** `\\?\HID#VID_05F3&PID_00FF&Col02#7&2b4f1c9&0&0001#{…}`: the last number counts the collections of one device. */
const WINDOWS_HID_PLACE = /^\\\\\?\\hid#[^#]+#(.+)&[0-9a-f]+#/i
const WINDOWS_INTERFACE = /&MI_([0-9a-f]{2})/i

/** One sighting a path: Linux lists a path once for each of its collections. */
export function hidSightings(listed: readonly ListedHid[]): readonly DeviceSighting[] {
  const byPath = new Map<string, DeviceSighting>()
  for (const entry of listed) {
    if (entry.path === undefined || entry.path === '') continue
    const sighting = byPath.get(entry.path) ?? hidSighting(entry, entry.path)
    const usage = entry.usagePage === undefined || entry.usagePage === 0 ? [] : [{ page: entry.usagePage, usage: entry.usage ?? 0 }]
    byPath.set(entry.path, { ...sighting, usages: [...sighting.usages, ...usage] })
  }
  return [...byPath.values()]
}

function hidSighting(entry: ListedHid, path: string): DeviceSighting {
  const serial = realSerial(entry.serialNumber)
  const place = WINDOWS_HID_PLACE.exec(path)?.[1]
  return {
    bus: 'hid',
    path,
    vendorId: entry.vendorId,
    productId: entry.productId,
    ...(serial === undefined ? {} : { serial }),
    ...(place === undefined ? {} : { topology: place.toLowerCase() }),
    ...(entry.interface === undefined || entry.interface < 0 ? {} : { interface: entry.interface }),
    ...named(entry.manufacturer, entry.product),
    usages: [],
    hasDescriptor: false,
  }
}

export function serialSightings(listed: readonly ListedSerial[]): readonly DeviceSighting[] {
  return listed.map((entry) => {
    const serial = realSerial(entry.serialNumber)
    const part = WINDOWS_INTERFACE.exec(entry.pnpId ?? '')?.[1]
    const [vendorId, productId] = [Number.parseInt(entry.vendorId ?? '', 16), Number.parseInt(entry.productId ?? '', 16)]
    return {
      bus: 'serial' as const,
      path: entry.path,
      ...(Number.isNaN(vendorId) || Number.isNaN(productId) ? {} : { vendorId, productId }),
      ...(serial === undefined ? {} : { serial }),
      ...(entry.locationId === undefined || entry.locationId === '' ? {} : { topology: entry.locationId }),
      ...(part === undefined ? {} : { interface: Number.parseInt(part, 16) }),
      ...named(entry.manufacturer, undefined),
      usages: [],
      hasDescriptor: false,
    }
  })
}

const named = (manufacturer: string | undefined, product: string | undefined): { manufacturer?: string; product?: string } => ({
  ...(manufacturer ? { manufacturer } : {}),
  ...(product ? { product } : {}),
})
