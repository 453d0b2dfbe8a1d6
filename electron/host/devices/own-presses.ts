// When this position last pressed to speak by the RBS, so that the control radio can say how long after it heard it.
import type { Clock } from '../../../native/kit/clock.ts'

/** Call set-up takes half a second, a busy group a few: what is heard later belongs to no press we saw. */
const HEARD_WITHIN_MS = 5_000

export interface OwnPresses {
  pressed(): void
  /** Milliseconds since the last press, once for each press; undefined when none can be meant. */
  take(): number | undefined
}

export function createOwnPresses(clock: Clock): OwnPresses {
  let pressedMs: number | undefined
  return {
    pressed() {
      pressedMs = clock.monotonicMs()
    },
    take() {
      const agoMs = pressedMs === undefined ? Infinity : clock.monotonicMs() - pressedMs
      pressedMs = undefined
      return agoMs <= HEARD_WITHIN_MS ? Math.round(agoMs) : undefined
    },
  }
}
