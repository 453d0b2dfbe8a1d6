// Words of what is said after a switch, and of a roll call. Moments are monotonic here; the view makes UTC of them.
import type { Loss } from '../../contract/switching.ts'

export const SAID_KIND = 'say.said'
export const PRESET_ASKED_KIND = 'say.preset-asked'
export const PRESET_SENT_KIND = 'say.preset-sent'
export const PRESET_FAILED_KIND = 'say.preset-failed'
export const PRESET_UNCONFIRMED_KIND = 'say.preset-unconfirmed'
export const ROLL_BEGUN_KIND = 'roll-call.begun'
export const ROLL_ANSWERED_KIND = 'roll-call.answered'
export const ROLL_ENDED_KIND = 'roll-call.ended'

const MINUTE_MS = 60_000
/** Undone within this, and told nobody: there is nothing to take back on the air. As long as the screen offers undo. */
export const UNTOLD_MS = 8000
/** A sentence that we are back is news for so long. */
export const RETURN_STANDS_MS = 30 * MINUTE_MS
/** A roll call that nobody ended is over by itself. */
export const ROLL_CALL_MS = 30 * MINUTE_MS
/** The radio holds a text for two minutes at most; who has heard nothing by then hears nothing. */
export const PRESET_MS = 130_000

export type Occasion = 'alternative' | 'returned'

export interface Preset {
  /** Groups that have it, or may have it. */
  readonly sentTo: readonly string[]
  /** The group it is on its way to. */
  readonly sendingTo?: string
  /** What the radio said of the last one, in its own word. */
  readonly failed?: string
}

export interface Card {
  readonly switchedAtMs: number
  readonly channel: string
  /** GSSI; `''` on a set that is in no group. Of a return: the one we come from. */
  readonly group: string
  readonly occasion: Occasion
  readonly saidAtMs?: number
  readonly saidCount: number
  readonly dueAtMs?: number
  readonly preset: Preset
}

export interface SayState {
  readonly card?: Card
}

export type SayEvent =
  | { readonly event: 'switched'; readonly channel: string; readonly group: string }
  | { readonly event: 'returned'; readonly channel: string }
  | { readonly event: 'group-changed'; readonly channel: string; readonly group: string }
  | { readonly event: 'said' }
  | { readonly event: 'preset-asked'; readonly group: string }
  | { readonly event: 'preset-ended'; readonly group: string; readonly outcome: PresetOutcome; readonly word?: string }
  | { readonly event: 'time-passed' }

export type PresetOutcome = 'sent' | 'failed' | 'unconfirmed'

export type SayEffect =
  | { readonly effect: 'start-timer'; readonly ms: number }
  | { readonly effect: 'stop-timer' }

export interface RolledUnit {
  readonly label: string
  readonly answeredAtMs?: number
  readonly by?: 'radio' | 'person'
}

export interface RollCall {
  readonly begunAtMs: number
  readonly endedAtMs?: number
  readonly group: string
  readonly units: readonly RolledUnit[]
}

export interface RollState {
  readonly call?: RollCall
  /** The next one is due then: only while on an alternative. */
  readonly dueAtMs?: number
  readonly onAlternative: boolean
}

export type RollEvent =
  | { readonly event: 'switched' }
  | { readonly event: 'returned' }
  | { readonly event: 'begun'; readonly group: string; readonly units: readonly string[] }
  | { readonly event: 'answered'; readonly unit: string; readonly by: 'radio' | 'person' }
  | { readonly event: 'unticked'; readonly unit: string }
  | { readonly event: 'ended' }

export type RollEffect =
  | { readonly effect: 'start-timer'; readonly ms: number }
  | { readonly effect: 'stop-timer' }
  | { readonly effect: 'record-answer'; readonly unit: string; readonly by: 'radio' | 'person'; readonly present: boolean }
  | { readonly effect: 'record-end'; readonly answered: number; readonly of: number; readonly missing: readonly string[] }

export type SayRefusal = 'nothing-to-say' | 'no-text' | 'already-sent' | 'cannot-send' | 'observe-mode' | 'transmitting' | 'no-units' | 'runs-already' | 'no-roll-call' | 'no-such-unit'

/** What the words of a channel depend on, from the plan. */
export interface SpokenChannel {
  readonly id: string
  readonly kind: 'rbs' | 'tetra' | 'keyed' | 'dmo'
  readonly device?: string
  readonly loses: readonly Loss[]
}
