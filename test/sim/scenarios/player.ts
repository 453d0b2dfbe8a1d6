// Plays what happened in a scenario on whatever stands for its services: the simulators of the demo, of a rehearsal, of a drill.
import type { Clock, Timer } from '../../../native/kit/clock.ts'
import type { Result } from '../../../native/kit/result.ts'
import type { PlayStep } from './playlist.ts'
import type { Report } from './reports.ts'
import type { ScenarioFault } from './scenario-schema.ts'

export interface ScenarioStage {
  /**
   * From now on this service is so; without a fault it works. Of a service it does not have, it does nothing.
   *
   * @returns LINK_BUSY when a port that had been let go cannot be had back
   */
  set(service: string, is: ScenarioFault | undefined): Promise<Result<void>>
  /** Somebody reports; absent: nobody listens. */
  report?(report: Report): Promise<void>
}

export interface PlayerDeps {
  readonly clock: Clock
  readonly stage: ScenarioStage
  /** Told of each step when it has been done. */
  readonly onStep: (step: PlayStep, done: Result<void> | undefined) => void
  /** All steps are done. */
  readonly onEnd: () => void
}

export interface Player {
  start(): void
  /** Plays nothing more, and resolves when what it was doing is done. The stage stays as it is. */
  stop(): Promise<void>
}

/** @param steps  in order of their time */
export function createPlayer(steps: readonly PlayStep[], deps: PlayerDeps): Player {
  return new RunningPlayer(steps, deps)
}

class RunningPlayer implements Player {
  readonly #steps: readonly PlayStep[]
  readonly #deps: PlayerDeps
  #startMs = 0
  #next = 0
  #phase: 'new' | 'running' | 'ended' = 'new'
  #timer: Timer | undefined
  #doing: Promise<void> = Promise.resolve()

  constructor(steps: readonly PlayStep[], deps: PlayerDeps) {
    this.#steps = steps
    this.#deps = deps
  }

  start(): void {
    if (this.#phase !== 'new') return
    this.#phase = 'running'
    this.#startMs = this.#deps.clock.monotonicMs()
    this.#arm()
  }

  async stop(): Promise<void> {
    this.#phase = 'ended'
    this.#timer?.cancel()
    await this.#doing
  }

  #arm(): void {
    if (this.#phase !== 'running') return
    const step = this.#steps[this.#next]
    if (!step) {
      this.#phase = 'ended'
      return this.#deps.onEnd()
    }
    const delayMs = Math.max(0, this.#startMs + step.playMs - this.#deps.clock.monotonicMs())
    this.#timer = this.#deps.clock.after(delayMs, () => {
      this.#next++
      this.#doing = this.#do(step).then(() => this.#arm())
    })
  }

  async #do(step: PlayStep): Promise<void> {
    const { stage, onStep } = this.#deps
    const { happens } = step
    if (happens.kind === 'change') return onStep(step, await stage.set(happens.service, happens.is))
    await stage.report?.(happens.report)
    onStep(step, undefined)
  }
}
