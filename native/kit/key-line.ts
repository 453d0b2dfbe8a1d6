// Something that can be keyed by one wire and may tell back: a transmitter's PTT contact, a change-over relay.
// A driver gets one handed in and cannot tell RTS on a cable from a pin of a USB interface.
// Source: architecture section 6, "PTT"; reference/hid-consoles.md sections 1.4 and 4.
import type { Failure } from './errors.ts'
import type { Result } from './result.ts'
import type { Unsubscribe } from './transport.ts'

/** One sensed wire. `unknown` is never taken for `off`; `not-wired`: nothing will ever be told. */
export type Level = 'on' | 'off' | 'unknown' | 'not-wired'

/** What the line tells back, as it is now, not debounced. */
export interface Sensed {
  /** Somebody else is on the air. */
  readonly carrier: Level
  /** What is keyed says so itself: a transmit lamp, a loop, a relay's own contact. */
  readonly readBack: Level
}

export interface KeyLoss {
  readonly cause: Failure
  /** True when the line was un-keyed, and took it, before it went. */
  readonly unkeyed: boolean
}

/**
 * A line that keys.
 *
 * @remarks Order: `open` → any number of `setKeyed` → `close` or `onLost`; after either it may be opened again. `onLost`
 *   comes once an opening and never after `close`. Keyings are carried out one at a time, in order.
 */
export interface KeyLine {
  /** What people call it: `/dev/ttyUSB0 RTS`. */
  readonly name: string
  /**
   * Opens, and un-keys before anything else.
   *
   * @returns whatever the line below fails with; LINK_UNSUPPORTED when it has no such wires. Bounded by 6 s
   */
  open(): Promise<Result<void>>
  /** Un-keys, then closes; safe to call twice. Bounded by 4 s. */
  close(): Promise<void>
  /** Asking again for what already is proves that the line still answers. @returns LINK_CLOSED, LINK_LOST, LINK_TIMEOUT, DEVICE_DENIED, DEVICE_STATE */
  setKeyed(keyed: boolean): Promise<Result<void>>
  /** Everything wired is `unknown` while closed. */
  readonly sensed: Sensed
  /** Each change of what is sensed. */
  onSensed(listener: (sensed: Sensed) => void): Unsubscribe
  onLost(listener: (loss: KeyLoss) => void): Unsubscribe
}

/**
 * Watches over an output that stays as it is when this program dies (CM108): somebody else un-keys it then.
 *
 * @remarks Order: `start` → any number of `arm`, `disarm` → `stop` or `onFallen`.
 */
export interface KeyGuard {
  /** Resolves when the guard stands. @returns LINK_UNSUPPORTED, LINK_TIMEOUT, or what its own opening of the device failed with */
  start(): Promise<Result<void>>
  /** Before keying: resolves when the guard counts the life signs. @returns DEVICE_STATE when none stands */
  arm(): Promise<Result<void>>
  /** After un-keying. */
  disarm(): void
  /** Un-keys by its own hand and ends. Bounded by 1 s. */
  stop(): Promise<void>
  /** It died, or un-keyed because life signs were missing: un-key, and do not key before it stands again. */
  onFallen(listener: (cause: Failure) => void): Unsubscribe
}
