// The one place that reads the clock and chance.
import { randomBytes } from 'node:crypto'
import type { Clock, Random } from '../kit/clock.ts'

export const systemClock: Clock = {
  monotonicMs: () => performance.now(),
  utcMs: () => Date.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs)
    return { cancel: () => clearTimeout(timer) }
  },
}

export const systemRandom: Random = {
  bytes: (length) => new Uint8Array(randomBytes(length)),
  fraction: () => Math.random(),
}
