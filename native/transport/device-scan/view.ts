// What is plugged in now, for whoever opens a device.
import { sightingKey, type DeviceSighting } from '../../kit/device-identity.ts'
import type { Clock } from '../../kit/clock.ts'
import { failure, type Failure } from '../../kit/errors.ts'
import { ok, type Result } from '../../kit/result.ts'
import { createDeviceScanner, type DeviceScanner } from './create-scan.ts'
import type { Scan } from './scan.ts'

export interface DeviceView {
  /** @returns the failure of the scan when nothing is known */
  look(): Promise<Result<readonly DeviceSighting[]>>
  /** Whether a device that was just opened is the one that was seen: Linux gives the number of a node that went to the next device. */
  isStill(sighting: DeviceSighting): Promise<boolean>
  /** Why the picture may be old. */
  readonly trouble?: Failure | undefined
}

/** What is not in an old picture may well be there: then it is not said to be missing. */
export function unseen(missing: Failure, { trouble }: DeviceView): Failure {
  return missing.code === 'LINK_MISSING' && trouble ? failure(trouble.code, `${missing.detail}; ${trouble.detail}`) : missing
}

/** For a device that stands alone, without a watch: scans anew each time. */
export function viewOnce(clock: Clock): DeviceView {
  let scanner: DeviceScanner | undefined
  const scan: Scan = () => (scanner ??= createDeviceScanner({ clock, platform: process.platform })).scan()
  return {
    async look() {
      const scanned = await scan()
      return scanned.ok ? ok(scanned.value.sightings) : scanned
    },
    isStill: (sighting) => isStillThere(scan, sighting),
  }
}

export async function isStillThere(scan: Scan, sighting: DeviceSighting): Promise<boolean> {
  // Where the path itself names the device and its port, no other can have it.
  if (sighting.plugging === undefined) return true
  const scanned = await scan()
  return scanned.ok && scanned.value.sightings.some((one) => sightingKey(one) === sightingKey(sighting))
}
