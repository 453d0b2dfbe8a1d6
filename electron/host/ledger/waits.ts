// Waiting for something to become true, never longer than a bound.
import type { Clock } from '../../../native/kit/clock.ts'

export interface Waits {
  /** Resolves when `reached` holds after a `look`, at once when it holds now, and after `boundMs` in any case. */
  until(reached: () => boolean, boundMs: number): Promise<void>
  /** Something changed. */
  look(): void
}

export function createWaits(clock: Clock): Waits {
  const waiting = new Set<() => void>()
  return {
    until: (reached, boundMs) => new Promise((resolve) => {
      const done = (): void => {
        bound.cancel()
        waiting.delete(look)
        resolve()
      }
      const look = (): void => { if (reached()) done() }
      const bound = clock.after(boundMs, done)
      waiting.add(look)
      look()
    }),
    look() {
      for (const look of [...waiting]) look()
    },
  }
}
