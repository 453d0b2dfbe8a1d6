// A clock that runs as fast as it is driven, for weeks in minutes: timers in a heap, so that thousands of millions cost little.
import type { Clock, Timer } from '../../native/kit/clock.ts'

export interface VirtualClock extends Clock {
  /** Runs the next timer at its own moment unless it is due after `untilMs`. @returns whether there was one */
  runNext(untilMs: number): boolean
  readonly pending: number
}

interface Waiting {
  readonly atMs: number
  readonly order: number
  readonly run: () => void
  /** Place in the heap; −1 outside. */
  at: number
}

export function createVirtualClock(startUtcMs: number): VirtualClock {
  const heap: Waiting[] = []
  let nowMs = 0
  let order = 0

  const isBefore = (one: Waiting, other: Waiting): boolean => one.atMs < other.atMs || (one.atMs === other.atMs && one.order < other.order)
  const put = (one: Waiting, at: number): void => {
    heap[at] = one
    one.at = at
  }
  const rise = (one: Waiting): void => {
    for (let at = one.at; at > 0;) {
      const above = heap[(at - 1) >> 1]
      if (!above || !isBefore(one, above)) return
      put(above, at)
      at = (at - 1) >> 1
      put(one, at)
    }
  }
  const sink = (one: Waiting): void => {
    for (let at = one.at; ;) {
      const [left, right] = [heap[2 * at + 1], heap[2 * at + 2]]
      const least = left && right && isBefore(right, left) ? right : left
      if (!least || !isBefore(least, one)) return
      const below = least.at
      put(least, at)
      put(one, below)
      at = below
    }
  }
  const take = (one: Waiting): void => {
    const last = heap.pop()
    if (last && last !== one) {
      put(last, one.at)
      rise(last)
      sink(last)
    }
    one.at = -1
  }

  return {
    monotonicMs: () => nowMs,
    utcMs: () => startUtcMs + Math.floor(nowMs),
    after(delayMs, run): Timer {
      const one: Waiting = { atMs: nowMs + Math.max(0, delayMs), order: order++, run, at: heap.length }
      heap.push(one)
      rise(one)
      return { cancel: () => { if (one.at >= 0) take(one) } }
    },
    runNext(untilMs) {
      const [first] = heap
      if (!first || first.atMs > untilMs) return false
      take(first)
      nowMs = first.atMs
      first.run()
      return true
    },
    get pending() {
      return heap.length
    },
  }
}
