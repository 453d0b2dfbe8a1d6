// What was said of a storing, and what a note was before it was said otherwise, in sentences of the log.
import { decodeFaultTold, type FaultTold } from '../../electron/contract/fault-told.ts'
import type { TimelineEntry, Topics } from '../../electron/contract/topics.ts'
import { asText } from './console-view.ts'
import type { Words } from './words.ts'

/** undefined: any other entry, or a change of a later version. */
export function faultChanged(entry: TimelineEntry, { services }: Pick<Topics, 'services'>, words: Words): string | undefined {
  const told = decodeFaultTold(entry)
  if (!told) return undefined
  const number = asText(entry.payload['number'])
  const service = asText(entry.payload['service'])
  return words.text(told.key, { number, to: toldWord(told, words), service: services[service]?.label ?? service })
}

function toldWord({ to, words: of, utcMs }: FaultTold, words: Words): string {
  switch (of) {
    case 'effect':
      return words.coded('effect', to)
    case 'danger':
      return words.coded('danger', to)
    case 'symptom':
      return words.coded('symptom', to)
    case 'owner':
      return words.coded('owner', to)
    case undefined:
      return utcMs === undefined ? to : words.clock(utcMs)
  }
}

/** A note that was said otherwise says so in its own line, with what it said first. */
export function correctedNote(entry: TimelineEntry, entries: readonly TimelineEntry[], words: Words): string | undefined {
  if (entry.kind !== 'note.added') return undefined
  const newest = entries.filter(({ kind, payload }) => kind === 'note.corrected' && payload['of'] === entry.seq).toSorted((one, other) => other.seq - one.seq)[0]
  if (!newest) return undefined
  const { content, deletedUtcMs } = entry
  if (deletedUtcMs === undefined || content !== undefined) return words.text('timeline.note-corrected', { text: newest.content ?? '', was: content ?? '' })
  return words.text('timeline.text-deleted', { said: words.text('entry.note.added', { text: newest.content ?? '' }), date: words.date(deletedUtcMs) })
}
