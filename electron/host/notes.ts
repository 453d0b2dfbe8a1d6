// Taking a note back.
import type { Result } from '../../native/kit/result.ts'
import type { Ledger } from './ledger/port.ts'
import type { Recorder } from './recorder.ts'
import { createRetraction } from './retraction.ts'

export type NoteRefusal = 'not-a-note' | 'already-retracted'

export const NOTE_KIND = 'note.added'
const RETRACTED_KIND = 'note.retracted'

export interface Notes {
  /** @returns CALL_REFUSED with a NoteRefusal as detail; what the ledger says when it cannot be read or written */
  retract(seq: number): Promise<Result<{ readonly seq: number }>>
}

export function createNotes(ledger: Pick<Ledger, 'latest'>, recorder: Pick<Recorder, 'person'>, position: string): Notes {
  const refusal: NoteRefusal = 'not-a-note'
  return { retract: createRetraction({ ledger, recorder, position, kinds: { said: NOTE_KIND, retracted: RETRACTED_KIND }, names: 'note', refusal }) }
}
