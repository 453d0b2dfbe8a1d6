// One look at what is plugged in, and the lines to it: as the console has them, without its watch for what comes and goes.
import type { Clock } from '../../../../native/kit/clock.ts'
import { createDeviceScanner } from '../../../../native/transport/device-scan/create-scan.ts'
import { createDeviceWatch } from '../../../../native/transport/device-watch.ts'
import { createDeviceLines, type DeviceLines } from '../../../host/devices/device-lines.ts'
import type { Plugged } from './look.ts'

export interface Bench {
  readonly plugged: Plugged
  readonly lines: DeviceLines
  close(): void
}

/** Bounded by the scan's own bound. */
export async function openBench(clock: Clock, platform: NodeJS.Platform): Promise<Bench> {
  const scanner = createDeviceScanner({ clock, platform })
  const watch = createDeviceWatch({ clock, scanner, events: { start: () => true, stop: () => {} } })
  watch.start()
  await watch.look()
  const { sightings, trouble } = watch
  return {
    plugged: { sightings, ...(trouble ? { trouble } : {}) },
    lines: createDeviceLines({ clock, watch, scanner }),
    close() {
      watch.stop()
      scanner.child?.stop()
    },
  }
}
