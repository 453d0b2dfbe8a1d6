// When the head is signed: soon after a class A entry, within ten seconds after any other, again after a failure.
import type { Clock, Timer } from '../../../native/kit/clock.ts'

/** The promise is 100 ms; signing and two syncs need the rest. One signature serves all entries of that time. */
export const SIGN_AFTER_CLASS_A_MS = 60
export const SIGN_AFTER_CLASS_B_MS = 9_500
export const SIGN_AGAIN_MS = 1_000

export interface AnchorSchedule {
  /** Entries were committed; `urgent`: one of them is class A. */
  written(urgent: boolean): void
  failed(): void
  stop(): void
}

export function createAnchorSchedule(clock: Clock, sign: () => void): AnchorSchedule {
  let due: { readonly atMs: number; readonly timer: Timer } | undefined

  const within = (delayMs: number): void => {
    const atMs = clock.monotonicMs() + delayMs
    if (due && due.atMs <= atMs) return
    due?.timer.cancel()
    due = { atMs, timer: clock.after(delayMs, run) }
  }
  const run = (): void => {
    due = undefined
    sign()
  }

  return {
    written: (urgent) => within(urgent ? SIGN_AFTER_CLASS_A_MS : SIGN_AFTER_CLASS_B_MS),
    failed: () => within(SIGN_AGAIN_MS),
    stop() {
      due?.timer.cancel()
      due = undefined
    },
  }
}
