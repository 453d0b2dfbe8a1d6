// What the host knows of a device: the same port for every radio, and one for every pedal or panel.
import type { ErrorCode } from './errors.ts'
import type { Result } from './result.ts'
import type { RadioPosition, ShortData, ShortDataEvent } from './short-data.ts'
import type { Unsubscribe } from './transport.ts'

export type Registration = 'home' | 'visited' | 'searching' | 'none' | 'rejected' | 'unknown'

/** `local`: the serving cell is cut off from the network although the radio says registered. */
export type CellMode = 'wide' | 'local' | 'unknown'

/** Why we do not have the floor. `transmit-inhibited`: somebody has switched the radio's transmitter off. */
export type FloorCause =
  | 'group-busy' | 'no-floor' | 'no-network' | 'radio-silent' | 'interrupted' | 'hanging-up' | 'link-lost' | 'no-channel' | 'timed-out'
  | 'transmit-inhibited'

/** By the network (TMO), from radio to radio (DMO), or between the two. */
export type RadioMode = 'tmo' | 'dmo' | 'tmo-dmo-watch' | 'dmo-tmo-watch' | 'tmo-and-dmo' | 'gateway' | 'dmo-repeater' | 'unknown'

/** Something this radio does not do, in its own word, or `no answer`. */
export interface RefusedFeature {
  readonly feature: string
  readonly answer: string
}

/** What the radio says it is. */
export interface RadioAbout {
  readonly manufacturer?: string
  readonly model?: string
  readonly firmware?: string
  /** Its own short identity. */
  readonly ssi?: string
}

/** A call to this radio alone, not to a group. */
export interface IndividualCall {
  /** The radio's number of the call. */
  readonly cc: number
  /** `ringing`: waits for `answerCall`; `connected`: speech goes through; `ended`: over, whoever ended it. */
  readonly call: 'ringing' | 'connected' | 'ended'
  readonly from?: string
  /** Both sides speak at once: whoever answers it opens the microphone. */
  readonly duplex: boolean
}

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
  /** Turned by hand or by `setMode`. Registration and cell are told anew with it. */
  | { readonly event: 'mode'; readonly mode: RadioMode }
  /** `dbm` absent: not known. Told on a change that means something. */
  | { readonly event: 'signal'; readonly dbm?: number }
  | { readonly event: 'battery'; readonly percent: number }
  | ({ readonly event: 'individual-call' } & IndividualCall)
  /** Our own emergency call: `set-up` with the network's emergency priority, or `plain` because the radio did not take it. */
  | { readonly event: 'own-emergency'; readonly as: 'set-up' | 'plain' }
  /** What the radio refused changed: everything it refuses now. */
  | { readonly event: 'refused'; readonly features: readonly RefusedFeature[] }
  | ShortDataEvent
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
  /**
   * @returns DEVICE_DENIED with the radio's own word, DEVICE_BUSY, DEVICE_STATE, DEVICE_NO_NETWORK, LINK_TIMEOUT, LINK_CLOSED,
   *   LINK_UNSUPPORTED when read-only
   */
  selectGroup(gssi: string): Promise<Result<void>>
  /** Asks registration once. @returns LINK_TIMEOUT, LINK_CLOSED, or the code of what the radio answered instead */
  poll(): Promise<Result<RadioProof>>
  /** The strongest test that disturbs nobody: answers, registered, cell, selected group, groups known. */
  verify(groups: readonly string[]): Promise<Result<RadioVerification>>
  readonly link: DeviceLink
  /** Somebody spoke or asked through it a moment ago: it is not disturbed with questions, its use is proof enough. */
  readonly isInUse: boolean
  onEvent(listener: (event: RadioEvent) => void): Unsubscribe

  // What only some radios can; absent where a kind of radio never can.

  /** Asks for the floor as `requestFloor`, in a new call of emergency priority to the selected group. */
  requestEmergency?(): void
  /**
   * Only ever at a person's wish. Calls fall; presses are refused until it is done.
   *
   * @returns DEVICE_STATE while speaking or asking, DEVICE_DENIED, LINK_TIMEOUT after 10 s, LINK_CLOSED, LINK_UNSUPPORTED
   */
  setMode?(mode: RadioMode): Promise<Result<void>>
  /** Answers the call that rings. @returns DEVICE_STATE when none does; as `selectGroup` */
  answerCall?(): Promise<Result<void>>
  /** Ends or rejects the individual call. @returns DEVICE_STATE when there is none; as `selectGroup` */
  endCall?(): Promise<Result<void>>
  /** Where the radio itself is. @returns DEVICE_STATE without a fix, DEVICE_UNSUPPORTED */
  readPosition?(): Promise<Result<RadioPosition>>
  readonly shortData?: ShortData
  readonly about?: RadioAbout
  readonly refusedFeatures?: readonly RefusedFeature[]
}

/** `read`: only questions are sent, for a site that observes. `full`: groups, services and floor as well. */
export type RadioAccess = 'read' | 'full'
