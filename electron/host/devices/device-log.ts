// What is plugged in and pulled, and what of it cannot be known: one line in the log a transition.
import { sightingName, type DeviceSighting } from '../../../native/kit/device-identity.ts'
import type { DeviceWatch } from '../../../native/transport/device-watch.ts'

export interface DeviceLog {
  info(event: string, fields: Readonly<Record<string, string>>): void
  warn(event: string, fields: Readonly<Record<string, string>>): void
}

export function logDevices(watch: Pick<DeviceWatch, 'onChange' | 'onTrouble'>, log: DeviceLog): void {
  watch.onChange(({ arrived, departed }) => {
    for (const one of departed) log.info('device.unplugged', named(one))
    for (const one of arrived) log.info('device.plugged-in', named(one))
  })
  watch.onTrouble((trouble) => {
    if (trouble) log.warn('device-scan.failed', { code: trouble.code, detail: trouble.detail })
    else log.info('device-scan.recovered', {})
  })
}

const named = (sighting: DeviceSighting): Record<string, string> => ({
  at: sightingName(sighting),
  ...(sighting.vendorId === undefined || sighting.productId === undefined ? {} : { usb: `${hex(sighting.vendorId)}:${hex(sighting.productId)}` }),
  ...(sighting.product === undefined ? {} : { product: sighting.product }),
})

const hex = (id: number): string => id.toString(16).padStart(4, '0')
