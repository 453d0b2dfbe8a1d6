// Words of the guided spoken test: what may begin it, what happens to it, what it asks for.
import type { HeardBy, SpokenTestEnd } from '../../contract/switching.ts'
import type { ChannelView } from '../../contract/topics.ts'

/** What the rest of the console does at this moment; looked at before a test and all through it. */
export interface SpokenSurroundings {
  readonly observes: boolean
  readonly drill: boolean
  /** The switch is decided, and the channel in use confirmed. */
  readonly settled: boolean
  readonly countdown: boolean
  /** This position asks for the floor somewhere, or has it. */
  readonly onAir: boolean
  readonly emergencyOpen: boolean
  /** The channel that is worked by, and the one that a switch under way goes to. */
  readonly active: string
  readonly to?: string
  /** Somebody speaks on the channel that is worked by. */
  readonly heardOnActive: boolean
  /** The RBS is worked by, and a pedal keys it together with whatever we key. */
  readonly pedalShared: boolean
}

/** The channel that is to be tested, as it stands. */
export interface SpokenTarget {
  readonly channel: string
  readonly kind: ChannelView['kind']
  /** `''`: the set is in no group. */
  readonly group: string
  /** What its radio stands on now; absent: not known, or it cannot be turned. */
  readonly standsOn?: string
  readonly readiness: ChannelView['readiness']
  /** Somebody speaks on it, or it is keyed by its own microphone. */
  readonly heard: boolean
  /** Somebody spoke or asked through it a moment ago. */
  readonly inUse: boolean
}

/** Why no test begins, or nothing can be said of one; sentences under `press.<code>`. */
export type SpokenRefusal =
  | 'observe-mode' | 'not-a-channel' | 'busy'
  | 'spoken-drill' | 'spoken-rbs' | 'spoken-runs' | 'spoken-countdown' | 'spoken-on-air' | 'spoken-emergency' | 'spoken-heard'
  | 'spoken-in-use' | 'spoken-not-ready' | 'spoken-pedal-shared' | 'spoken-none' | 'spoken-too-early'

interface Named {
  readonly channel: string
  readonly group: string
}

export type RunningTest = Named & {
  readonly step: 'selecting' | 'speak' | 'listen'
  readonly beganMs: number
  readonly endsAtMs: number
  /** The group its radio goes back to. */
  readonly back?: string
  /** `asked`: a key is down, no floor yet. `refused`: it got none. */
  readonly press: 'none' | 'asked' | 'talking' | 'refused'
  /** `tried`: a key was pressed, and the floor was not ours yet. */
  readonly spoke: 'not' | 'tried' | 'yes'
  readonly heardBy?: HeardBy
}

export type SpokenTest =
  | { readonly step: 'none' }
  | RunningTest
  | (Named & { readonly step: 'passed'; readonly heardBy: HeardBy; readonly doneMs: number })
  | (Named & { readonly step: 'failed'; readonly end: SpokenTestEnd; readonly doneMs: number })

export interface SpokenState {
  readonly test: SpokenTest
  /** A radio that a test turned and that is not back yet. */
  readonly owed?: { readonly channel: string; readonly group: string; readonly tries: number }
}

export type SpokenEvent =
  | { readonly event: 'begun'; readonly channel: string; readonly group: string; readonly back?: string }
  | { readonly event: 'selected' }
  | { readonly event: 'not-selected' }
  /** What the arbiter says of the press on the tested channel. */
  | { readonly event: 'press-changed'; readonly press: RunningTest['press'] }
  /** The control radio hears this channel's own identity in the group of the test. */
  | { readonly event: 'witnessed' }
  | { readonly event: 'colleague-heard' }
  | { readonly event: 'stopped' }
  /** Something goes before a test: a key of the switch, a countdown, somebody who calls on the channel in use. */
  | { readonly event: 'interrupted' }
  | { readonly event: 'emergency' }
  | { readonly event: 'device-lost'; readonly channel: string }
  /** Somebody at the radio itself turned it: a press would go where no screen says. */
  | { readonly event: 'turned-by-hand' }
  /** The switch has this channel now: its group is the switch's to choose. */
  | { readonly event: 'channel-taken'; readonly channel: string }
  /** A host that went down during a test left this radio turned. */
  | { readonly event: 'left-turned'; readonly channel: string; readonly group: string }
  | { readonly event: 'back' }
  | { readonly event: 'timer-expired'; readonly timer: SpokenTimer }

export type SpokenTimer = 'select' | 'test' | 'back'

/** `back`: the group that its radio is still owed then. */
export type SpokenReport =
  | { readonly report: 'passed'; readonly channel: string; readonly group: string; readonly by: HeardBy; readonly tookMs: number; readonly back?: string }
  | { readonly report: 'failed'; readonly channel: string; readonly group: string; readonly end: SpokenTestEnd; readonly tookMs: number; readonly back?: string }
  /** Nothing is owed any more: it is back, or somebody else decides over it now. */
  | { readonly report: 'settled'; readonly channel: string; readonly group: string; readonly how: 'back' | 'taken' }
  /** Its radio does not go back to the group it stood on. */
  | { readonly report: 'not-back'; readonly channel: string; readonly group: string }

export type SpokenEffect =
  /** Un-key whatever the test keys; before anything else. */
  | { readonly effect: 'release' }
  /** The press goes where the test, or nothing more of it, says. */
  | { readonly effect: 'aim' }
  | { readonly effect: 'select'; readonly channel: string; readonly group: string; readonly why: 'test' | 'back' }
  | { readonly effect: 'start-timer'; readonly timer: SpokenTimer; readonly ms: number }
  | { readonly effect: 'stop-timer'; readonly timer: SpokenTimer }
  | { readonly effect: 'report'; readonly report: SpokenReport }
