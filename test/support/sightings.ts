// Devices as a scan would tell of them, for tests of the choice among them.
import type { DeviceSighting } from '../../native/kit/device-identity.ts'

export const PEDAL = { bus: 'hid', vendorId: 0x05f3, productId: 0x00ff } as const
export const PEDAL_USAGE = { page: 0x0c, usage: 0x03 } as const

export const pedalAt = (topology: string, more: Partial<DeviceSighting> = {}): DeviceSighting =>
  ({ ...PEDAL, path: `/dev/hidraw-${topology}`, topology, usages: [PEDAL_USAGE], hasDescriptor: true, ...more })
