// What was said in a melding: the reporter's own words, and what the reporter was told. They stand beside the chain and may
// have been deleted; then there is nothing to read.
import type { TimelineEntry, Topics } from '../../electron/contract/topics.ts'

export interface Said {
  readonly seq: number
  readonly utcMs: number
  readonly by: 'reporter' | 'answer'
  readonly text: string
}

/** Kinds that hold such words. */
export const SAID_IN = ['report.filed', 'report.changed'] as const

/** Before the words of a filed melding stand call sign and place, a line each. */
const WORDS_FROM = 2

/** @returns oldest first */
export function saidOf(entries: readonly TimelineEntry[], number: string): readonly Said[] {
  return entries.toSorted((one, other) => one.seq - other.seq).flatMap(({ seq, utcMs, kind, payload, content = '' }): readonly Said[] => {
    if (payload['number'] !== number) return []
    const by = kind === 'report.filed' ? 'reporter' : payload['what'] === 'answered' ? 'answer' : undefined
    const text = by === 'reporter' ? content.split('\n').slice(WORDS_FROM).join('\n').trim() : content.trim()
    return by === undefined || text === '' ? [] : [{ seq, utcMs, by, text }]
  })
}

/** A console shows a change before the record can be read with it: what came since stands in the log. */
export function withSince(read: readonly TimelineEntry[], timeline: Topics['timeline']): readonly TimelineEntry[] {
  const known = new Set(read.map(({ seq }) => seq))
  return [...read, ...Object.values(timeline).filter(({ seq }) => !known.has(seq))]
}
