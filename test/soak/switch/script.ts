// One sequence of the model: a site, and what happens at its desk in which order. Plain JSON, so that what fails can be kept,
// read and played again: `npm run soak -- switch --play FILE`.

/** Keys that a person has, by their words in the contract; from page, panel key and terminal alike. */
export type ModelPress =
  | { readonly press: 'switch'; readonly to?: string; readonly group?: string }
  | { readonly press: 'group'; readonly group: string }
  | { readonly press: 'undo' | 'stay' | 'return' }

/** How a radio behaves from now on. */
export interface RadioWays {
  readonly answerMs: number
  readonly select: 'takes' | 'refuses' | 'silent' | 'takes-and-says-nothing'
  readonly floor: 'grants' | 'refuses' | 'queues' | 'silent' | 'grants-late'
  /** `sticks`: it transmits on, and says so, until it was hung up. */
  readonly release: 'lets-go' | 'sticks'
  readonly hangUp: 'hangs-up' | 'fails-first'
}

export type ModelEvent =
  | { readonly do: 'wait' }
  | ({ readonly do: 'press' } & ModelPress)
  | { readonly do: 'pedal'; readonly is: 'down' | 'up' | 'lost' | 'found-up' | 'found-down' }
  /** The key on the page; `hung`: it neither lives nor goes. */
  | { readonly do: 'page'; readonly is: 'down' | 'up' | 'hung' | 'alive' | 'gone' }
  | { readonly do: 'rbs'; readonly is: 'ok' | 'degraded' | 'down' | 'unknown'; readonly proofs: number }
  | { readonly do: 'own-network'; readonly down: boolean }
  | { readonly do: 'own-speech' }
  /** No control radio hears the network any more. */
  | { readonly do: 'network-silent'; readonly is: boolean }
  | { readonly do: 'manned'; readonly is: boolean }
  /** The whole workstation sleeps or hangs: time passes, and what fell due meanwhile comes after it. */
  | { readonly do: 'stood-still'; readonly ms: number }
  | { readonly do: 'cable'; readonly radio: string; readonly is: 'out' | 'in' | 'silent' }
  | { readonly do: 'network'; readonly radio: string; readonly is: 'wide' | 'local' | 'searching' }
  | { readonly do: 'knob'; readonly radio: string; readonly gssi: string }
  /** Turned by hand on the radio that stands in direct mode. */
  | { readonly do: 'mode'; readonly radio: string; readonly is: 'dmo' | 'tmo' }
  | { readonly do: 'ways'; readonly radio: string; readonly ways: RadioWays }
  | { readonly do: 'heard'; readonly radio: string; readonly speaking: boolean }
  | { readonly do: 'interrupted'; readonly radio: string }
  | { readonly do: 'emergency'; readonly radio: string }
  | { readonly do: 'taken' }
  /** The host is killed and started again from what it had saved. */
  | { readonly do: 'killed' }
  | { readonly do: 'clock-stepped'; readonly ms: number }

export interface ModelSite {
  readonly mode: 'observe' | 'advise' | 'act'
  readonly automatic: boolean
  readonly manned: boolean
}

export interface Moment {
  /** Since the moment before. */
  readonly afterMs: number
  readonly event: ModelEvent
}

export interface Script {
  readonly site: ModelSite
  readonly moments: readonly Moment[]
}

/** Of the model's plan, in its order: two radios of the network, a keyed set that stands on a group, one on none, direct mode. */
export const MODEL_RADIOS = ['desk', 'second', 'set', 'no-group-set', 'direct'] as const
export const MODEL_GROUPS = ['4037001', '4037002', '4037003'] as const
/** A group that a knob can reach and the plan does not have. */
export const STRANGE_GROUP = '4039999'

export const FAST: RadioWays = { answerMs: 50, select: 'takes', floor: 'grants', release: 'lets-go', hangUp: 'hangs-up' }
