// What people said, as the terminal says it: in the log, and as the reason of a service.
import { decodeReportContent } from '../../contract/people.ts'
import type { ServiceView, TimelineEntry } from '../../contract/topics.ts'
import type { Text } from './text.ts'

/** Why a service is what it is; people's word is told with how many of them, and what. */
export function whyText({ why }: Pick<ServiceView, 'why'>, text: Text): string {
  const { code, count, symptoms } = why
  const said = Array.isArray(symptoms) ? symptoms.map((symptom) => text(`symptom.${String(symptom)}`)).join(', ') : ''
  return text(`why.${typeof code === 'string' ? code : ''}`, { count: typeof count === 'number' ? count : 0, symptoms: said })
}

/** The sentence of a report of a unit, which says who and where; undefined: any other entry. */
export function unitToldText({ kind, payload, content }: TimelineEntry, text: Text): string | undefined {
  if (kind !== 'people.told' || payload['from'] !== 'unit') return undefined
  const { unit, place } = decodeReportContent(content ?? '')
  const values = { unit: unit === '' ? text('people.some-unit') : text('people.unit', { unit }), place, symptom: text(`symptom.${String(payload['symptom'])}`) }
  return text(place === '' ? 'timeline.unit-told' : 'timeline.unit-told-at', values)
}
