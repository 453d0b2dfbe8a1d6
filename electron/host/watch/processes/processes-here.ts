// The process list of this system.
import type { Clock } from '../../../../native/kit/clock.ts'
import { createPowershellList } from './powershell-list.ts'
import { createProcScan } from './proc-scan.ts'
import type { ProcessList } from './process-list.ts'

/** @returns undefined where no way is known to look */
export function processesHere(clock: Clock, platform: NodeJS.Platform): ProcessList | undefined {
  if (platform === 'linux') return createProcScan(clock)
  return platform === 'win32' ? createPowershellList(clock) : undefined
}
