// The host's side of the signing key: asks the writer for a new one, and carries the writer's questions to the system's store.
import type { Clock, Timer } from '../../../native/kit/clock.ts'
import { failure, type Failure } from '../../../native/kit/errors.ts'
import { fail, type Result } from '../../../native/kit/result.ts'
import type { JsonObject } from '../../contract/words.ts'
import type { Stamp } from './entry.ts'
import type { EntryActor, KeyChanged, KeyVault } from './port.ts'
import type { FromWriter, ToWriter } from './writer-protocol.ts'

/** A rotation is some ten writes to the disk. */
const ROTATE_MS = 4000

export interface KeyOrdersOptions {
  readonly clock: Clock
  readonly stamp: () => Stamp
  readonly marks: JsonObject
  readonly vault: KeyVault | undefined
}

export class KeyOrders {
  readonly #options: KeyOrdersOptions
  readonly #post: (message: ToWriter) => void
  readonly #open = new Map<number, { readonly resolve: (answer: Result<KeyChanged>) => void; readonly bound: Timer }>()
  #lastId = 0

  constructor(options: KeyOrdersOptions, post: (message: ToWriter) => void) {
    this.#options = options
    this.#post = post
  }

  rotate(actor: EntryActor): Promise<Result<KeyChanged>> {
    const { clock, stamp, marks } = this.#options
    const id = ++this.#lastId
    return new Promise((resolve) => {
      const bound = clock.after(ROTATE_MS, () => this.rotated(id, fail(failure('STORE_BUSY', 'the record does not answer'))))
      this.#open.set(id, { resolve, bound })
      this.#post({ type: 'rotate-key', id, actor, stamp: stamp(), marks })
    })
  }

  rotated(id: number, answer: Result<KeyChanged>): void {
    const asked = this.#open.get(id)
    if (!asked) return
    this.#open.delete(id)
    asked.bound.cancel()
    asked.resolve(answer)
  }

  async carry({ id, say, bytes }: Extract<FromWriter, { type: 'vault' }>): Promise<void> {
    const { vault, stamp } = this.#options
    const result = vault ? await vault.ask(say, bytes) : fail(failure('STORE_KEY_LOCKED', 'no system store is offered here'))
    this.#post({ type: 'vault-answer', id, result, stamp: stamp() })
  }

  stop(error: Failure): void {
    for (const id of [...this.#open.keys()]) this.rotated(id, fail(error))
  }
}
