// What is plugged in now, for whoever opens a device.
import type { DeviceSighting } from '../../kit/device-identity.ts'
import type { Clock } from '../../kit/clock.ts'
import { ok, type Result } from '../../kit/result.ts'
import { createDeviceScanner, type DeviceScanner } from './create-scan.ts'

/** @returns the failure of the scan when nothing is known */
export type Look = () => Promise<Result<readonly DeviceSighting[]>>

/** For a device that stands alone, without a watch: scans anew each time. */
export function lookOnce(clock: Clock): Look {
  let scanner: DeviceScanner | undefined
  return async () => {
    scanner ??= createDeviceScanner({ clock, platform: process.platform })
    const scanned = await scanner.scan()
    return scanned.ok ? ok(scanned.value.sightings) : scanned
  }
}
