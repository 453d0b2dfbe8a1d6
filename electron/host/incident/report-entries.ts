// Entries that make a melding what it is: one filed, a unit's told by a key, changes, what was taken back. Pure.
import { z } from 'zod'
import { DANGERS, EFFECTS, FAULT_SYMPTOMS, OWNERS, REPORTERS } from '../../contract/faults.ts'
import { decodeReportContent } from '../../contract/people.ts'
import type { StoredEntry } from '../ledger/port.ts'
import { DELETED_KIND, numberSchema, PASSED, readCommonFact, utcMsSchema, type EntryWords } from './register-entries.ts'
import type { Fact } from './register-types.ts'
import { FILED_KIND, TOLD_KIND, type Report } from './report-machine.ts'

export const REPORT_CHANGED_KIND = 'report.changed'
export const REPORT_COUNTED_KIND = 'report.counted'
const TAKEN_BACK_KIND = 'people.retracted'
/** All that is looked through to know which meldingen there are. */
export const REPORT_KINDS = [FILED_KIND, REPORT_CHANGED_KIND, REPORT_COUNTED_KIND, TOLD_KIND, TAKEN_BACK_KIND, DELETED_KIND] as const

const states = z.enum(['open', 'done', 'withdrawn'])

const WORDS: EntryWords<Report> = {
  changed: REPORT_CHANGED_KIND,
  counted: REPORT_COUNTED_KIND,
  item: z.object({
    number: numberSchema,
    seq: z.number().int(),
    utcMs: utcMsSchema,
    from: z.enum(REPORTERS),
    symptom: z.enum(FAULT_SYMPTOMS),
    effect: z.enum(EFFECTS).exactOptional(),
    danger: z.enum(DANGERS).exactOptional(),
    owner: z.enum(OWNERS).exactOptional(),
    state: states,
    answeredUtcMs: utcMsSchema.exactOptional(),
    links: z.array(z.string()),
    came: z.enum(['filed', 'told', 'taken-back']),
  }),
  parts: { answered: states, link: numberSchema, unlink: numberSchema, owner: z.enum(OWNERS), state: states },
}

const opening = z.object({
  from: z.enum(REPORTERS),
  symptom: z.enum(FAULT_SYMPTOMS),
  effect: z.enum(EFFECTS).exactOptional(),
  danger: z.enum(DANGERS).exactOptional(),
})

export function readReportFact(entry: StoredEntry): Fact<Report> {
  const { kind, payload } = entry
  switch (kind) {
    case FILED_KIND: {
      const { number, told, about } = payload
      const item = opened(entry, { number, about, came: typeof told === 'number' ? 'told' : 'filed' })
      return item ? { fact: 'opened', item: typeof told === 'number' ? { ...item, seq: told } : item } : PASSED
    }
    case TOLD_KIND: {
      // Of what a dispatcher taps nobody waits for an answer; nor had a report a number in earlier versions.
      const item = opened(entry, { number: payload['filed'], about: payload['number'], came: 'told' })
      if (item) return { fact: 'opened', item }
      const series = unnumberedSeries(payload['unnumbered'])
      const told = series && opened(entry, { number: `${series}-0000-0-0000`, about: payload['number'], came: 'told' })
      return told ? { fact: 'opened-unnumbered', series, item: { ...told, number: '' } } : PASSED
    }
    case TAKEN_BACK_KIND:
      return typeof payload['report'] === 'number' ? { fact: 'taken-back', seq: payload['report'] } : PASSED
    default:
      return readCommonFact(entry, WORDS) ?? PASSED
  }
}

const unnumberedSeries = (value: unknown): 'M' | 'OM' | undefined => (value === 'M' || value === 'OM' ? value : undefined)

/** Undefined: it has no number, or does not read as a report. */
function opened({ seq, utcMs, payload, content }: StoredEntry, { number, about, came }: { readonly number: unknown; readonly about: unknown; readonly came: Report['came'] }): Report | undefined {
  const said = opening.safeParse(payload)
  const given = numberSchema.safeParse(number)
  if (!said.success || !given.success) return undefined
  const { unit, place } = decodeReportContent(content ?? '')
  return {
    number: given.data,
    seq,
    utcMs,
    ...said.data,
    ...(unit === '' ? {} : { unit }),
    ...(place === '' ? {} : { place }),
    state: 'open',
    links: typeof about === 'string' ? [about] : [],
    came,
  }
}
