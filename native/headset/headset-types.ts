// What a headset's machine knows, hears and does.
import type { ButtonsEvent, Lights, MicrophoneState } from '../kit/buttons.ts'
import type { HeadsetLayout } from './telephony.ts'

/** Something that was written, and whether the device has taken it: its answer is awaited from then. */
export interface Written {
  readonly atMs: number
  readonly isTaken: boolean
}

export interface OpenHeadset {
  readonly phase: 'open'
  readonly layout: HeadsetLayout
  /** What the host wants shown; off-hook and mute are not its to show. */
  readonly shown: Lights
  /** Reports that came since the opening. */
  readonly heard: ReadonlySet<number>
  /** Inputs that are on by the last report of each. */
  readonly on: ReadonlySet<string>
  readonly isOddTold: boolean
  /** What the mute lamp shows. */
  readonly isMuted: boolean
  readonly microphone: MicrophoneState
  readonly hookWritten: Written
  readonly muteWritten: Written
  /** The call that the console holds has ended at the device, and is about to be opened again. */
  readonly isRearming: boolean
}

export type HeadsetState = { readonly phase: 'closed'; readonly shown: Lights } | OpenHeadset

export type HeadsetInputEvent =
  | { readonly event: 'opened'; readonly layout: HeadsetLayout }
  | { readonly event: 'reported'; readonly report: Uint8Array }
  /** The host's own lamps. */
  | { readonly event: 'shown'; readonly lights: Lights }
  | { readonly event: 'taken'; readonly report: Uint8Array }
  | { readonly event: 'refused' }
  | { readonly event: 'rearm-due' }
  | { readonly event: 'lost' }
  | { readonly event: 'stopped' }

export type HeadsetEffect =
  | { readonly effect: 'tell'; readonly event: ButtonsEvent }
  /** One report, or several of one id in this order. */
  | { readonly effect: 'write'; readonly reports: readonly Uint8Array[] }
  | { readonly effect: 'rearm-later'; readonly ms: number }
