// Begins to watch what is plugged in, one line in the log a transition, and hands out the lines to it.
import type { Clock } from '../../../native/kit/clock.ts'
import { sightingName, type DeviceSighting } from '../../../native/kit/device-identity.ts'
import { createDeviceScanner } from '../../../native/transport/device-scan/create-scan.ts'
import { createDeviceWatch } from '../../../native/transport/device-watch.ts'
import { childEvents, nodeEvents } from '../../../native/transport/plug-events.ts'
import { createDeviceLines, type DeviceLines } from './device-lines.ts'

export interface DeviceLog {
  info(event: string, fields: Readonly<Record<string, string>>): void
  warn(event: string, fields: Readonly<Record<string, string>>): void
}

export interface StartDeviceLines {
  readonly clock: Clock
  readonly log: DeviceLog
  readonly platform: NodeJS.Platform
}

/** Nothing heavy: libraries and processes start when a device is opened. */
export function startDeviceLines({ clock, log, platform }: StartDeviceLines): DeviceLines {
  const scanner = createDeviceScanner({ clock, platform })
  const watch = createDeviceWatch({ clock, scanner, events: scanner.child ? childEvents(scanner.child) : nodeEvents() })
  watch.onChange(({ arrived, departed }) => {
    for (const one of departed) log.info('device.unplugged', named(one))
    for (const one of arrived) log.info('device.plugged-in', named(one))
  })
  watch.onTrouble((trouble) => {
    if (trouble) log.warn('device-scan.failed', { code: trouble.code, detail: trouble.detail })
    else log.info('device-scan.recovered', {})
  })
  watch.start()
  return createDeviceLines({ clock, watch, scanner })
}

const named = (sighting: DeviceSighting): Record<string, string> => ({
  at: sightingName(sighting),
  ...(sighting.vendorId === undefined || sighting.productId === undefined ? {} : { usb: `${hex(sighting.vendorId)}:${hex(sighting.productId)}` }),
  ...(sighting.product === undefined ? {} : { product: sighting.product }),
})

const hex = (id: number): string => id.toString(16).padStart(4, '0')
