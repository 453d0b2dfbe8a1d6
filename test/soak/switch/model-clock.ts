// Time of the model: stands still until it is moved, and lets promises settle without a turn of the event loop, which would
// cost more than everything the console does.
import type { Clock, Timer } from '../../../native/kit/clock.ts'

/** Promises follow each other so deep in the console: a group is asked for after a question, and its reply is told on. */
const SETTLING_TURNS = 10

export interface ModelClock extends Clock {
  /** Moves time, running each timer at its moment. @param onStep  after each timer and what it set off */
  advance(ms: number, onStep: () => void): Promise<void>
  settle(): Promise<void>
  stepUtc(ms: number): void
  /** Time passes and nothing runs: what fell due meanwhile is late. */
  standStill(ms: number): void
}

interface Waiting {
  readonly atMs: number
  readonly run: () => void
}

export function createModelClock(): ModelClock {
  const waiting: Waiting[] = []
  let nowMs = 0
  let utcAhead = Date.UTC(2024, 11, 31, 22)

  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < SETTLING_TURNS; turn++) await undefined
  }
  /** The oldest of those that are due first. */
  const firstDue = (untilMs: number): number => {
    let found = -1
    let atMs = untilMs
    for (let at = 0; at < waiting.length; at++) {
      const one = waiting[at] as Waiting
      if (one.atMs < atMs || (found < 0 && one.atMs <= untilMs)) {
        found = at
        atMs = one.atMs
      }
    }
    return found
  }

  return {
    monotonicMs: () => nowMs,
    utcMs: () => Math.floor(nowMs + utcAhead),
    after(delayMs, run): Timer {
      const one: Waiting = { atMs: nowMs + Math.max(0, delayMs), run }
      waiting.push(one)
      return { cancel: () => {
        const at = waiting.indexOf(one)
        if (at >= 0) waiting.splice(at, 1)
      } }
    },
    async advance(ms, onStep) {
      const untilMs = nowMs + ms
      for (let at = firstDue(untilMs); at >= 0; at = firstDue(untilMs)) {
        const [one] = waiting.splice(at, 1)
        if (!one) return
        nowMs = Math.max(nowMs, one.atMs)
        one.run()
        await settle()
        onStep()
      }
      nowMs = untilMs
    },
    settle,
    stepUtc: (ms) => void (utcAhead += ms),
    standStill: (ms) => void (nowMs += ms),
  }
}
