// Words of floor control: what a radio's floor can be, what changes it, what it asks of the driver.
// Source: EN 300 392-5, +CTXD, +CUTXC, +CTXG, +CDTXC, +CTXI, +CTCR and D.
import type { FloorCause } from '../kit/driver.ts'

/** A call as the radio tells it, by its call instance (0–255, not always 1). */
export interface RunningCall {
  readonly cc: number
  /** SSI of another talker; absent while nobody, or we, have the floor. */
  readonly talkerSsi?: number
  /** False when the network said that nobody may ask now (TxRqPrmsn 1). */
  readonly mayAsk: boolean
  readonly lastEventMs: number
}

/** Asked; `withdrawn` when the key came up before the verdict. `cc` is known for a demand, and for a set-up once connected. */
export interface Asking {
  readonly floor: 'asking'
  readonly via: 'setup' | 'demand'
  readonly withdrawn: boolean
  readonly queued: boolean
  readonly cc?: number
  /** A set-up of emergency priority. */
  readonly emergency?: true
  /** The call we leave for it: what is still told of it is not our verdict. */
  readonly leaving?: number
  /** The radio was in a call that we did not know of; it was left for ours. */
  readonly leftUnknown?: true
  /** How often the radio was too busy to take the request. */
  readonly busy?: number
  /** It was too busy a moment ago: nothing of ours is on the air or in the network until it is asked again. */
  readonly paused?: true
}

export type Floor =
  | { readonly floor: 'idle' }
  | Asking
  | { readonly floor: 'talking'; readonly cc: number }
  /**
   * The floor is being given back. `pressed`: the key went down again meanwhile.
   * `verdictOpen`: the request was withdrawn before its verdict, so a grant may still come.
   */
  | { readonly floor: 'ceasing'; readonly cc?: number; readonly tries: number; readonly pressed: boolean; readonly verdictOpen: boolean }
  /** The line broke while we might be on the air. Nothing is keyed until the radio has been hung up. */
  | { readonly floor: 'unreachable'; readonly cc?: number }

export interface FloorState {
  readonly floor: Floor
  readonly call?: RunningCall
  /** Until then a grant may still answer a request that was withdrawn; later it is the radio's own key. */
  readonly strayUntilMs?: number
  /** Somebody keys the radio itself, by its hand microphone. Never cut by us. */
  readonly localKey?: boolean
}

export type FloorEvent =
  | { readonly event: 'pressed'; readonly emergency?: true }
  | { readonly event: 'released' }
  /** `ours`: the progress of a set-up of our own. */
  | { readonly event: 'call-seen'; readonly cc: number; readonly ours?: true }
  | { readonly event: 'grant'; readonly cc: number; readonly txGrant: number; readonly txRqPrmsn?: number; readonly talkerSsi?: number }
  | { readonly event: 'ceased'; readonly cc: number; readonly txRqPrmsn?: number }
  | { readonly event: 'interrupted'; readonly cc: number }
  /** The network makes us wait, as a queue does. */
  | { readonly event: 'told-to-wait'; readonly cc: number }
  /** The network goes on with the call; who may ask can have changed. */
  | { readonly event: 'continued'; readonly cc: number; readonly txRqPrmsn?: number }
  | { readonly event: 'call-ended'; readonly cc: number; readonly cause: number }
  /** The final result of a command of ours: D, +CTXD, +CUTXC or H. */
  | { readonly event: 'command-done'; readonly command: FloorCommand['command'] }
  | { readonly event: 'command-failed'; readonly command: FloorCommand['command']; readonly cause: CommandTrouble }
  /** The radio is registered no more: nobody hears it. */
  | { readonly event: 'network-lost' }
  /** A radio was asked whether it is there, because its call had been quiet for long. */
  | { readonly event: 'call-checked' }
  /** The radio stands on another group: the call it is in is none of ours any more. */
  | { readonly event: 'group-changed' }
  | { readonly event: 'link-lost' }
  | { readonly event: 'hung-up' }
  | { readonly event: 'timer-expired'; readonly timer: FloorTimer }

/**
 * `busy`: the radio has its hands full and takes the same command in a moment. `in-call`: it is in a call of which nobody told
 * us, such as the one that the program before this one gave back.
 */
export type CommandTrouble = FloorCause | 'busy' | 'in-call'

export type FloorTimer = 'verdict' | 'cease' | 'call-quiet' | 'busy'

export type FloorCommand =
  /** `leave`: hang the present call up first. */
  | { readonly command: 'dial'; readonly emergency?: true; readonly leave?: true }
  | { readonly command: 'demand'; readonly cc: number }
  | { readonly command: 'cease'; readonly cc: number }
  | { readonly command: 'hang-up' }

export type FloorNews =
  | { readonly news: 'waiting' }
  | { readonly news: 'queued' }
  | { readonly news: 'granted' }
  | { readonly news: 'refused'; readonly cause: FloorCause }
  | { readonly news: 'ended'; readonly cause: FloorCause }
  | { readonly news: 'given-back' }
  | { readonly news: 'local-key'; readonly keyed: boolean }
  /** No word of the call for so long that whoever spoke has ended, or is out of range. */
  | { readonly news: 'quiet' }
  /** The radio did not take back its key although it was told to: somebody must look. */
  | { readonly news: 'may-still-transmit' }

export type FloorEffect =
  | { readonly effect: 'send'; readonly send: FloorCommand }
  | { readonly effect: 'news'; readonly news: FloorNews }
  /** Written to the small file, so that a restarted host can hang up. */
  | { readonly effect: 'remember-call'; readonly cc?: number }
  | { readonly effect: 'forget-call' }
  /** Asks the radio whether it is there; told as `call-checked`. */
  | { readonly effect: 'check-call' }
  | { readonly effect: 'start-timer'; readonly timer: FloorTimer; readonly ms: number }
  | { readonly effect: 'stop-timer'; readonly timer: FloorTimer }

export interface FloorSettings {
  /** Network set-up takes 0.3 to 0.5 s; without a verdict in this time the press is refused. */
  readonly grantMs: number
  readonly queueMs: number
}

export const INITIAL_FLOOR: FloorState = { floor: { floor: 'idle' } }
