// What people report of speech: the words both sides share. Architecture section 5, people as probes.
import type { Symptom } from './words.ts'

/** In the order of their keys. */
export const SYMPTOMS = ['speech-drops', 'ptt-refused', 'no-reception'] as const satisfies readonly Symptom[]

/** A report is about now for so long; after that the same trouble is said anew. */
export const REPORT_STANDS_MS = 15 * 60_000

export const UNIT_LENGTH = 32
export const PLACE_LENGTH = 80

/** What a report says besides its symptom. It may have to be deleted, so it stands beside the chain. */
export interface ReportContent {
  readonly unit: string
  readonly place: string
  /** In the reporter's words; of a report that is filed, not told by a key. */
  readonly text?: string
}

/** Lines of plain text, unit, place and words, so that whoever reads the record needs no code for it. */
export const encodeReportContent = ({ unit, place, text = '' }: ReportContent): string => (text === '' ? `${unit}\n${place}` : `${unit}\n${place}\n${text}`)

export function decodeReportContent(content: string): ReportContent {
  const [unit = '', place = '', text = ''] = content.split('\n')
  return { unit, place, ...(text === '' ? {} : { text }) }
}
