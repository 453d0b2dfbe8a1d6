// How a part of the simulated RBS fails, switched while it runs.
import type { Clock, Random, Timer } from '../../native/kit/clock.ts'
import { ok, type Result } from '../../native/kit/result.ts'

export type Fault =
  | { readonly kind: 'none' }
  /** The process stands still: ports stay open, requests queue up and are answered when it goes on. */
  | { readonly kind: 'hang' }
  /** The process is gone: its ports refuse. */
  | { readonly kind: 'refuse' }
  | { readonly kind: 'slow'; readonly delayMs: number }
  /** Works for `upMs`, then fails for `downMs`, again and again. */
  | { readonly kind: 'flap'; readonly upMs: number; readonly downMs: number; readonly as: 'hang' | 'refuse' }
  /** Each answer is lost with this chance, 0–100, independent of the others. */
  | { readonly kind: 'lose'; readonly percent: number }

export interface FaultSwitch {
  readonly isWorking: boolean
  /** What it was last told, also between the turns of a flap. */
  readonly fault: Fault
  set(fault: Fault): Promise<Result<void>>
  /** Carries out an answer as the present fault has it: now, late, later or never. */
  answer(give: () => void): void
  /** From now on nothing gets to it or back, whatever it does itself. */
  cutOff(): void
  reconnect(): void
  stop(): Promise<void>
}

export interface FaultSwitchDeps {
  readonly clock: Clock
  readonly random: Random
  readonly listen: () => Promise<Result<void>>
  readonly unlisten: () => Promise<void>
  readonly holdsBack?: 'requests' | 'nothing'
}

/** As many requests as a socket's buffer would hold; what comes on top is lost, as there. */
const QUEUE_MAX = 64

export function createFaultSwitch(deps: FaultSwitchDeps): FaultSwitch {
  return new RunningSwitch(deps)
}

class RunningSwitch implements FaultSwitch {
  readonly #deps: FaultSwitchDeps
  #present: Exclude<Fault, { kind: 'flap' }> = { kind: 'none' }
  #told: Fault = { kind: 'none' }
  #isCutOff = false
  #listening = true
  #queue: (() => void)[] = []
  readonly #late = new Set<Timer>()
  #flap: Timer | undefined
  /** Switching takes time where ports are let go and taken again: one after the other. */
  #busy: Promise<unknown> = Promise.resolve()

  constructor(deps: FaultSwitchDeps) {
    this.#deps = deps
  }

  /** Slow and lossy still work, after a fashion. */
  get isWorking(): boolean {
    return this.#present.kind !== 'hang' && this.#present.kind !== 'refuse'
  }

  get fault(): Fault {
    return this.#told
  }

  set(fault: Fault): Promise<Result<void>> {
    this.#flap?.cancel()
    this.#flap = undefined
    this.#told = fault
    if (fault.kind !== 'flap') return this.#become(fault)
    return this.#flapping(fault, 'down')
  }

  answer(send: () => void): void {
    if (this.#isCutOff) return
    const give = (): void => void (this.#isCutOff || send())
    switch (this.#present.kind) {
      case 'none': return give()
      case 'refuse': return undefined
      case 'hang': {
        if (this.#deps.holdsBack !== 'nothing' && this.#queue.length < QUEUE_MAX) this.#queue.push(give)
        return undefined
      }
      case 'slow': return this.#giveLate(give, this.#present.delayMs)
      case 'lose': return this.#deps.random.fraction() * 100 < this.#present.percent ? undefined : give()
    }
  }

  cutOff(): void {
    this.#isCutOff = true
  }

  reconnect(): void {
    this.#isCutOff = false
  }

  async stop(): Promise<void> {
    this.#flap?.cancel()
    for (const timer of this.#late) timer.cancel()
    this.#queue = []
    await this.#busy
  }

  async #flapping(fault: Extract<Fault, { kind: 'flap' }>, turn: 'up' | 'down'): Promise<Result<void>> {
    const next = turn === 'up' ? 'down' : 'up'
    this.#flap = this.#deps.clock.after(turn === 'up' ? fault.upMs : fault.downMs, () => void this.#flapping(fault, next))
    return this.#become({ kind: turn === 'up' ? 'none' : fault.as })
  }

  #become(fault: Exclude<Fault, { kind: 'flap' }>): Promise<Result<void>> {
    const done = this.#busy.then(() => this.#switchTo(fault))
    this.#busy = done
    return done
  }

  async #switchTo(fault: Exclude<Fault, { kind: 'flap' }>): Promise<Result<void>> {
    const wasHung = this.#present.kind === 'hang'
    this.#present = fault
    if (fault.kind === 'refuse') {
      this.#queue = []
      if (this.#listening) await this.#deps.unlisten()
      this.#listening = false
      return ok()
    }
    if (!this.#listening) {
      const back = await this.#deps.listen()
      if (!back.ok) return back
      this.#listening = true
    }
    if (wasHung && fault.kind !== 'hang') for (const give of this.#queue.splice(0)) this.answer(give)
    return ok()
  }

  #giveLate(give: () => void, delayMs: number): void {
    const timer = this.#deps.clock.after(delayMs, () => {
      this.#late.delete(timer)
      give()
    })
    this.#late.add(timer)
  }
}
