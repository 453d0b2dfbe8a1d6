// Taking back, and saying otherwise, what a person recorded. The record holds everything for ever: what was said, that it was
// retracted, and what was said instead.
import { failure } from '../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../native/kit/result.ts'
import type { Ledger, StoredEntry } from './ledger/port.ts'
import type { Recorder } from './recorder.ts'

/** Newest first: what lies further back than this many entries is history, and is corrected by a new one. */
const ENTRIES_LOOKED_AT = 5000

export interface RetractionDeps {
  readonly ledger: Pick<Ledger, 'latest'>
  readonly recorder: Pick<Recorder, 'person'>
  /** Only what was said at this position. */
  readonly position: string
  /** `others` is read along: what was said otherwise. */
  readonly kinds: { readonly said: string; readonly retracted: string; readonly others?: readonly string[] }
  /** Under this name the retraction's payload holds the number of the entry. */
  readonly names: string
  /** What to answer when the number is of no such entry. */
  readonly refusal: string
  readonly onRetract?: (entry: StoredEntry) => void
}

export interface Standing {
  readonly entry: StoredEntry
  /** All that was looked at, newest first. */
  readonly among: readonly StoredEntry[]
}

/** @param reason  goes beside the chain */
export type Retract = (seq: number, reason?: string) => Promise<Result<{ readonly seq: number }>>

export interface Retraction {
  /**
   * Records that an entry is taken back, whichever run of the host wrote it.
   *
   * @returns CALL_REFUSED with the refusal or `already-retracted` as detail; CALL_NOT_YET when the record cannot be read, and what the ledger says when it cannot be written
   */
  readonly retract: Retract
  /** What stands under this number. @returns as for taking it back */
  find(seq: number): Promise<Result<Standing>>
}

export function createRetraction({ ledger, recorder, position, kinds, names, refusal, onRetract }: RetractionDeps): Retraction {
  /** Of this run, also those whose entry still waits for the disk: a second press must not retract twice. */
  const retracted = new Set<number>()
  const refuse = (cause: string): Result<never> => fail(failure('CALL_REFUSED', cause))
  const find = async (seq: number): Promise<Result<Standing>> => {
    const read = await ledger.latest([kinds.said, kinds.retracted, ...(kinds.others ?? [])], ENTRIES_LOOKED_AT)
    if (!read.ok) return fail(failure('CALL_NOT_YET', read.error.detail))
    const entry = read.value.find((one) => one.seq === seq)
    if (entry?.kind !== kinds.said || entry.actor.position !== position) return refuse(refusal)
    const isRetracted = retracted.has(seq) || read.value.some((one) => one.kind === kinds.retracted && one.payload[names] === seq)
    return isRetracted ? refuse('already-retracted') : ok({ entry, among: read.value })
  }
  return {
    find,
    async retract(seq, reason) {
      const found = await find(seq)
      if (!found.ok) return found
      // Two presses in one moment have both been told that it stands.
      if (retracted.has(seq)) return refuse('already-retracted')
      retracted.add(seq)
      onRetract?.(found.value.entry)
      const recorded = await recorder.person(kinds.retracted, { [names]: seq }, ...(reason === undefined ? [] : [{ content: reason }]))
      // Everything else waits in memory and will be written: it is retracted.
      if (!recorded.ok && recorded.error.code === 'STORE_SPOOL_FULL') retracted.delete(seq)
      return recorded
    },
  }
}
