// Words of switching and returning.
import type { SiteMode } from '../../contract/words.ts'

export type ReadinessCause =
  | 'not-verified'
  | 'link-lost'
  | 'radio-silent'
  | 'not-registered'
  | 'local-site'
  | 'group-missing'
  | 'audio-undeclared'
  | 'service-down'
  | 'service-unknown'
  | 'own-network-down'
  | 'carrier-unknown'
  | 'no-modem-lines'
  | 'no-guard'
  /** A radio for direct mode that stands in another mode. */
  | 'not-in-dmo'
  /** It could not be un-keyed: until it is, nobody is keyed on it. */
  | 'may-transmit'
  /** A radio of the room that another position has. */
  | 'in-use'

/** Is this channel proven able to carry speech now? */
export type Readiness =
  | { readonly state: 'ready'; readonly verifiedAtMs: number }
  /** Verified, but longer ago than its interval. */
  | { readonly state: 'stale'; readonly verifiedAtMs: number }
  | { readonly state: 'failed'; readonly cause: ReadinessCause }
  /** Depends on something that is down now. */
  | { readonly state: 'struck-out'; readonly dependency: string }
  | { readonly state: 'unknown'; readonly cause: ReadinessCause }

/** A speech channel of the plan, in the plan's order. */
export interface PlannedChannel {
  readonly id: string
  readonly kind: 'rbs' | 'tetra' | 'keyed' | 'dmo'
  /** The only group it can be in, `''` for none: its device's own switch decides. Absent: whichever is asked for. */
  readonly fixedGroup?: string
}

export interface SwitchPlan {
  readonly channels: readonly PlannedChannel[]
  /** Talkgroups by GSSI, in the order of their keys. */
  readonly groups: readonly string[]
  readonly mode: SiteMode
  /** Switched on by the plan's approver. */
  readonly automatic: boolean
}

export interface SwitchSettings {
  readonly confirmMs: number
  readonly settleMs: number
  readonly countdownMs: number
  readonly holdMs: number
  readonly holdMaxMs: number
  readonly relapseMemoryMs: number
  readonly ownSpeechMs: number
  readonly forceAfterMs: number
  readonly cutMs: number
  readonly emergencyQuietMs: number
  /** No transmission of ours lasts longer: what waits for its end waits no longer either. */
  readonly hardTimeoutMs: number
}

/** What the machine must know of the rest of the console; handed over whole at each change. */
export interface SwitchFacts {
  readonly rbs: 'ok' | 'degraded' | 'down' | 'unknown'
  /** This workstation's own network is gone: the RBS may be fine and is still of no use here. */
  readonly ownNetworkDown: boolean
  /** Somebody sits here: an unmanned position never switches by itself. */
  readonly manned: boolean
  /** Every control radio has lost the network, and there is one. */
  readonly networkSilent: boolean
  /** Independent proofs that the RBS is of no use now. */
  readonly proofs: number
  /** Monotonic moment this position last was heard to speak through the RBS. */
  readonly lastOwnSpeechMs?: number
  readonly readiness: Readonly<Record<string, Readiness>>
  /** We are asking for, or have, the floor on the active channel. */
  readonly ownTransmission: boolean
  /** Somebody else speaks on the active channel. */
  readonly heard: boolean
  /** Monotonic moment of the last emergency event on the active channel's device, while that device is there. */
  readonly lastEmergencyMs?: number
  /** An emergency call was received and nobody has taken it yet. */
  readonly emergencyOpen: boolean
}

export type Trigger = 'person' | 'automatic' | 'restore'

export type SwitchPhase =
  | { readonly phase: 'settled' }
  | {
    readonly phase: 'deferred'
    readonly to: string
    readonly group: string
    readonly cause: 'own-transmission' | 'emergency'
    readonly trigger: Trigger
    readonly sinceMs: number
  }
  | {
    readonly phase: 'confirming'
    readonly to: string
    readonly group: string
    readonly trigger: Trigger
    /** The group its radio was seen to take meanwhile, `''` for none. */
    readonly seen?: string
    /** Channels that did not confirm in this attempt, oldest first. */
    readonly tried: readonly string[]
    readonly sinceMs: number
  }

export interface ActiveChannel {
  readonly channel: string
  /** GSSI; absent on the RBS, whose group this console cannot know. */
  readonly group?: string
  readonly sinceMs: number
  /** False after a start or a lost device, until the device has said so again. */
  readonly confirmed: boolean
}

export interface Relapse {
  /** The hold that the next return has to wait. */
  readonly holdMs: number
  readonly lastReturnMs?: number
  readonly lastRelapseMs?: number
}

export type Hold =
  | { readonly hold: 'none' }
  | { readonly hold: 'running'; readonly untilMs: number; readonly holdMs: number }
  | { readonly hold: 'over' }

