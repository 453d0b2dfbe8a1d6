// Timers that all end together, as they do when a radio loses its power.
import type { Clock, Timer } from '../../kit/clock.ts'

export interface TimerGroup {
  later(ms: number, run: () => void): Timer
  cancelAll(): void
}

export function createTimerGroup(clock: Clock): TimerGroup {
  const running = new Set<Timer>()
  return {
    later(ms, run) {
      const timer = clock.after(ms, () => {
        running.delete(timer)
        run()
      })
      running.add(timer)
      return timer
    },
    cancelAll() {
      for (const timer of running) timer.cancel()
      running.clear()
    },
  }
}
