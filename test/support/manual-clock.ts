// A clock that stands still until a test moves it.
import type { Clock, Timer } from '../../native/kit/clock.ts'

export interface ManualClock extends Clock {
  /** Moves time forward by `ms`, running every timer that falls due, each at its own moment. */
  advance(ms: number): void
  /** As `advance`, but lets promises settle between timers. */
  advanceAsync(ms: number): Promise<void>
  /** Moves UTC without moving monotonic time: somebody set the clock. */
  stepUtc(ms: number): void
  readonly pending: number
}

interface Waiting {
  readonly at: number
  readonly order: number
  readonly run: () => void
}

export function createManualClock(startUtcMs = Date.UTC(2024, 11, 31, 22, 0, 0)): ManualClock {
  let now = 0
  let utc = startUtcMs
  let order = 0
  let waiting: Waiting[] = []

  const nextDue = (until: number): Waiting | undefined => {
    let first: Waiting | undefined
    for (const one of waiting) {
      if (one.at > until) continue
      if (!first || one.at < first.at || (one.at === first.at && one.order < first.order)) first = one
    }
    return first
  }
  const moveTo = (at: number): void => {
    utc += at - now
    now = at
  }
  const fire = (one: Waiting): void => {
    moveTo(Math.max(now, one.at))
    waiting = waiting.filter((other) => other !== one)
    one.run()
  }
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 8; turn++) await new Promise<void>((resolve) => setImmediate(resolve))
  }

  return {
    monotonicMs: () => now,
    utcMs: () => Math.floor(utc),
    after(delayMs: number, run: () => void): Timer {
      const one: Waiting = { at: now + delayMs, order: order++, run }
      waiting.push(one)
      return { cancel: () => { waiting = waiting.filter((other) => other !== one) } }
    },
    advance(ms) {
      const until = now + ms
      for (let one = nextDue(until); one; one = nextDue(until)) fire(one)
      moveTo(until)
    },
    async advanceAsync(ms) {
      const until = now + ms
      await settle()
      for (let one = nextDue(until); one; one = nextDue(until)) {
        fire(one)
        await settle()
      }
      moveTo(until)
      await settle()
    },
    stepUtc(ms) {
      utc += ms
    },
    get pending() {
      return waiting.length
    },
  }
}
