// What a person last did at this position, from the record itself, so that it is right after a reload too; and how to take it
// back, in the same place.
import { faultChange } from '../../electron/contract/faults.ts'
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
    const undo = undoOfEntry(entry, view, entries)
    return { seq: entry.seq, utcMs: entry.utcMs, text, ...(undo ? { undo } : {}) }
  }
  return undefined
}

export function undoOfEntry(entry: TimelineEntry, view: ConsoleView, newestFirst: readonly TimelineEntry[]): Ask | undefined {
  const { topics } = view
  // What was refused did nothing.
  if (entry.payload['refused'] !== undefined) return undefined
  switch (entry.kind) {
    case 'note.added':
      return { call: 'note.retract', input: { seq: entry.seq } }
    case 'alarm.false':
      return falseUndo(entry)
    case 'fault.changed':
      return stillStands(entry, view) ? faultUndo(entry) : undefined
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

/** What each change of a storing is called in the call that makes it. */
const CHANGED_PART: Readonly<Record<string, string>> = { effect: 'effect', danger: 'danger', symptom: 'symptom', owner: 'owner', begun: 'utcMs', state: 'state' }

/** One that was closed and opened again by itself, at a relapse, is open: there is nothing to take back. */
function stillStands({ payload: { number, what, to } }: TimelineEntry, { topics }: ConsoleView): boolean {
  const fault = typeof number === 'string' ? topics.faults[number] : undefined
  return what !== 'state' || fault === undefined || fault.state === to
}

/** Changing it back. What nobody had said before cannot be unsaid. */
function faultUndo({ payload: { number, what, from, to } }: TimelineEntry): Ask | undefined {
  if (typeof number !== 'string' || typeof what !== 'string') return undefined
  const part = CHANGED_PART[what]
  const back = what === 'link' ? { what: 'unlink', to } : what === 'unlink' ? { what: 'link', to: from ?? to } : part === undefined ? undefined : { what, [part]: from }
  const change = faultChange.safeParse(back)
  return change.success ? { call: 'fault.change', input: { number, change: change.data } } : undefined
}

/** As long as the switch button itself offers it, and while presses count. */
function maySwitchUndo({ topics, nowUtcMs }: ConsoleView): boolean {
  const state = topics.switch.switch
  return state?.undo !== undefined && !isQuiet(topics, nowUtcMs) && undoLeftMs(state, nowUtcMs) > 0
}