/**
 * Whether the switch button proposes direct mode. It does only where nothing else is left, and never to a finger that is
 * still pressing: `waiting` until PROPOSE_AFTER_MS without a press.
 */
export type Proposal =
  | { readonly proposal: 'none' }
  | { readonly proposal: 'waiting'; readonly channel: string; readonly untilMs: number }
  | { readonly proposal: 'made'; readonly channel: string }

export interface SwitchState {
  readonly active: ActiveChannel
  /** The group that a switch would select: always visible beside the channel. */
  readonly wantedGroup: string
  readonly facts: SwitchFacts
  readonly step: SwitchPhase
  /** Presses before this moment are ignored and said to be. */
  readonly quietUntilMs: number
  readonly countdown?: { readonly to: string; readonly endsAtMs: number }
  /** "Blijf op RBS": no further countdown until the RBS has been back. */
  readonly stayed: boolean
  readonly undo?: { readonly channel: string; readonly group?: string }
  readonly hold: Hold
  readonly relapse: Relapse
  readonly returnOffered: boolean
  /** Monotonic moment of the last press of a switch key, also of one that was refused. */
  readonly lastPressMs?: number
  readonly proposal: Proposal
}

export type PressRefusal = 'observe-mode' | 'busy' | 'already-there' | 'not-a-channel' | 'nothing-ready' | 'nothing-to-undo' | 'unknown-group' | 'fixed-group' | 'no-countdown'

export type SwitchEvent =
  | { readonly event: 'facts-changed'; readonly facts: SwitchFacts }
  | { readonly event: 'switch-pressed'; readonly to?: string; readonly group?: string }
  | { readonly event: 'group-pressed'; readonly group: string }
  | { readonly event: 'undo-pressed' }
  | { readonly event: 'stay-pressed' }
  | { readonly event: 'return-pressed' }
  | { readonly event: 'channel-confirmed'; readonly channel: string; readonly group: string }
  | { readonly event: 'channel-refused'; readonly channel: string; readonly cause: string }
  | { readonly event: 'group-observed'; readonly channel: string; readonly group: string }
  /** The process, or the whole workstation, stood still: nobody saw what was on the screen, and nothing was measured. */
  | { readonly event: 'stood-still' }
  | { readonly event: 'timer-expired'; readonly timer: SwitchTimer }

export type SwitchTimer = 'confirm' | 'countdown' | 'cut' | 'deferral' | 'emergency' | 'hold' | 'reconfirm' | 'own-speech' | 'propose'

/** What happened, for the record and the screen. Every field is a fact, none is prose. */
export type SwitchReport =
  | { readonly report: 'press-refused'; readonly cause: PressRefusal }
  | { readonly report: 'deferred'; readonly to: string; readonly cause: 'own-transmission' | 'emergency' }
  | { readonly report: 'confirming'; readonly to: string; readonly group: string; readonly trigger: Trigger }
  | { readonly report: 'not-confirmed'; readonly channel: string; readonly cause: string }
  | { readonly report: 'switched'; readonly from: string; readonly to: string; readonly group?: string; readonly trigger: Trigger }
  | { readonly report: 'group-changed'; readonly channel: string; readonly group: string; readonly byHand: 'key' | 'radio' }
  | { readonly report: 'restored'; readonly channel: string; readonly group?: string }
  | { readonly report: 'switch-failed'; readonly from: string; readonly tried: readonly string[] }
  | { readonly report: 'countdown-started'; readonly to: string; readonly ms: number }
  | { readonly report: 'countdown-stopped'; readonly cause: 'stayed' | 'not-needed' | 'switched' | 'unmanned' | 'stood-still' }
  | { readonly report: 'hold-started'; readonly ms: number }
  | { readonly report: 'relapsed'; readonly holdMs: number }
  | { readonly report: 'return-offered' }
  | { readonly report: 'return-withdrawn' }
  /** `rbs`: what it was worth at that moment, so that a return to a dead one says so. */
  | { readonly report: 'returned'; readonly from: string; readonly offered: boolean; readonly rbs: SwitchFacts['rbs'] | 'own-network-down' }

export type SwitchEffect =
  /** Ask the device of this channel to select the group and prove it is registered. */
  | { readonly effect: 'select'; readonly channel: string; readonly group: string }
  /** Un-key whatever this console keys, before the channel changes under it. */
  | { readonly effect: 'release-everything' }
  | { readonly effect: 'start-timer'; readonly timer: SwitchTimer; readonly ms: number }
  | { readonly effect: 'stop-timer'; readonly timer: SwitchTimer }
  | { readonly effect: 'report'; readonly report: SwitchReport }
