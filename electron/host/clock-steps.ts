// Notices that somebody set the clock. Everything that waits is measured in monotonic time and goes on as it was; only the
// moments that screens draw it by are others now, and must be told anew.
import { createUtcAhead, type Clock, type Timer } from '../../native/kit/clock.ts'

const LOOK_MS = 1000
/** A time service that draws the clock right moves it by less than this between two looks. */
const STEP_MS = 50

export interface ClockSteps {
  start(): void
  stop(): void
}

export function createClockSteps(clock: Clock, onStep: () => void): ClockSteps {
  const ahead = createUtcAhead(clock)
  let told = ahead()
  let timer: Timer | undefined

  const look = (): void => {
    timer = clock.after(LOOK_MS, () => {
      look()
      const now = ahead()
      if (Math.abs(now - told) < STEP_MS) return
      told = now
      onStep()
    })
  }
  return {
    start: look,
    stop: () => timer?.cancel(),
  }
}
