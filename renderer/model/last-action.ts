// What a person last did at this position, from the record itself, so that it is right after a reload too; and how to take it
// back, in the same place.
import type { TimelineEntry } from '../../electron/contract/topics.ts'
import type { ConsoleView } from './console-view.ts'
import { entrySentence } from './timeline-model.ts'
import { isQuiet, undoLeftMs, type Ask } from './switch-face.ts'
import type { Words } from './words.ts'

export interface LastAction {
  readonly seq: number
  readonly utcMs: number
  readonly text: string
  readonly undo?: Ask
}

export function lastAction(view: ConsoleView, words: Words): LastAction | undefined {
  const { topics } = view
  const entries = Object.values(topics.timeline).toSorted((one, other) => other.seq - one.seq)
  for (const entry of entries) {
    const text = entry.role === 'system' ? undefined : entrySentence(entry, topics, words)
    if (text === undefined) continue
    const undo = undoOf(entry, view, entries)
    return { seq: entry.seq, utcMs: entry.utcMs, text, ...(undo ? { undo } : {}) }
  }
  return undefined
}

function undoOf(entry: TimelineEntry, view: ConsoleView, newestFirst: readonly TimelineEntry[]): Ask | undefined {
  const { topics } = view
  // What was refused did nothing.
  if (entry.payload['refused'] !== undefined) return undefined
  switch (entry.kind) {
    case 'note.added':
      return { call: 'note.retract', input: { seq: entry.seq } }
    case 'alarm.false':
      return falseUndo(entry)
    case 'people.told':
      return { call: 'people.retract', input: { seq: entry.seq } }
    case 'press.switch':
      return maySwitchUndo(view) ? { call: 'switch.undo', input: {} } : undefined
    case 'press.group': {
      const before = newestFirst.find((one) => one.seq < entry.seq && one.kind === 'press.group' && one.payload['refused'] === undefined)
      const group = before?.payload['group'] ?? topics.site.site?.groups[0]?.gssi
      return typeof group === 'string' && group !== entry.payload['group'] ? { call: 'group.select', input: { group } } : undefined
    }
    default:
      return undefined
  }
}

function falseUndo({ payload: { alarm, raised } }: TimelineEntry): Ask | undefined {
  return typeof alarm === 'string' && typeof raised === 'number' ? { call: 'alarm.feedback', input: { alarm, raised, false: false } } : undefined
}

/** As long as the switch button itself offers it, and while presses count. */
function maySwitchUndo({ topics, nowUtcMs }: ConsoleView): boolean {
  const state = topics.switch.switch
  return state?.undo !== undefined && !isQuiet(topics, nowUtcMs) && undoLeftMs(state, nowUtcMs) > 0
}
