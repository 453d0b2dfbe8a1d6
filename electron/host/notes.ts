// Notes: written with the storing they belong to, taken back, and said otherwise.
import { failure } from '../../native/kit/errors.ts'
import { fail, type Result } from '../../native/kit/result.ts'
import type { Ledger } from './ledger/port.ts'
import type { Recorder } from './recorder.ts'
import { createRetraction } from './retraction.ts'

export type NoteRefusal = 'not-a-note' | 'already-retracted' | 'nothing-changes'

export const NOTE_KIND = 'note.added'
const RETRACTED_KIND = 'note.retracted'
export const CORRECTED_KIND = 'note.corrected'

export interface Notes {
  /** Durable when answered. */
  add(text: string): Promise<Result<{ readonly seq: number }>>
  /** @returns CALL_REFUSED with a NoteRefusal as detail; what the ledger says when it cannot be read or written */
  retract(seq: number): Promise<Result<{ readonly seq: number }>>
  /** @param seq  of the note itself, however often it was said otherwise. @returns as for taking it back */
  correct(seq: number, text: string): Promise<Result<{ readonly seq: number }>>
}

export interface NoteDeps {
  readonly ledger: Pick<Ledger, 'latest'>
  readonly recorder: Pick<Recorder, 'person'>
  readonly position: string
  /** Number of the storing that stands. */
  readonly standing: () => string | undefined
}

export function createNotes({ ledger, recorder, position, standing }: NoteDeps): Notes {
  const refusal: NoteRefusal = 'not-a-note'
  const { find, retract } = createRetraction({ ledger, recorder, position, kinds: { said: NOTE_KIND, retracted: RETRACTED_KIND, others: [CORRECTED_KIND] }, names: 'note', refusal })
  return {
    add: (text) => recorder.person(NOTE_KIND, { characters: text.length, number: standing() }, { content: text }),
    retract,
    async correct(seq, text) {
      const found = await find(seq)
      if (!found.ok) return found
      const { entry, among } = found.value
      const newest = among.find(({ kind, payload }) => kind === CORRECTED_KIND && payload['of'] === seq) ?? entry
      const unchanged: NoteRefusal = 'nothing-changes'
      if (newest.content === text) return fail(failure('CALL_REFUSED', unchanged))
      return recorder.person(CORRECTED_KIND, { of: seq, characters: text.length, number: entry.payload['number'] }, { content: text })
    },
  }
}
