// What people said, as the screens say it: which taps stand, and the words for a symptom, a reason and a report.
import { decodeReportContent, REPORT_STANDS_MS } from '../../electron/contract/people.ts'
import type { ServiceView, TimelineEntry, Topics } from '../../electron/contract/topics.ts'
import type { Symptom } from '../../electron/contract/words.ts'
import { asText } from './console-view.ts'
import type { Words } from './words.ts'

/** Kinds that take an entry back, and under which name each says which. */
const RETRACTIONS: Readonly<Record<string, string>> = { 'note.retracted': 'note', 'people.retracted': 'report' }

/** Numbers of the entries that were taken back. */
export const retractedSeqs = (entries: readonly TimelineEntry[]): ReadonlySet<unknown> =>
  new Set(entries.flatMap(({ kind, payload }) => (RETRACTIONS[kind] === undefined ? [] : [payload[RETRACTIONS[kind]]])))

/** The tap that stands for a symptom: the newest that was not taken back, while it is about now. */
export function standingTap(symptom: Symptom, { timeline }: Pick<Topics, 'timeline'>, nowUtcMs: number): TimelineEntry | undefined {
  const entries = Object.values(timeline)
  const retracted = retractedSeqs(entries)
  return entries
    .filter(({ kind, seq, payload, utcMs }) => kind === 'people.told' && payload['from'] === 'dispatcher' && payload['symptom'] === symptom && !retracted.has(seq) && nowUtcMs - utcMs < REPORT_STANDS_MS)
    .toSorted((one, other) => other.seq - one.seq)[0]
}

export const symptomsWord = (symptoms: readonly string[], words: Words): string => symptoms.map((symptom) => words.coded('symptom', symptom)).join(', ')

/** Why a service is what it is. */
export function whySentence({ why }: Pick<ServiceView, 'why'>, words: Words): string {
  const symptoms = Array.isArray(why['symptoms']) ? why['symptoms'].map(asText) : []
  return words.coded('why', asText(why['code']), { count: Number(why['count'] ?? 0), symptoms: symptomsWord(symptoms, words) })
}

/** "2 meldingen van mensen: spraak valt weg, sinds 21:40:05"; undefined while nobody says anything. */
export function peopleSaying({ people }: Pick<ServiceView, 'people'>, words: Words): string | undefined {
  if (!people) return undefined
  const said = words.text('why.people', { count: people.count, symptoms: symptomsWord(people.symptoms, words) })
  return words.text('service.people.value', { said, time: words.clock(people.sinceUtcMs) })
}

/** The sentence of a report of a unit, which says who and where; undefined: any other entry. */
export function unitTold({ kind, payload, content }: TimelineEntry, words: Words): string | undefined {
  if (kind !== 'people.told' || payload['from'] !== 'unit') return undefined
  const { unit, place } = decodeReportContent(content ?? '')
  const values = { unit: unit === '' ? words.text('people.some-unit') : words.text('people.unit', { unit }), place, symptom: symptomsWord([asText(payload['symptom'])], words) }
  return words.text(place === '' ? 'timeline.unit-told' : 'timeline.unit-told-at', values)
}
