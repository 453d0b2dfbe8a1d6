// The log as people read it: newest first, who said it, one sentence. What only the record needs is left out.
import { numberedSentence } from '../../electron/contract/numbered-sentences.ts'
import type { HandOnTo } from '../../electron/contract/switching.ts'
import type { TimelineEntry, Topics } from '../../electron/contract/topics.ts'
import { isTextKey } from '../i18n/catalogue.ts'
import { anyGroupLabel, asText, channelLabel, rbsLabel } from './console-view.ts'
import { correctedNote, faultChanged } from './fault-words.ts'
import { handedOnTo } from './hand-on.ts'
import { retractedSeqs, symptomsWord, unitTold } from './people-model.ts'
import type { TextKey, Words } from './words.ts'

export interface TimelineLine {
  readonly seq: number
  readonly utcMs: number
  readonly source: string
  readonly text: string
  readonly kind: string
  /** Taken back: still there, and struck out. */
  readonly retracted: boolean
  /** Words stand beside it that may be deleted. */
  readonly hasText: boolean
}

export function timelineLines(topics: Topics, words: Words): TimelineLine[] {
  const entries = Object.values(topics.timeline).toSorted((one, other) => other.seq - one.seq)
  const retracted = retractedSeqs(entries)
  return entries.flatMap((entry) => {
    const text = correctedNote(entry, entries, words) ?? entrySentence(entry, topics, words)
    return text === undefined ? [] : [{ seq: entry.seq, utcMs: entry.utcMs, source: sourceOf(entry, words), text, kind: entry.kind, retracted: retracted.has(entry.seq), hasText: entry.content !== undefined }]
  })
}

/** undefined: this kind is no news for people. */
export function entrySentence(entry: TimelineEntry, topics: Topics, words: Words): string | undefined {
  const key = `entry.${entry.kind}`
  // What goes by its age is no news.
  if (!isTextKey(key) || entry.payload['why'] === 'retention') return undefined
  // That a drill began and ended stands there in its own words.
  if (isDrillsOwn(entry)) return undefined
  // Only another verdict is news; the same one on other evidence the record keeps.
  if (entry.kind === 'diagnosis.changed' && entry.payload['from'] === entry.payload['to']) return undefined
  const values = entryValues(entry, topics, words)
  const said = numberedSentence(entry, { text: words.text, day: words.date }) ?? unitTold(entry, words) ?? faultChanged(entry, topics, words) ?? words.text(fullerKey(entry, values) ?? key, values)
  return inDrill(entry, topics, words, withFate(entry, said, words))
}

function withFate(entry: TimelineEntry, said: string, words: Words): string {
  const refused = asText(entry.payload['refused'])
  if (refused !== '') return words.text('timeline.refused', { press: said, cause: words.coded('press', refused) })
  return entry.deletedUtcMs === undefined ? said : words.text('timeline.text-deleted', { said, date: words.date(entry.deletedUtcMs) })
}

const isDrillsOwn = ({ kind, payload }: TimelineEntry): boolean =>
  (kind === 'fault.opened' || (kind === 'fault.changed' && payload['what'] === 'state')) && asText(payload['number']).startsWith('O-')

/** While it runs the whole screen says so; looked back on, each line of a drill says it itself. */
function inDrill({ payload, kind }: TimelineEntry, { site: { site } }: Topics, words: Words, text: string): string {
  const drill = asText(payload['drill'])
  return drill === '' || kind.startsWith('drill.') || drill === site?.drill?.number ? text : words.text('drill.line', { text })
}

