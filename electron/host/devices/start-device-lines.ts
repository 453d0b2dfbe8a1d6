// Begins to watch what is plugged in, and hands out the lines to it.
import type { Clock } from '../../../native/kit/clock.ts'
import type { StartDeviceChild } from '../../../native/transport/device-scan/child-protocol.ts'
import { createDeviceScanner } from '../../../native/transport/device-scan/create-scan.ts'
import { createDeviceWatch } from '../../../native/transport/device-watch.ts'
import { childEvents, nodeEvents } from '../../../native/transport/plug-events.ts'
import type { Site, SiteDevice } from '../site/types.ts'
import { createDeviceLines, type DeviceLines } from './device-lines.ts'
import { logDevices, type DeviceLog } from './device-log.ts'

export interface StartDeviceLines {
  readonly clock: Clock
  readonly devices: readonly SiteDevice[]
  readonly log: DeviceLog
  /** A probe reads a port of this machine. */
  readonly isSensing?: boolean
  readonly platform: NodeJS.Platform
  /** How to start the device child, where Node itself may not be started. */
  readonly startChild?: StartDeviceChild
}

/** Lines that lead to no port of this machine: a site that has only these needs no watch. */
const ELSEWHERE: ReadonlySet<string> = new Set(['tcp', 'rfc2217', 'simulated'])

/** Whether a probe reads a port of this machine, which may be named by what is plugged in. */
export const sensesPorts = ({ services }: Pick<Site, 'services'>): boolean =>
  services.some(({ probes }) => probes.some((probe) => probe.kind === 'serial-line' && probe.transport.kind === 'serial'))

/** Nothing heavy: libraries load when a device is opened. */
export function startDeviceLines({ log, devices, isSensing = false, ...options }: StartDeviceLines): DeviceLines {
  const { clock } = options
  const scanner = createDeviceScanner(options)
  const watch = createDeviceWatch({ clock, scanner, events: scanner.child ? childEvents(scanner.child) : nodeEvents() })
  logDevices(watch, log)
  if (isSensing || devices.some(({ transport }) => !ELSEWHERE.has(transport.kind))) watch.start()
  return createDeviceLines({ clock, watch, scanner })
}
