// Entries on their way to the disk, oldest first, with the promise each of them may still owe.
import type { Failure } from '../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'
import type { JsonObject } from '../../contract/words.ts'
import { CONTENT_NOT_DELETED_KIND, type PreparedEntry } from './entry.ts'
import type { StoredEntry } from './port.ts'

/** Some two hours of a busy night; with the size bound a full spool stays under what a workstation can spare. */
export const SPOOL_ENTRIES = 10_000
const SPOOL_BYTES = 67_108_864

export interface Waiting {
  readonly entry: PreparedEntry
  readonly urgent: boolean
  /** Cleared once answered: an entry outlives its promise. */
  answer: ((result: Result<{ readonly seq: number }>) => void) | undefined
}

export interface Taken {
  readonly entries: readonly StoredEntry[]
  readonly urgent: boolean
}

export class Spool {
  readonly #limit: number
  #waiting: Waiting[] = []
  #bytes = 0

  constructor(limit = SPOOL_ENTRIES) {
    this.#limit = limit
  }

  get length(): number {
    return this.#waiting.length
  }

  hasRoomFor(entry: PreparedEntry): boolean {
    return this.#waiting.length < this.#limit && this.#bytes + sizeOf(entry) <= SPOOL_BYTES
  }

  add(waiting: Waiting): void {
    this.#waiting.push(waiting)
    this.#bytes += sizeOf(waiting.entry)
  }

  first(count: number): readonly PreparedEntry[] {
    return this.#waiting.slice(0, count).map(({ entry }) => entry)
  }

  /** The first `count` are durable, from `firstSeq` on: answers them and lets them go. */
  take(count: number, firstSeq: number): Taken {
    const taken = this.#waiting.splice(0, count)
    taken.forEach((one, at) => {
      this.#bytes -= sizeOf(one.entry)
      one.answer?.(ok({ seq: firstSeq + at }))
    })
    return { entries: taken.map(({ entry }, at) => storedFrom(entry, firstSeq + at)), urgent: taken.some(({ urgent }) => urgent) }
  }

  /**
   * Another record took the place of the one it was about: under the same seq stands another text there.
   * Whoever waits for such a deletion hears that it was not done; the entry says so too.
   */
  voidDeletions(error: Failure): void {
    this.#waiting = this.#waiting.map((one) => {
      const { deletes, ...entry } = one.entry
      if (deletes === undefined) return one
      one.answer?.(fail(error))
      return { entry: { ...entry, kind: CONTENT_NOT_DELETED_KIND }, urgent: one.urgent, answer: undefined }
    })
  }

  /** Tells everybody who still waits; the entries stay. */
  answerAll(error: Failure): void {
    for (const one of this.#waiting) {
      one.answer?.(fail(error))
      one.answer = undefined
    }
  }
}

const sizeOf = ({ payload, content }: PreparedEntry): number => payload.length + (content?.text.length ?? 0)

/** Parsed from the bytes that were hashed, so that a caller who changes its draft afterwards changes nothing here. */
function storedFrom({ utcMs, kind, role, position, payload, content }: PreparedEntry, seq: number): StoredEntry {
  return {
    seq, utcMs, kind, actor: { role, position }, payload: JSON.parse(payload) as JsonObject,
    ...(content ? { content: content.text } : {}),
  }
}
