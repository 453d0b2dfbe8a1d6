// From the words of the site file to what is looked for among the devices that are plugged in.
import type { WantedDevice } from '../../../native/kit/device-identity.ts'
import type { HidProduct } from '../../../native/registry.ts'
import type { HidDeviceDeps } from '../../../native/transport/hid-device.ts'
import type { HidWanted } from '../../../native/transport/hid-open.ts'
import type { SiteHidLine, SiteSerialLine } from '../site/types.ts'

/** What all devices of one console share: the picture of what is plugged in, who has which port, the turn to open. */
export type SharedPorts = Required<Pick<HidDeviceDeps, 'clock' | 'view' | 'claims' | 'turns'>>

type UsbLine = Pick<SiteHidLine, 'vendorId' | 'productId' | 'serial' | 'port'>

export function usbOf({ vendorId, productId, serial, port }: UsbLine): Pick<WantedDevice, 'vendorId' | 'productId' | 'serial' | 'topology'> {
  return {
    vendorId: Number.parseInt(vendorId, 16),
    productId: Number.parseInt(productId, 16),
    ...(serial === undefined ? {} : { serial }),
    ...(port === undefined ? {} : { topology: port }),
  }
}

export function adapterOf({ usb }: Pick<SiteSerialLine, 'usb'>): Omit<WantedDevice, 'bus'> | undefined {
  return usb && { ...usbOf(usb), ...(usb.interface === undefined ? {} : { interface: usb.interface }) }
}

export function hidOf(line: SiteHidLine, product?: HidProduct): HidWanted {
  const { usage, ask, unitIdByte } = product ?? {}
  return {
    ...usbOf(line),
    ...(line.unitId === undefined ? {} : { unitId: line.unitId }),
    ...(usage && { usage }),
    ...(ask && unitIdByte !== undefined ? { unitQuestion: { ask, byte: unitIdByte } } : {}),
  }
}