/** The same news with more in it, where that is known. */
function fullerKey({ kind, payload }: TimelineEntry, { group, text, symptom, end }: Record<string, string | number>): TextKey | undefined {
  const ended = `drill-end.${end}`
  if (kind === 'drill.ended' && isTextKey(ended)) return ended
  if (kind === 'switch.not-confirmed' && payload['cause'] === 'LINK_BUSY') return 'timeline.not-confirmed-in-use'
  if (kind === 'emergency.raised' && group !== '') return 'timeline.emergency-in'
  if (kind === 'note.retracted' && text !== '') return 'timeline.note-retracted'
  if (kind === 'people.retracted' && symptom !== '') return 'timeline.report-retracted'
  if (kind === 'switch.returned' && (payload['rbs'] === 'down' || payload['rbs'] === 'own-network-down')) return 'timeline.returned-to-dead'
  if (kind === 'switch.countdown-stopped' && payload['cause'] === 'unmanned') return 'timeline.countdown-unmanned'
  if (kind === 'switch.countdown-stopped' && payload['cause'] === 'stood-still') return 'timeline.countdown-stood-still'
  return undefined
}

function sourceOf({ kind, role, payload }: TimelineEntry, words: Words): string {
  if (role !== 'system') return words.text(`source.${role}`)
  if (kind.startsWith('ptt.')) return words.text('source.dispatcher')
  if (kind === 'drill.condition') return words.text('source.drill')
  if (kind.startsWith('service.') || kind.startsWith('diagnosis.') || kind.startsWith('probe.') || kind.startsWith('watch.')) return words.text('source.measurement')
  if (kind.startsWith('emergency.') || kind.startsWith('radio.')) return asText(payload['device']) === '' ? words.text('source.system') : words.text('source.radio')
  return words.text('source.system')
}

/** What the alarm is about; its own words are gone when it is. */
function alarmLabel(alarm: string, { services, devices }: Topics): string {
  const [, about = ''] = alarm.split(':')
  return services[about]?.label ?? devices[about]?.label ?? alarm
}

function entryValues({ kind, payload, content }: TimelineEntry, topics: Topics, words: Words): Record<string, string | number> {
  const { channels } = topics
  const rbs = rbsLabel(channels)
  const label = (part: string): string => channelLabel(channels, asText(payload[part]) || undefined)
  const service = topics.services[asText(payload['service'])]
  const condition = asText(payload['to'])
  const to = kind === 'emergency.handed-on' ? handedOnTo(condition as HandOnTo, rbs, words) : service ? words.coded('condition', condition === 'ok' ? 'ok.reachable' : condition === 'down' && service.role === 'witness' ? 'not-heard' : condition) : label('to')
  const labels = {
    service: service?.label ?? asText(payload['service']),
    to,
    from: label('from'),
    kind: condition === 'unknown' && payload['because'] !== undefined ? words.coded('because', asText(payload['because']), { console: rbs }) : words.coded('diagnosis', condition, { console: rbs, dependency: topics.services[asText(payload['dependency'])]?.label ?? asText(payload['dependency']) }),
    until: typeof payload['until'] === 'number' ? words.minute(payload['until']) : '',
    // A set that is in no group is asked for none.
    group: payload['group'] === '' ? '–' : anyGroupLabel(topics, asText(payload['group']) || asText(payload['gssi']) || undefined),
    channel: label('channel'),
    cause: words.coded('ptt.short', asText(payload['cause'])),
    end: words.coded('spoken', asText(payload['end'])),
    device: topics.devices[asText(payload['device'])]?.label ?? asText(payload['device']),
    text: (kind === 'note.retracted' ? topics.timeline[asText(payload['note'])]?.content : content) ?? '',
    alarm: alarmLabel(asText(payload['alarm']), topics),
    symptom: symptomOf(kind === 'people.retracted' ? topics.timeline[asText(payload['report'])]?.payload : payload, words),
    rbs,
  }
  const rest = Object.entries(payload).flatMap(([key, value]) => (Object.hasOwn(labels, key) || (typeof value !== 'string' && typeof value !== 'number') ? [] : [[key, value] as const]))
  return { code: '', number: '', note: '', of: '', report: '', by: '', detail: '', ...Object.fromEntries(rest), ...labels }
}

const symptomOf = (payload: TimelineEntry['payload'] | undefined, words: Words): string => {
  const symptom = asText(payload?.['symptom'])
  return symptom === '' ? '' : symptomsWord([symptom], words)
}
