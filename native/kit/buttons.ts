// What the host knows of a pedal or key panel: inputs that go down and up, and lights that show what is true.
import type { Clock } from './clock.ts'
import type { Failure } from './errors.ts'
import type { HidTransport, Unsubscribe } from './transport.ts'

/** A light dark, lit, or flashing by the device itself. */
export type LightState = 'off' | 'on' | 'flash'

/** What a panel shall show, by light: `key-<n>-blue`, `key-<n>-red`, `green`, `red`. What is not named is off. */
export type Lights = Readonly<Record<string, LightState>>

/** `locked`: muted at the device itself, which refuses to be opened from here: its arm is up, or its own switch is off. */
export type MicrophoneState = 'unknown' | 'open' | 'muted' | 'locked'

export interface DeviceAbout {
  readonly firmware: string
  readonly serial: string
}

export type ButtonsEvent =
  /** What is down at the first report of an opening: not presses. Until then the state is unknown. */
  | { readonly kind: 'baseline'; readonly down: readonly string[] }
  /** Down in the first report of another kind, later than the baseline: no press either, and to be let go of first. */
  | { readonly kind: 'found'; readonly name: string }
  | { readonly kind: 'down'; readonly name: string }
  | { readonly kind: 'up'; readonly name: string }
  | { readonly kind: 'link'; readonly state: 'opening' | 'up' }
  /** Comes once for each cause, not for each vain attempt; the driver goes on trying. */
  | { readonly kind: 'link'; readonly state: 'lost'; readonly cause: Failure }
  /** A report of another length than the product's, once an opening; it was read as far as it goes. */
  | { readonly kind: 'odd-report'; readonly hex: string }
  /** The device takes no light, told once an opening: what it shows may be old. Its keys work. */
  | { readonly kind: 'lights'; readonly state: 'refused'; readonly cause: Failure }
  /** It shows what is true again. */
  | { readonly kind: 'lights'; readonly state: 'taken' }
  /** Of a headset: told on each change. Unknown after each loss, without being told. */
  | { readonly kind: 'microphone'; readonly state: MicrophoneState }
  /** What it says of itself after an opening, for the technician. */
  | ({ readonly kind: 'about' } & DeviceAbout)

/** Keeps the lights of one device at what they shall show, over losses and openings. */
export interface LightKeeper {
  show(lights: Lights): void
  /** The device is open: what it shows is unknown. */
  opened(): void
  lost(): void
  /** Writes everything dark, when anything was ever shown; bounded. */
  darken(): Promise<void>
}

export interface LightKeeperDeps {
  readonly clock: Clock
  readonly transport: HidTransport
  /** Told once an opening. */
  readonly onRefused: (cause: Failure) => void
  readonly onTaken: () => void
  readonly onAbout: (about: DeviceAbout) => void
}

export interface ButtonsDriver {
  /** Opens the device and keeps it open until `stop`. Does nothing when already started. */
  start(): void
  /** Lets go of every held input, darkens what it lit, then closes. No event comes after it. */
  stop(): Promise<void>
  /** Names of the inputs that are down; undefined while that is not known. */
  readonly down: readonly string[] | undefined
  /** What the lights shall show from now on, also after every later opening. Lights the device does not have are left out. */
  show(lights: Lights): void
  onEvent(listener: (event: ButtonsEvent) => void): Unsubscribe
}
