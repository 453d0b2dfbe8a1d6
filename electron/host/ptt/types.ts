// Words of the press: who holds a key, where it goes, what came of it.

/** What a press reaches. While the RBS is active its own pedal is the RBS's: this console carries nothing. */
export type PttTarget =
  /** `because`: what a press is refused with; left out, there is no channel to speak through. */
  | { readonly kind: 'none'; readonly because?: RefusalCause }
  | { readonly kind: 'rbs' }
  | { readonly kind: 'channel'; readonly channel: string; readonly group: string }

/** A bound target: fixed at key-down, so that a release always reaches what the press keyed. */
export type BoundChannel = Extract<PttTarget, { kind: 'channel' }>

/**
 * One key that can ask to talk.
 *
 * `unread`: connected, position not yet known · `up`: may press · `down`: held and counted ·
 * `stuck`: was down when it appeared, or is still down after its press was ended for it: must be seen up first ·
 * `rearming`: up after a time-out, not yet long enough.
 */
export type SourcePosition = 'unread' | 'up' | 'down' | 'stuck' | 'rearming'

export interface PttSource {
  readonly id: string
  /** `device`: a pedal or panel key, ends with an event. `page`: alive only while it says so. */
  readonly kind: 'device' | 'page'
  readonly position: SourcePosition
  /** A press that timed out needs a release of `rearmMs`; one that was down at connect needs any seen release. */
  readonly timedOut: boolean
}

export type RefusalCause =
  | 'group-busy'
  | 'no-floor'
  | 'no-network'
  | 'radio-silent'
  | 'switching'
  | 'hanging-up'
  | 'no-channel'
  /** A drill runs, and this is no group of it. */
  | 'drill-group'
  | 'interrupted'
  | 'timed-out'
  | 'cut'
  | 'stuck'
  | 'link-lost'
  /** The radio's transmitter is switched off. */
  | 'transmit-inhibited'
  /** The page whose key is held said nothing for `pageKeepAliveMs`. */
  | 'page-silent'

export type Transmission =
  | { readonly phase: 'idle' }
  /** Asked, no verdict yet: "wacht op spreekrecht". */
  | { readonly phase: 'waiting'; readonly bound: BoundChannel; readonly sinceMs: number; readonly queued: boolean; readonly by: string }
  /** Granted to us: "U zendt". */
  | { readonly phase: 'talking'; readonly bound: BoundChannel; readonly sinceMs: number; readonly warned: boolean; readonly by: string }
  /** Held, but not heard; stays until every key is up. */
  | { readonly phase: 'refused'; readonly cause: RefusalCause; readonly sinceMs: number; readonly by: string }

export interface PttState {
  readonly target: PttTarget
  /** A switch is being decided: presses are refused, not queued. */
  readonly switching: boolean
  readonly sources: Readonly<Record<string, PttSource>>
  readonly transmission: Transmission
  /** Channels whose radio may still be on the air although we cannot reach it. Nothing is keyed on them. */
  readonly mayTransmit: readonly string[]
}

export interface PttSettings {
  readonly softTimeoutMs: number
  readonly hardTimeoutMs: number
  readonly rearmMs: number
  readonly pageKeepAliveMs: number
}

export type PttEvent =
  | { readonly event: 'source-added'; readonly source: string; readonly kind: PttSource['kind'] }
  | { readonly event: 'source-read'; readonly source: string; readonly down: boolean }
  | { readonly event: 'source-pressed'; readonly source: string }
  | { readonly event: 'source-released'; readonly source: string }
  | { readonly event: 'source-kept-alive'; readonly source: string }
  | { readonly event: 'source-removed'; readonly source: string }
  | { readonly event: 'target-changed'; readonly target: PttTarget }
  | { readonly event: 'switching-changed'; readonly switching: boolean }
  | { readonly event: 'everything-released' }
  | { readonly event: 'floor-queued'; readonly channel: string }
  | { readonly event: 'floor-granted'; readonly channel: string }
  | { readonly event: 'floor-refused'; readonly channel: string; readonly cause: RefusalCause }
  | { readonly event: 'floor-ended'; readonly channel: string; readonly cause: RefusalCause }
  | { readonly event: 'link-lost'; readonly channel: string; readonly mayTransmit: boolean }
  | { readonly event: 'hung-up'; readonly channel: string }
  | { readonly event: 'timer-expired'; readonly timer: string }

export type PttEffect =
  | { readonly effect: 'request-floor'; readonly channel: string; readonly group: string }
  | { readonly effect: 'release-floor'; readonly channel: string }
  | { readonly effect: 'start-timer'; readonly timer: string; readonly ms: number }
  | { readonly effect: 'stop-timer'; readonly timer: string }
  /** A press seen while the RBS is active: radio control should react to it, so watching looks now. */
  | { readonly effect: 'count-rbs-press'; readonly source: string }

export const INITIAL_PTT: PttState = {
  target: { kind: 'none' },
  switching: false,
  sources: {},
  transmission: { phase: 'idle' },
  mayTransmit: [],
}
