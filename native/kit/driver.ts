// What the host knows of a device: the same port for every radio, and one for every pedal or panel.
import type { ErrorCode } from './errors.ts'
import type { Result } from './result.ts'
import type { Unsubscribe } from './transport.ts'

export type Registration = 'home' | 'visited' | 'searching' | 'none' | 'rejected' | 'unknown'

/** `local`: the serving cell is cut off from the network although the radio says registered. */
export type CellMode = 'wide' | 'local' | 'unknown'

/** Why we do not have the floor. */
export type FloorCause = 'group-busy' | 'no-floor' | 'no-network' | 'radio-silent' | 'interrupted' | 'hanging-up' | 'link-lost' | 'no-channel' | 'timed-out'

export type DeviceLink =
  | { readonly link: 'opening' }
  | { readonly link: 'up' }
  | { readonly link: 'down'; readonly cause: ErrorCode; readonly detail: string }

export type RadioEvent =
  | { readonly event: 'link'; readonly link: DeviceLink }
  | { readonly event: 'registration'; readonly registration: Registration; readonly cell: CellMode }
  /** The group the radio now has selected, whoever turned it; `''` when it stands on none. */
  | { readonly event: 'group'; readonly gssi: string }
  | { readonly event: 'floor-waiting' }
  | { readonly event: 'floor-queued' }
  /**
   * We are on the air. Never told before the network's grant to us; a keyed set has no network to grant, so there it means
   * that the line took the keying and, where something reads it back, that this has confirmed it.
   */
  | { readonly event: 'floor-granted' }
  | { readonly event: 'floor-refused'; readonly cause: FloorCause }
  | { readonly event: 'floor-ended'; readonly cause: FloorCause }
  | { readonly event: 'floor-given-back' }
  /** The radio may be on the air and cannot be told to stop. Followed by `hung-up` once it was. */
  | { readonly event: 'may-transmit' }
  | { readonly event: 'hung-up' }
  /** Somebody keys the radio by its own microphone. */
  | { readonly event: 'local-key'; readonly keyed: boolean }
  /** Somebody else speaks; `ssi` absent when they stopped or the network does not say who. */
  | { readonly event: 'heard'; readonly speaking: boolean; readonly ssi?: string }
  /** Whether somebody speaks cannot be told now: to be taken for yes, never shown as yes. Ends with `heard`. */
  | { readonly event: 'hearing-unknown' }
  | { readonly event: 'emergency'; readonly kind: 'call' | 'status'; readonly from?: string; readonly gssi?: string }
  /** One line as it went over the wire, for the technician's ring. */
  | { readonly event: 'wire'; readonly direction: 'in' | 'out' | 'discarded'; readonly line: string }

/** One real exchange with the radio. */
export interface RadioProof {
  readonly registration: Registration
  readonly cell: CellMode
  /** Command to final result, ms. */
  readonly latencyMs: number
}

export interface RadioVerification extends RadioProof {
  readonly gssi?: string
  /** Groups of the plan that the radio's own list does not hold; empty when it has no readable list. */
  readonly missingGroups: readonly string[]
}

/**
 * A radio that this console can key.
 *
 * @remarks Nothing is keyed before `link: up`; a lost link drops a press, and nothing is keyed again before the radio
 *   was hung up. `stop` gives the floor back before it closes the line.
 */
export interface RadioDriver {
  start(): void
  /** Bounded by 3 s. */
  stop(): Promise<void>
  /** Bytes on the line before this returns, unless another command is running. The verdict comes as an event. */
  requestFloor(): void
  releaseFloor(): void
  /** @returns DEVICE_DENIED with the radio's own word, LINK_TIMEOUT, LINK_CLOSED, LINK_UNSUPPORTED when read-only */
  selectGroup(gssi: string): Promise<Result<void>>
  /** Asks registration once. @returns LINK_TIMEOUT, LINK_CLOSED */
  poll(): Promise<Result<RadioProof>>
  /** The strongest test that disturbs nobody: answers, registered, cell, selected group, groups known. */
  verify(groups: readonly string[]): Promise<Result<RadioVerification>>
  readonly link: DeviceLink
  /** Somebody spoke or asked through it a moment ago: it is not disturbed with questions, its use is proof enough. */
  readonly isInUse: boolean
  onEvent(listener: (event: RadioEvent) => void): Unsubscribe
}

/** `read`: only questions are sent, for a site that observes. `full`: groups, services and floor as well. */
export type RadioAccess = 'read' | 'full'
