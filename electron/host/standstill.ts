// Whether this process stood still. What waited in its queue meanwhile was pressed at another moment, when something else
// stood there: a report of a panel has no time of its own.
import type { Clock, Timer } from '../../native/kit/clock.ts'
import { STALE_CALL_MS } from '../contract/link.ts'

const LOOK_MS = 100
/** What waited is delivered in the first turns after it. */
const DRAIN_MS = 50

export class Standstill {
  readonly #clock: Clock
  #timer: Timer | undefined
  #lookedMs = 0
  #drainedMs = Number.NEGATIVE_INFINITY

  constructor(clock: Clock) {
    this.#clock = clock
  }

  start(): void {
    this.#lookedMs = this.#clock.monotonicMs()
    this.#lookLater()
  }

  stop(): void {
    this.#timer?.cancel()
  }

  /** Whether what arrives now may have waited as long as makes a page's call void. */
  get hasJustEnded(): boolean {
    const nowMs = this.#clock.monotonicMs()
    return nowMs < this.#drainedMs || nowMs - this.#lookedMs > STALE_CALL_MS
  }

  #lookLater(): void {
    this.#timer = this.#clock.after(LOOK_MS, () => {
      const nowMs = this.#clock.monotonicMs()
      if (nowMs - this.#lookedMs > STALE_CALL_MS) this.#drainedMs = nowMs + DRAIN_MS
      this.#lookedMs = nowMs
      this.#lookLater()
    })
  }
}
