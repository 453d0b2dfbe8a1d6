// What was said of a storing, and a note that was said otherwise, as the terminal says it.
import { decodeFaultTold } from '../../contract/fault-told.ts'
import type { TimelineEntry, Topics } from '../../contract/topics.ts'
import { clockTime, type Text } from './text.ts'

/** undefined: any other entry, or a change of a later version. */
export function faultChangedText(entry: TimelineEntry, services: Topics['services'], text: Text): string | undefined {
  const told = decodeFaultTold(entry)
  if (!told) return undefined
  const { number, service } = entry.payload
  const label = typeof service === 'string' ? service : ''
  const to = told.words === undefined ? (told.utcMs === undefined ? told.to : clockTime(told.utcMs)) : text(`${told.words}.${told.to}`)
  return text(told.key, { number: typeof number === 'string' ? number : '', to, service: services[label]?.label ?? label })
}

/** A note that was said otherwise says so in its own line, with what it said first. */
export function correctedNoteText({ kind, seq, content }: TimelineEntry, timeline: Topics['timeline'], text: Text): string | undefined {
  if (kind !== 'note.added') return undefined
  const newest = Object.values(timeline).filter((one) => one.kind === 'note.corrected' && one.payload['of'] === seq).toSorted((one, other) => other.seq - one.seq)[0]
  return newest && text('timeline.note-corrected', { text: newest.content ?? '', was: content ?? '' })
}
