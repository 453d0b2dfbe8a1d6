// The writer's questions to the system's store. The host carries them to its shell and answers each, at the latest after a bound.
import type { Result } from '../../../native/kit/result.ts'
import type { Stamp } from './entry.ts'
import type { VaultSay } from './writer-protocol.ts'

type Post = (question: { readonly id: number; readonly say: VaultSay; readonly bytes: Uint8Array }) => void
type Take = (answer: Result<Uint8Array>, stamp: Stamp) => void

export class VaultLine {
  readonly #post: Post
  readonly #open = new Map<number, Take>()
  #lastId = 0

  constructor(post: Post) {
    this.#post = post
  }

  ask(say: VaultSay, bytes: Uint8Array, take: Take): void {
    const id = ++this.#lastId
    this.#open.set(id, take)
    this.#post({ id, say, bytes })
  }

  answer({ id, result, stamp }: { readonly id: number; readonly result: Result<Uint8Array>; readonly stamp: Stamp }): void {
    const take = this.#open.get(id)
    this.#open.delete(id)
    take?.(result, stamp)
  }

  /** What was asked for an opening that is over is no longer wanted. */
  forget(): void {
    this.#open.clear()
  }
}
