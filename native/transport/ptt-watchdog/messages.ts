// Words between the host and its watchdog process, and what the process is started with.
import type { ErrorCode } from '../../kit/errors.ts'
import type { HidWanted } from '../hid-open.ts'

export type ToWatchdog = 'arm' | 'alive' | 'disarm' | 'end'

export type FromWatchdog =
  | { readonly say: 'standing' }
  | { readonly say: 'armed' }
  /** It un-keyed because life signs were missing. */
  | { readonly say: 'cut' }
  | { readonly say: 'failed'; readonly code: ErrorCode; readonly detail: string }

/** The device it opens by itself, besides the host's own opening. */
export type WatchdogDevice =
  | { readonly kind: 'hid'; readonly wanted: HidWanted }
  | { readonly kind: 'simulated'; readonly host: string; readonly port: number }

export interface WatchdogTask {
  readonly device: WatchdogDevice
  /** The output report that un-keys, as hex, its id first. */
  readonly unkey: string
}
