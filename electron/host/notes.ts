// Taking a note back. The record holds both for ever: the note, and that it was retracted.
import { failure } from '../../native/kit/errors.ts'
import { fail, type Result } from '../../native/kit/result.ts'
import type { Ledger } from './ledger/port.ts'
import type { Recorder } from './recorder.ts'

export type NoteRefusal = 'not-a-note' | 'already-retracted'

export const NOTE_KIND = 'note.added'
const RETRACTED_KIND = 'note.retracted'
/** Newest first: what lies further back than this many notes is history, and is corrected by a new note. */
const NOTES_LOOKED_AT = 5000

export interface Notes {
  /**
   * Records that the note of this entry is taken back, whichever run of the host wrote it.
   *
   * @returns CALL_REFUSED with a NoteRefusal as detail; what the ledger says when it cannot be read or written
   */
  retract(seq: number): Promise<Result<{ readonly seq: number }>>
}

export function createNotes(ledger: Pick<Ledger, 'latest'>, recorder: Pick<Recorder, 'person'>, position: string): Notes {
  /** Of this run, also those whose entry still waits for the disk: a second press must not retract twice. */
  const retracted = new Set<number>()
  const refuse = (cause: NoteRefusal): Result<never> => fail(failure('CALL_REFUSED', cause))
  return {
    async retract(seq) {
      const read = await ledger.latest([NOTE_KIND, RETRACTED_KIND], NOTES_LOOKED_AT)
      if (!read.ok) return read
      const note = read.value.find((entry) => entry.seq === seq)
      if (note?.kind !== NOTE_KIND || note.actor.position !== position) return refuse('not-a-note')
      const isRetracted = retracted.has(seq) || read.value.some((entry) => entry.kind === RETRACTED_KIND && entry.payload['note'] === seq)
      if (isRetracted) return refuse('already-retracted')
      retracted.add(seq)
      const recorded = await recorder.person(RETRACTED_KIND, { note: seq })
      // Everything else waits in memory and will be written: it is retracted.
      if (!recorded.ok && recorded.error.code === 'STORE_SPOOL_FULL') retracted.delete(seq)
      return recorded
    },
  }
}
