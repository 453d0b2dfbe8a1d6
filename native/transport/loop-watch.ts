// How long the process stood still while something ran: what a press would have waited.
import { monitorEventLoopDelay } from 'node:perf_hooks'

export interface LoopWatch {
  start(): void
  /** @returns the longest block since `start`, ms */
  stop(): number
}

const RESOLUTION_MS = 1
const NS_PER_MS = 1e6

export function createLoopWatch(): LoopWatch {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  return {
    start() {
      histogram.reset()
      histogram.enable()
    },
    stop() {
      histogram.disable()
      // Counted from one tick to the next, of which one is due.
      return Math.max(0, histogram.max / NS_PER_MS - RESOLUTION_MS)
    },
  }
}
