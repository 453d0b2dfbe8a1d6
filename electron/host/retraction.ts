// Taking back what a person recorded. The record holds both for ever: what was said, and that it was retracted.
import { failure } from '../../native/kit/errors.ts'
import { fail, type Result } from '../../native/kit/result.ts'
import type { Ledger, StoredEntry } from './ledger/port.ts'
import type { Recorder } from './recorder.ts'

/** Newest first: what lies further back than this many entries is history, and is corrected by a new one. */
const ENTRIES_LOOKED_AT = 5000

export interface RetractionDeps {
  readonly ledger: Pick<Ledger, 'latest'>
  readonly recorder: Pick<Recorder, 'person'>
  /** Only what was said at this position. */
  readonly position: string
  readonly kinds: { readonly said: string; readonly retracted: string }
  /** Under this name the retraction's payload holds the number of the entry. */
  readonly names: string
  /** What to answer when the number is of no such entry. */
  readonly refusal: string
  readonly onRetract?: (entry: StoredEntry) => void
}

/** @param reason  goes beside the chain */
export type Retract = (seq: number, reason?: string) => Promise<Result<{ readonly seq: number }>>

/**
 * Records that an entry is taken back, whichever run of the host wrote it.
 *
 * @returns CALL_REFUSED with the refusal or `already-retracted` as detail; what the ledger says when it cannot be read or written
 */
export function createRetraction({ ledger, recorder, position, kinds, names, refusal, onRetract }: RetractionDeps): Retract {
  /** Of this run, also those whose entry still waits for the disk: a second press must not retract twice. */
  const retracted = new Set<number>()
  const refuse = (cause: string): Result<never> => fail(failure('CALL_REFUSED', cause))
  return async (seq, reason) => {
    const read = await ledger.latest([kinds.said, kinds.retracted], ENTRIES_LOOKED_AT)
    if (!read.ok) return read
    const said = read.value.find((entry) => entry.seq === seq)
    if (said?.kind !== kinds.said || said.actor.position !== position) return refuse(refusal)
    const isRetracted = retracted.has(seq) || read.value.some((entry) => entry.kind === kinds.retracted && entry.payload[names] === seq)
    if (isRetracted) return refuse('already-retracted')
    retracted.add(seq)
    onRetract?.(said)
    const recorded = await recorder.person(kinds.retracted, { [names]: seq }, ...(reason === undefined ? [] : [{ content: reason }]))
    // Everything else waits in memory and will be written: it is retracted.
    if (!recorded.ok && recorded.error.code === 'STORE_SPOOL_FULL') retracted.delete(seq)
    return recorded
  }
}
