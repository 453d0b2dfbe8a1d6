// What a person last did at this position, from the record itself, so that it is right after a reload too; and how to take it
// back, in the same place.
import type { TimelineEntry, Topics } from '../../electron/contract/topics.ts'
import { entrySentence } from './timeline-model.ts'
import type { Ask } from './switch-face.ts'
import type { Words } from './words.ts'

export interface LastAction {
  readonly seq: number
  readonly utcMs: number
  readonly text: string
  readonly undo?: Ask
}

export function lastAction(topics: Topics, words: Words): LastAction | undefined {
  const entries = Object.values(topics.timeline).toSorted((one, other) => other.seq - one.seq)
  for (const entry of entries) {
    const text = entry.role === 'system' ? undefined : entrySentence(entry, topics, words)
    if (text === undefined) continue
    const undo = undoOf(entry, topics, entries)
    return { seq: entry.seq, utcMs: entry.utcMs, text, ...(undo ? { undo } : {}) }
  }
  return undefined
}

function undoOf(entry: TimelineEntry, topics: Topics, newestFirst: readonly TimelineEntry[]): Ask | undefined {
  switch (entry.kind) {
    case 'note.added':
      return { call: 'note.retract', input: { seq: entry.seq } }
    case 'press.switch':
      return topics.switch.switch?.undo === undefined ? undefined : { call: 'switch.undo', input: {} }
    case 'press.group': {
      const before = newestFirst.find((one) => one.seq < entry.seq && one.kind === 'press.group' && one.payload['refused'] === undefined)
      const group = before?.payload['group'] ?? topics.site.site?.groups[0]?.gssi
      return entry.payload['refused'] === undefined && typeof group === 'string' && group !== entry.payload['group'] ? { call: 'group.select', input: { group } } : undefined
    }
    default:
      return undefined
  }
}
