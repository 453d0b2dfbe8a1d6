// The picture of one HID device that another process has chosen and holds: nothing is looked for, and nothing but that very
// device is taken. Whoever stands guard over a port must not find one by itself: it would be outside the claims on ports.
import { sightingKey, type DeviceSighting } from '../../kit/device-identity.ts'
import { ok } from '../../kit/result.ts'
import type { HidWanted } from '../hid-open.ts'
import { lookAtHid, type SysfsOptions } from './sysfs.ts'
import type { DeviceView } from './view.ts'

export function viewOfOne(chosen: DeviceSighting, kernel: SysfsOptions): DeviceView {
  return {
    look: async () => ok([chosen]),
    async isStill(opened) {
      // Where the path itself names the device and its port, no other can have it.
      if (opened.plugging === undefined) return true
      const now = await lookAtHid(opened.path, kernel)
      return now !== undefined && sightingKey(now) === sightingKey(opened)
    },
  }
}

/** This node and no other, whatever is like it. */
export function wantedAs({ vendorId, productId, path }: DeviceSighting): HidWanted {
  if (vendorId === undefined || productId === undefined) throw new Error(`BUG_UNEXPECTED: ${path} was chosen without its USB numbers`)
  return { vendorId, productId, path }
}
