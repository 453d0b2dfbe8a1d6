// Questions to the writer, each with its answer or a bound.
import type { Clock, Timer } from '../../../native/kit/clock.ts'
import { failure, type Failure } from '../../../native/kit/errors.ts'
import { fail, type Result } from '../../../native/kit/result.ts'
import type { StoredEntry } from './port.ts'
import type { ToWriter } from './writer-protocol.ts'

const ANSWER_MS = 2000
const MAX_ROWS = 10_000

type Answer = Result<readonly StoredEntry[]>

export class Queries {
  readonly #clock: Clock
  readonly #post: (message: ToWriter) => void
  readonly #open = new Map<number, { readonly resolve: (answer: Answer) => void; readonly bound: Timer }>()
  #nextId = 1

  constructor(clock: Clock, post: (message: ToWriter) => void) {
    this.#clock = clock
    this.#post = post
  }

  /** @returns STORE_BUSY after 2 s, STORE_UNREADABLE while the record is not open */
  ask(kinds: readonly string[], limit: number): Promise<Answer> {
    const id = this.#nextId++
    return new Promise((resolve) => {
      const bound = this.#clock.after(ANSWER_MS, () => this.answer(id, fail(failure('STORE_BUSY', 'the record does not answer'))))
      this.#open.set(id, { resolve, bound })
      this.#post({ type: 'latest', id, kinds, limit: Math.min(Math.max(0, Math.trunc(limit)), MAX_ROWS) })
    })
  }

  answer(id: number, answer: Answer): void {
    const asked = this.#open.get(id)
    if (!asked) return
    this.#open.delete(id)
    asked.bound.cancel()
    asked.resolve(answer)
  }

  stop(error: Failure): void {
    for (const id of [...this.#open.keys()]) this.answer(id, fail(error))
  }
}
