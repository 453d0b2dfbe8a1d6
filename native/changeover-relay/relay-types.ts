// Words of the change-over relay of a shared pedal.
import type { DeviceLink } from '../kit/driver.ts'
import type { ErrorCode } from '../kit/errors.ts'

/** Whose the pedal is. The relay rests, without power and without this program, at the RBS. */
export type Side = 'rbs' | 'radio'

/** As the relay's own contact tells. */
export type Position = Side | 'unknown'

export type RelayFault =
  /** Commanded, and its contact does not show it. */
  | 'did-not-move'
  /** It stood right and left its place without having been told to. */
  | 'moved-by-itself'
  /** Its contact tells nothing. */
  | 'position-unknown'
  /** The line took no command, or is gone. */
  | 'unreachable'

export type RelayEvent =
  | { readonly event: 'link'; readonly link: DeviceLink }
  /** `ours`: proven to stand at the radio. Anything else counts as the RBS's. */
  | { readonly event: 'pedal'; readonly ours: boolean }
  | { readonly event: 'fault'; readonly fault: RelayFault; readonly wanted: Side }
  | { readonly event: 'fault-over' }

export type RelayPhase =
  | { readonly phase: 'closed' }
  | { readonly phase: 'opening'; readonly attempt: number }
  | { readonly phase: 'waiting'; readonly attempt: number }
  /** Commanded, or off its place: it has MOVE_MS to show it. */
  | { readonly phase: 'moving'; readonly commanded: Side; readonly hadArrived: boolean }
  | { readonly phase: 'still'; readonly commanded: Side }

export interface RelayState {
  readonly at: RelayPhase
  readonly wanted: Side
  readonly position: Position
  /** Stands until the relay has reached where it is wanted. */
  readonly fault?: RelayFault
}

export type RelayInput =
  | { readonly event: 'started' }
  | { readonly event: 'stopped' }
  | { readonly event: 'opened' }
  | { readonly event: 'open-failed'; readonly cause: ErrorCode }
  | { readonly event: 'lost'; readonly cause: ErrorCode }
  | { readonly event: 'wanted'; readonly side: Side }
  | { readonly event: 'line-failed'; readonly cause: ErrorCode }
  | { readonly event: 'position'; readonly position: Position }
  | { readonly event: 'timer-expired' }

export type RelayEffect =
  | { readonly effect: 'open' }
  | { readonly effect: 'close' }
  | { readonly effect: 'set'; readonly side: Side }
  | { readonly effect: 'start-timer'; readonly ms: number }
  | { readonly effect: 'stop-timer' }
  | { readonly effect: 'up' }
  | { readonly effect: 'down'; readonly cause: ErrorCode }
  | { readonly effect: 'news'; readonly news: RelayEvent }
