// What people report of speech: the words both sides share. Architecture section 5, people as probes.
import type { Symptom } from './words.ts'

/** In the order of their keys. */
export const SYMPTOMS = ['speech-drops', 'ptt-refused', 'no-reception'] as const satisfies readonly Symptom[]

/** A report is about now for so long; after that the same trouble is said anew. */
export const REPORT_STANDS_MS = 15 * 60_000

export const UNIT_LENGTH = 32
export const PLACE_LENGTH = 80

/** What a report of a unit says besides its symptom. It may have to be deleted, so it stands beside the chain. */
export interface ReportContent {
  readonly unit: string
  readonly place: string
}

/** Two lines of plain text, so that whoever reads the record needs no code for it. */
export const encodeReportContent = ({ unit, place }: ReportContent): string => `${unit}\n${place}`

export function decodeReportContent(content: string): ReportContent {
  const [unit = '', place = ''] = content.split('\n')
  return { unit, place }
}
