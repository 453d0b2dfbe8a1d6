// Words between the host and its watchdog process, and what the process is started with.
import type { DeviceSighting } from '../../kit/device-identity.ts'
import type { ErrorCode } from '../../kit/errors.ts'

export type ToWatchdog = 'arm' | 'alive' | 'disarm' | 'end'

export type FromWatchdog =
  | { readonly say: 'standing' }
  | { readonly say: 'armed' }
  /** It un-keyed because life signs were missing. */
  | { readonly say: 'cut' }
  | { readonly say: 'failed'; readonly code: ErrorCode; readonly detail: string }

/** What it opens besides the host: the very device that the host has claimed, opened and holds. */
export type WatchdogDevice =
  | { readonly kind: 'hid'; readonly sighting: DeviceSighting }
  | { readonly kind: 'simulated'; readonly host: string; readonly port: number }

export interface WatchdogTask {
  readonly device: WatchdogDevice
  /** The output report that un-keys, as hex, its id first. */
  readonly unkey: string
}
