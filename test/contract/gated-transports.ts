// The scripted transports with an opening that takes its time, as a wedged adapter does. Closing ends an opening: LINK_CLOSED.
import type { Clock, Timer } from '../../native/kit/clock.ts'
import { failure, type Failure } from '../../native/kit/errors.ts'
import { fail, type Result } from '../../native/kit/result.ts'
import type { Unsubscribe } from '../../native/kit/transport.ts'
import { ScriptedHid, ScriptedSerial } from '../support/scripted-transport.ts'

/** The same time, with a count of the timers that one user of it has running. */
export function countTimers(clock: Clock): { readonly clock: Clock; readonly running: () => number } {
  const running = new Set<Timer>()
  return {
    running: () => running.size,
    clock: {
      ...clock,
      after(delayMs, run) {
        const timer = clock.after(delayMs, () => {
          running.delete(mine)
          run()
        })
        const mine: Timer = {
          cancel() {
            running.delete(mine)
            timer.cancel()
          },
        }
        running.add(mine)
        return mine
      },
    },
  }
}

type Settle = (result: Result<void>) => void

export class GatedSerial extends ScriptedSerial {
  /** While set, an opening waits for `letOpen`. */
  holdOpen = false
  /** How many listen for data or losses: what is never unsubscribed piles up. */
  listeners = 0
  #waiting: Settle | undefined

  override async open(): Promise<Result<void>> {
    if (!this.holdOpen) return super.open()
    this.opens++
    return new Promise((settle) => (this.#waiting = settle))
  }

  letOpen(): void {
    this.holdOpen = false
    const waiting = this.#waiting
    this.#waiting = undefined
    if (!waiting) return
    if (this.openResult.ok) this.isOpen = true
    waiting(this.openResult)
  }

  override async close(): Promise<void> {
    this.#waiting?.(fail(failure('LINK_CLOSED', this.name)))
    this.#waiting = undefined
    await super.close()
  }

  /** Nothing is lost that is not open; a line lost while it opens fails to open. */
  override lose(cause: Failure = failure('LINK_LOST', this.name)): void {
    if (this.isOpen) super.lose(cause)
    this.#waiting?.(fail(cause))
    this.#waiting = undefined
  }

  override onData(listener: (bytes: Uint8Array) => void): Unsubscribe {
    return this.#counted(super.onData(listener))
  }

  override onLost(listener: (cause: Failure) => void): Unsubscribe {
    return this.#counted(super.onLost(listener))
  }

  #counted(unsubscribe: Unsubscribe): Unsubscribe {
    this.listeners++
    return () => {
      this.listeners--
      unsubscribe()
    }
  }
}

export class GatedHid extends ScriptedHid {
  holdOpen = false
  /** While false, a written report waits for ever, as in a wedged device. */
  takesReports = true
  #waiting: Settle | undefined

  override async open(): Promise<Result<void>> {
    if (!this.holdOpen) return super.open()
    this.opens++
    return new Promise((settle) => (this.#waiting = settle))
  }

  letOpen(): void {
    this.holdOpen = false
    const waiting = this.#waiting
    this.#waiting = undefined
    if (!waiting) return
    if (this.openResult.ok) this.isOpen = true
    waiting(this.openResult)
  }

  override async write(report: Uint8Array): Promise<Result<void>> {
    return this.takesReports ? super.write(report) : new Promise(() => undefined)
  }

  override async close(): Promise<void> {
    this.#waiting?.(fail(failure('LINK_CLOSED', this.name)))
    this.#waiting = undefined
    await super.close()
  }

  override lose(cause: Failure = failure('LINK_LOST', this.name)): void {
    if (this.isOpen) super.lose(cause)
    this.#waiting?.(fail(cause))
    this.#waiting = undefined
  }
}
