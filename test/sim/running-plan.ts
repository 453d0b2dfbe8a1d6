// A plan of faults against the clock: which one holds now, when the next begins, and answers that come later.
import type { Clock, Timer } from '../../native/kit/clock.ts'
import { readPlan, type FaultPlan, type PlanReader, type RoadFault } from './road-faults.ts'

export interface RunningPlanDeps {
  readonly clock: Clock
  readonly plan: FaultPlan
  /** The moment of the monotonic clock at which the plan begins. */
  readonly startMs: number
}

export class RunningPlan {
  readonly #deps: RunningPlanDeps
  readonly #reader: PlanReader
  readonly #late = new Set<Timer>()
  #turn: Timer | undefined
  #ended = false

  constructor(deps: RunningPlanDeps) {
    this.#deps = deps
    this.#reader = readPlan(deps.plan)
  }

  get ended(): boolean {
    return this.#ended
  }

  fault(): RoadFault {
    return this.#reader.at(Math.max(0, this.#deps.clock.monotonicMs() - this.#deps.startMs))
  }

  /** Calls `take` now and at the start of each spell, until `end`. */
  begin(take: (fault: RoadFault) => void): void {
    if (this.#ended) return
    take(this.fault())
    const dueMs = this.#deps.startMs + this.#reader.untilMs
    if (dueMs === Infinity) return
    this.#turn = this.#deps.clock.after(Math.max(0, dueMs - this.#deps.clock.monotonicMs()), () => this.begin(take))
  }

  /** Acts after `delayMs`, at once when there is nothing to wait for; not after `end`. */
  later(delayMs: number, act: () => void): void {
    if (delayMs <= 0) return act()
    const timer = this.#deps.clock.after(delayMs, () => {
      this.#late.delete(timer)
      act()
    })
    this.#late.add(timer)
  }

  end(): void {
    this.#ended = true
    for (const timer of [this.#turn, ...this.#late]) timer?.cancel()
  }
}
