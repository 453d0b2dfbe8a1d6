// What all devices of one console share, as the host wires it: the picture of what is plugged in, who has which port, and
// the turn to open.
import type { DeviceSighting } from '../../../native/kit/device-identity.ts'
import { systemClock } from '../../../native/transport/clock.ts'
import { createDeviceScanner } from '../../../native/transport/device-scan/create-scan.ts'
import { createDeviceWatch, type DeviceWatch } from '../../../native/transport/device-watch.ts'
import { createOpenTurns, createShellTrial, type OpenTurns } from '../../../native/transport/open-turns.ts'
import { nodeEvents } from '../../../native/transport/plug-events.ts'
import { createPortClaims, type PortClaims } from '../../../native/transport/port-claims.ts'
import { until } from './time.ts'

export interface Console {
  readonly watch: DeviceWatch
  /** For a transport of the device of this name. */
  shared(owner: string): { readonly clock: typeof systemClock; readonly view: DeviceWatch; readonly claims: PortClaims; readonly turns: OpenTurns; readonly owner: string }
  stop(): void
}

const SIGHTED_MS = 10_000

export function startConsole(): Console {
  const clock = systemClock
  const watch = createDeviceWatch({ clock, scanner: createDeviceScanner({ clock, platform: 'linux' }), events: nodeEvents() })
  const claims = createPortClaims()
  const turns = createOpenTurns({ clock, tryOpen: createShellTrial(clock) })
  watch.start()
  return { watch, shared: (owner) => ({ clock, view: watch, claims, turns, owner }), stop: () => watch.stop() }
}

/** Waits until the watch has told as many devices like this. */
export async function sighted({ watch }: Console, count: number, isOne: (sighting: DeviceSighting) => boolean): Promise<readonly DeviceSighting[]> {
  const found = (): readonly DeviceSighting[] => watch.sightings.filter(isOne)
  await until(() => `${count} such devices in ${JSON.stringify(watch.sightings)}`, () => found().length === count, SIGHTED_MS)
  return found()
}
