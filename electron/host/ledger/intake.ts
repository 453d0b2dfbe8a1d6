// Where drafts come in: stamped and checked at once, gathered by turn and by second, refused when the spool is full.
import type { Clock, Random, Timer } from '../../../native/kit/clock.ts'
import { failure, type Failure } from '../../../native/kit/errors.ts'
import { fail, type Result } from '../../../native/kit/result.ts'
import { prepareDraft } from './draft.ts'
import { SALT_BYTES, type Stamp } from './entry.ts'
import type { EntryDraft } from './port.ts'
import type { Spool } from './spool.ts'

const SAMPLE_BATCH_MS = 1000

export interface IntakeDeps {
  readonly clock: Clock
  readonly random: Random
  readonly stamp: () => Stamp
  readonly spool: Spool
  /** Entries of one turn are in the spool. */
  readonly onArrived: (count: number, urgent: boolean) => void
  readonly onSecondOver: () => void
  /** The first that finds no room since `takeLost`. */
  readonly onFull: () => void
  readonly onSampleRefused: (kind: string, error: Failure) => void
}

export class Intake {
  readonly #deps: IntakeDeps
  #arrived = { count: 0, urgent: false }
  #sampleTimer: Timer | undefined
  #lost = 0

  constructor(deps: IntakeDeps) {
    this.#deps = deps
  }

  record(draft: EntryDraft): Promise<Result<{ readonly seq: number }>> {
    return new Promise((resolve) => {
      const refused = this.#accept(draft, resolve)
      if (refused) resolve(fail(refused))
    })
  }

  sample(draft: EntryDraft): void {
    const refused = this.#accept(draft, undefined)
    if (refused) return this.#deps.onSampleRefused(draft.kind, refused)
    this.#sampleTimer ??= this.#deps.clock.after(SAMPLE_BATCH_MS, () => {
      this.#sampleTimer = undefined
      this.#deps.onSecondOver()
    })
  }

  /** Passes on what came in during this turn, without waiting for its end. */
  flush(): void {
    const { count, urgent } = this.#arrived
    this.#arrived = { count: 0, urgent: false }
    if (count > 0) this.#deps.onArrived(count, urgent)
  }

  /** How many found no room since `takeLost`. */
  get lost(): number {
    return this.#lost
  }

  /** As `lost`, which begins anew. */
  takeLost(): number {
    const lost = this.#lost
    this.#lost = 0
    return lost
  }

  stop(): void {
    this.#sampleTimer?.cancel()
  }

  #accept(draft: EntryDraft, answer: ((result: Result<{ readonly seq: number }>) => void) | undefined): Failure | undefined {
    const { random, spool, stamp } = this.#deps
    const prepared = prepareDraft(draft, { stamp: stamp(), salt: () => random.bytes(SALT_BYTES) })
    if (!prepared.ok) return prepared.error
    if (!spool.hasRoomFor(prepared.value)) {
      if (++this.#lost === 1) this.#deps.onFull()
      return failure('STORE_SPOOL_FULL', `${spool.length} entries wait`)
    }
    const urgent = answer !== undefined
    spool.add({ entry: prepared.value, urgent, answer })
    // What is recorded in one turn shares a commit from its first entry on.
    if (this.#arrived.count === 0) queueMicrotask(() => this.flush())
    this.#arrived = { count: this.#arrived.count + 1, urgent: this.#arrived.urgent || urgent }
    return undefined
  }
}
