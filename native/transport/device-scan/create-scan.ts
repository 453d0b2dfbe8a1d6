// The way to look that this system has: Linux tells what is plugged in without asking, others only through a process apart.
import type { Clock } from '../../kit/clock.ts'
import { deviceChildProcess } from './child-process.ts'
import type { StartDeviceChild } from './child-protocol.ts'
import { createChildScan, type ChildScan } from './child-scan.ts'
import type { Scan } from './scan.ts'
import { createSysfsScan } from './sysfs.ts'

export interface DeviceScanner {
  readonly scan: Scan
  /** The process that scans, where one does. */
  readonly child?: ChildScan
}

export interface ScannerOptions {
  readonly clock: Clock
  readonly platform: NodeJS.Platform
  /** How to start the device child, where Node itself may not be started. */
  readonly startChild?: StartDeviceChild
}

export function createDeviceScanner({ clock, platform, startChild }: ScannerOptions): DeviceScanner {
  if (platform === 'linux') return { scan: createSysfsScan({ clock }) }
  const child = createChildScan({ clock, start: startChild ?? deviceChildProcess() })
  return { scan: child.scan, child }
}
