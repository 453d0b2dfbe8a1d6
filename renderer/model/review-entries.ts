// The lines of the record as a reader finds them: by who speaks, by words, in a piece of time; and the way from one to the next.
import type { CallInput } from '../../electron/contract/calls.ts'
import type { TimelineEntry, Topics } from '../../electron/contract/topics.ts'
import { CATALOGUES } from '../i18n/catalogue.ts'
import { timelineLines, type TimelineLine } from './timeline-model.ts'
import type { ReviewWindow } from './review-window.ts'
import type { Words } from './words.ts'

export const ENTRY_FILTERS = ['measured', 'people', 'switching', 'radio', 'record'] as const
export type EntryFilter = (typeof ENTRY_FILTERS)[number]

const BEGINNINGS: Readonly<Record<EntryFilter, readonly string[]>> = {
  measured: ['service.', 'watch.', 'diagnosis.', 'probe.', 'maintenance.', 'unstable.'],
  people: ['note.', 'people.', 'fault.', 'report.', 'action.', 'alarm.'],
  switching: ['press.', 'switch.'],
  radio: ['ptt.', 'emergency.', 'radio.', 'device.', 'spoken-test.'],
  record: ['host.', 'ledger.', 'content.', 'key.', 'record.', 'traffic.', 'retention.', 'backup.'],
}

const ENTRY_KEY = 'entry.'
/** Kinds that have a sentence: the others are for auditors, who have the export. */
export const SAID_KINDS: readonly string[] = Object.keys(CATALOGUES.nl).filter((key) => key.startsWith(ENTRY_KEY)).map((key) => key.slice(ENTRY_KEY.length))

/** @returns none chosen: all that people read */
export function kindsOf(filters: readonly EntryFilter[]): readonly string[] {
  if (filters.length === 0) return SAID_KINDS
  const beginnings = filters.flatMap((filter) => BEGINNINGS[filter])
  return SAID_KINDS.filter((kind) => beginnings.some((beginning) => kind.startsWith(beginning)))
}

export interface EntryQuery {
  readonly filters: readonly EntryFilter[]
  readonly text: string
  /** `window`: what is looked back on, oldest first. `all`: the whole record, newest first. */
  readonly scope: 'window' | 'all'
}

export const NO_QUERY: EntryQuery = { filters: [], text: '', scope: 'window' }

export function searchOf({ filters, text, scope }: EntryQuery, window: ReviewWindow): CallInput<'record.search'> {
  const said = text.trim()
  return {
    // Always by kind: without it a page would be full of samples.
    kinds: [...kindsOf(filters)],
    ...(said === '' ? {} : { text: said }),
    ...(scope === 'window' ? { fromUtcMs: window.fromUtcMs, toUtcMs: window.toUtcMs } : {}),
  }
}

/** Kinds that say of an earlier one that it is otherwise now: asked for beside what is shown, wherever they stand. */
export const CORRECTING_KINDS = ['note.retracted', 'note.corrected', 'people.retracted'] as const

interface EntriesFound {
  readonly found: readonly TimelineEntry[]
  /** Taken back or said otherwise: also where that happened outside of what is shown. */
  readonly corrections: readonly TimelineEntry[]
}

/** In the order asked for; only what was found is a line, whatever else is known of it. */
export function reviewLines({ found, corrections }: EntriesFound, topics: Topics, words: Words): readonly TimelineLine[] {
  const shown = new Set(found.map(({ seq }) => seq))
  const known = Object.fromEntries([...corrections, ...found].map((entry) => [String(entry.seq), entry]))
  const byNumber = new Map(timelineLines({ ...topics, timeline: known }, words).map((line) => [line.seq, line]))
  const order = found.map(({ seq }) => seq)
  return order.flatMap((seq) => {
    const line = byNumber.get(seq)
    return line && shown.has(seq) ? [line] : []
  })
}

/** What was read before a text was deleted: it is gone on this screen too. */
export function forgotten(found: readonly TimelineEntry[], { timeline }: Pick<Topics, 'timeline'>): readonly TimelineEntry[] {
  const deleted = new Map(Object.values(timeline).flatMap(({ kind, payload, utcMs }) => (kind === 'content.deleted' && typeof payload['seq'] === 'number' ? [[payload['seq'], utcMs] as const] : [])))
  if (!found.some(({ seq, content }) => content !== undefined && deleted.has(seq))) return found
  return found.map((entry) => {
    const deletedUtcMs = deleted.get(entry.seq)
    if (deletedUtcMs === undefined || entry.content === undefined) return entry
    const { content: _gone, ...bare } = entry
    return { ...bare, deletedUtcMs }
  })
}

/** What has come since the reading, of a window that reaches until now. */
export function withLive(found: readonly TimelineEntry[], topics: Pick<Topics, 'timeline'>, query: EntryQuery, window: ReviewWindow): readonly TimelineEntry[] {
  // Which words a text means is the record's to say.
  if (!window.live || query.scope === 'all' || query.text.trim() !== '') return found
  const last = found.at(-1)?.seq ?? 0
  const kinds = new Set(kindsOf(query.filters))
  const newer = Object.values(topics.timeline).filter((entry) => entry.seq > last && kinds.has(entry.kind) && entry.utcMs >= window.fromUtcMs)
  return newer.length === 0 ? found : [...found, ...newer.toSorted((one, other) => one.seq - other.seq)]
}

export interface Cursor {
  readonly utcMs: number
  /** Stands on this line; absent: between lines. */
  readonly seq?: number
}

/** The line before or after the cursor, in time, whatever the order on screen. */
export function neighbour(lines: readonly TimelineLine[], cursor: Cursor, way: 'previous' | 'next'): TimelineLine | undefined {
  const inOrder = lines.toSorted((one, other) => one.seq - other.seq)
  if (way === 'next') return inOrder.find((line) => isAfter(line, cursor))
  return inOrder.findLast((line) => isBefore(line, cursor))
}

const isAfter = (line: TimelineLine, { seq, utcMs }: Cursor): boolean => (seq === undefined ? line.utcMs > utcMs : line.seq > seq)
const isBefore = (line: TimelineLine, { seq, utcMs }: Cursor): boolean => (seq === undefined ? line.utcMs < utcMs : line.seq < seq)

/** Where the cursor lies among the lines as shown: on its own, else on the last one in time that is not after it; -1 before all. */
export function placeOf(lines: readonly TimelineLine[], { seq, utcMs }: Cursor): number {
  const own = seq === undefined ? -1 : lines.findIndex((line) => line.seq === seq)
  if (own >= 0) return own
  let best = -1
  for (const [at, line] of lines.entries()) if (line.utcMs <= utcMs && line.seq >= (lines[best]?.seq ?? 0)) best = at
  return best
}
