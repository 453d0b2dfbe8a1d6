// What the log says of meldingen and acties: which text, with which values. The page and the terminal speak by the same rules;
// the words stand in the locale files.
import { decodeChangeContent } from './change-content.ts'
import { FAULT_SYMPTOMS, OWNERS, REPORTERS, type FaultSymptom, type Owner, type Reporter } from './faults.ts'
import { decodeReportContent } from './people.ts'
import type { TimelineEntry } from './topics.ts'

export type NumberedTextKey =
  | 'entry.report.filed' | 'timeline.report-filed-at' | 'entry.report.changed' | 'timeline.report-answered' | 'timeline.report-answered-with'
  | 'timeline.report-withdrawn' | 'timeline.report-reopened' | 'timeline.report-linked' | 'timeline.report-unlinked' | 'timeline.report-owner'
  | 'entry.action.added' | 'timeline.action-wordless' | 'entry.action.changed' | 'timeline.action-done' | 'timeline.action-works'
  | 'timeline.action-works-not' | 'timeline.action-due' | 'timeline.action-owner' | 'timeline.action-dropped' | 'timeline.action-open'
  | 'people.unit' | 'people.some-unit' | `symptom.${FaultSymptom}` | (typeof OWNER_KEYS)[Owner] | (typeof REPORTER_KEYS)[keyof typeof REPORTER_KEYS]

const OWNER_KEYS = { dispatcher: 'owner.dispatcher', supervisor: 'owner.supervisor', technician: 'owner.technician' } as const satisfies Record<Owner, string>
const REPORTER_KEYS = {
  dispatcher: 'reporter.dispatcher', supervisor: 'reporter.supervisor', technician: 'reporter.technician', other: 'reporter.other',
} as const satisfies Record<Exclude<Reporter, 'unit'>, string>

export interface NumberedWords {
  readonly text: (key: NumberedTextKey, values?: Readonly<Record<string, string>>) => string
  /** The day of a moment, here. */
  readonly day: (utcMs: number) => string
}

/** Undefined: this entry is of no melding or actie, or of one that has no number yet. */
export function numberedSentence(entry: Pick<TimelineEntry, 'kind' | 'payload' | 'content'>, words: NumberedWords): string | undefined {
  const { kind, payload } = entry
  switch (kind) {
    case 'report.filed':
      return filed(entry, payload['number'], words)
    case 'people.told':
      return typeof payload['filed'] === 'string' ? filed(entry, payload['filed'], words) : undefined
    case 'report.changed':
      return reportChanged(entry, words)
    case 'action.added':
      return added(entry, words)
    case 'action.changed':
      return actionChanged(entry, words)
    default:
      return undefined
  }
}

type Entry = Pick<TimelineEntry, 'payload' | 'content'>

const asText = (value: unknown): string => (typeof value === 'string' ? value : '')

function filed({ payload, content }: Entry, number: unknown, { text }: NumberedWords): string {
  const { unit, place } = decodeReportContent(content ?? '')
  const reporter = REPORTERS.find((one) => one === payload['from']) ?? 'other'
  const who = reporter === 'unit' ? (unit === '' ? text('people.some-unit') : text('people.unit', { unit })) : text(REPORTER_KEYS[reporter])
  const symptom = text(`symptom.${FAULT_SYMPTOMS.find((one) => one === payload['symptom']) ?? 'other'}`)
  return text(place === '' ? 'entry.report.filed' : 'timeline.report-filed-at', { number: asText(number), who, place, symptom })
}

function reportChanged({ payload, content }: Entry, words: NumberedWords): string {
  const { text } = words
  const { what, to } = payload
  const number = asText(payload['number'])
  switch (what) {
    case 'answered': {
      const said = decodeChangeContent(content ?? '').text
      return said === undefined ? text('timeline.report-answered', { number }) : text('timeline.report-answered-with', { number, text: said })
    }
    case 'link':
      return text('timeline.report-linked', { number, to: asText(to) })
    case 'unlink':
      return text('timeline.report-unlinked', { number, to: asText(to) })
    case 'owner':
      return text('timeline.report-owner', { number, owner: ownerWord(to, words) })
    case 'state':
      return text(to === 'withdrawn' ? 'timeline.report-withdrawn' : 'timeline.report-reopened', { number })
    default:
      return text('entry.report.changed', { number })
  }
}

function added({ payload, content }: Entry, words: NumberedWords): string {
  const values = { number: asText(payload['number']), owner: ownerWord(payload['owner'], words) }
  return content === undefined ? words.text('timeline.action-wordless', values) : words.text('entry.action.added', { ...values, text: content })
}

function actionChanged({ payload }: Entry, words: NumberedWords): string {
  const { text } = words
  const { what, to } = payload
  const number = asText(payload['number'])
  switch (what) {
    case 'done':
      return text('timeline.action-done', { number })
    case 'effect':
      return text(to === 'proven' ? 'timeline.action-works' : 'timeline.action-works-not', { number })
    case 'due':
      return text('timeline.action-due', { number, day: typeof to === 'number' ? words.day(to) : '' })
    case 'owner':
      return text('timeline.action-owner', { number, owner: ownerWord(to, words) })
    case 'dropped':
      return text('timeline.action-dropped', { number })
    case 'open':
      return text('timeline.action-open', { number })
    default:
      return text('entry.action.changed', { number })
  }
}

function ownerWord(owner: unknown, { text }: NumberedWords): string {
  const known = OWNERS.find((one) => one === owner)
  return known === undefined ? '' : text(OWNER_KEYS[known])
}
