// What the host and its device child say to each other. The child is our own program: its words are trusted once they are
// of a known kind.
import type { ListedHid, ListedSerial } from './listed.ts'

export type ToChild =
  | { readonly ask: 'scan'; readonly id: number }
  /** Opens and closes the device: does opening it come to an end at all? */
  | { readonly ask: 'try'; readonly id: number; readonly path: string }

export type FromChild =
  /** Whether plugging in is noticed by event here. */
  | { readonly tell: 'events'; readonly work: boolean }
  /** Something was plugged in or pulled; `what` names it where that is known. */
  | { readonly tell: 'changed'; readonly what?: string }
  | { readonly tell: 'hid'; readonly id: number; readonly listed: readonly ListedHid[] }
  | { readonly tell: 'serial'; readonly id: number; readonly listed: readonly ListedSerial[] }
  | { readonly tell: 'failed'; readonly id: number; readonly detail: string }
  | { readonly tell: 'tried'; readonly id: number }

/** A running child. */
export interface DeviceChild {
  send(message: ToChild): void
  onMessage(listener: (message: FromChild) => void): void
  /** Comes once, however it ended. */
  onGone(listener: () => void): void
  kill(): void
}

export type StartDeviceChild = () => DeviceChild
