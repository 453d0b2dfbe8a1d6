// The cause of an outage as the terminal says it: what the host concluded, or why it concludes nothing. The page says the same.
import type { DiagnosisView } from '../../contract/topics.ts'
import type { ServiceRole } from '../../contract/words.ts'

interface CauseNames {
  readonly console: string
  readonly dependency: string
}

type Judged = Pick<DiagnosisView, 'kind'> & Partial<Pick<DiagnosisView, 'because' | 'witness'>>

/** A control radio whose mast is cut off answers, and its network reaches no further than that mast. */
export const isCutOff = ({ witness }: Pick<Judged, 'witness'>): boolean => witness === 'isolated'

/** One silent control radio is no outage of the network. */
export const conditionKey = (condition: string, role: ServiceRole | undefined): string => `condition.${condition === 'down' && role === 'witness' ? 'not-heard' : condition}`

export function causeText(judged: Judged, names: CauseNames, text: (key: string, values?: Record<string, string>) => string): string {
  const { kind, because } = judged
  if (isCutOff(judged) && kind !== 'own-workstation') return text('sentence.isolated')
  if (kind === 'unknown' && because !== undefined) return text(`because.${because}`, { console: names.console })
  return text(`diagnosis.${kind}`, { console: names.console, dependency: names.dependency })
}
