// What a scene gets: the hardware, a place for its figures, and an end for everything it started.
import type { Console } from './console.ts'
import type { Hardware } from './devices/hardware.ts'

export interface Scene {
  /** A full sentence of behaviour: the test's title. */
  readonly title: string
  /** Ended after this time; without it after a minute. */
  readonly limitMs?: number
  play(stage: Stage): Promise<void>
}

export interface Stage {
  readonly hardware: Hardware
  /** Fresh for each scene. */
  readonly console: Console
  /** A figure or observation for the record of the run. */
  note(name: string, value: unknown): void
  /** Runs when the scene is over, the last one first, however the scene went. */
  atEnd(end: () => unknown): void
}
