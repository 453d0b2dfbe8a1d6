// Words of a keyed set: what its line and its key can be, what changes them, what they ask of the driver.
import type { RadioEvent } from '../kit/driver.ts'
import type { ErrorCode } from '../kit/errors.ts'
import type { Level } from '../kit/key-line.ts'

/** What the key does while the line is open. */
export type Key =
  | { readonly key: 'rest' }
  /** The keying is under way. `withdrawn`: the press ended meanwhile. */
  | { readonly key: 'keying'; readonly withdrawn: boolean }
  /** The line took it; the read-back has yet to rise. */
  | { readonly key: 'confirming' }
  | { readonly key: 'keyed' }
  /** The un-keying is under way. `again`: the key went down again meanwhile. */
  | { readonly key: 'unkeying'; readonly tries: number; readonly again: boolean }
  /** The line took it; the read-back has yet to fall. */
  | { readonly key: 'settling'; readonly tries: number; readonly again: boolean }
  /** Un-keyed as often as sensible, and still shown on the air. */
  | { readonly key: 'stuck' }

export type KeyPhase =
  | { readonly phase: 'closed'; readonly owes: boolean }
  /** `owes`: the set may be on the air from before; un-keying it is what the opening is for. */
  | { readonly phase: 'opening'; readonly attempt: number; readonly owes: boolean }
  | { readonly phase: 'waiting'; readonly attempt: number; readonly owes: boolean; readonly cause: ErrorCode }
  /** Open and un-keyed, but the read-back still shows a set on the air that we owe a hang-up. */
  | { readonly phase: 'clearing'; readonly tries: number }
  | { readonly phase: 'up'; readonly key: Key }

export interface KeyState {
  readonly at: KeyPhase
  readonly readBack: Level
  /** Read back as keyed while this console keys nothing: somebody uses the set's own microphone. */
  readonly localKey: boolean
}

export type KeyEvent =
  | { readonly event: 'started' }
  | { readonly event: 'stopped' }
  | { readonly event: 'opened' }
  | { readonly event: 'open-failed'; readonly cause: ErrorCode }
  /** `unkeyed`: the line went down by its own hand first. */
  | { readonly event: 'lost'; readonly cause: ErrorCode; readonly unkeyed: boolean }
  | { readonly event: 'pressed' }
  | { readonly event: 'released' }
  | { readonly event: 'line-keyed' }
  | { readonly event: 'line-unkeyed' }
  | { readonly event: 'line-failed'; readonly cause: ErrorCode }
  | { readonly event: 'read-back'; readonly level: Level }
  | { readonly event: 'timer-expired'; readonly timer: KeyTimer }

/** `step`: the wait that the present phase is in. `guard`: the last limit of one transmission. */
export type KeyTimer = 'step' | 'guard'

export type KeyEffect =
  | { readonly effect: 'open' }
  | { readonly effect: 'close' }
  | { readonly effect: 'key' }
  | { readonly effect: 'unkey' }
  /** Written to the small file before the line is keyed, so that a restarted host un-keys. */
  | { readonly effect: 'remember' }
  | { readonly effect: 'forget' }
  | { readonly effect: 'start-timer'; readonly timer: KeyTimer; readonly ms: number }
  | { readonly effect: 'stop-timer'; readonly timer: KeyTimer }
  | { readonly effect: 'up' }
  | { readonly effect: 'down'; readonly cause: ErrorCode }
  | { readonly effect: 'news'; readonly news: RadioEvent }

export const initialKey = (owes: boolean, readBack: Level): KeyState => ({ at: { phase: 'closed', owes }, readBack, localKey: false })
