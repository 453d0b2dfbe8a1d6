// What is plugged in, without asking any device: a wedged one must not hold up the console, nor hide the others.
import type { DeviceSighting } from '../../kit/device-identity.ts'
import type { Result } from '../../kit/result.ts'

export interface ScanReport {
  readonly sightings: readonly DeviceSighting[]
  /** Devices of which the system gave no answer in time, as it names them. */
  readonly silent: readonly string[]
}

/**
 * Looks once.
 *
 * @returns LINK_TIMEOUT when the system does not answer, naming the suspect as well as can be known; LINK_UNSUPPORTED where
 *   there is no way to look
 * @remarks Bounded by SCAN_MS. One at a time: whoever calls it waits for the answer.
 */
export type Scan = () => Promise<Result<ScanReport>>

export const SCAN_MS = 3_000
