// The emergency call that fills the screen: the oldest that nobody has taken. It says who, in which group, who heard it, and
// that the RBS has not shown it where that is known.
import type { AlarmView } from '../../electron/contract/topics.ts'
import { asText, groupLabel, type ConsoleView } from './console-view.ts'
import type { Ask } from './switch-face.ts'
import type { Words } from './words.ts'

export interface EmergencyModel {
  readonly title: string
  /** "21-4131 op INC-2", as much of it as is known. */
  readonly who: string
  readonly evidence: string
  readonly sinceUtcMs: number
  readonly gssi?: string
  /** How many more wait behind it. */
  readonly more: number
  readonly ask: Ask
}

export function emergencyOf({ topics }: ConsoleView, words: Words): EmergencyModel | undefined {
  const open = Object.values(topics.alarms).filter((alarm) => alarm.kind === 'emergency').toSorted((one, other) => one.sinceUtcMs - other.sinceUtcMs)
  const [first] = open
  if (!first) return undefined
  const gssi = asText(first.params['gssi'])
  const group = groupLabel(topics.site.site, gssi === '' ? undefined : gssi)
  const heard = words.text('emergency.heard', { time: words.clock(first.sinceUtcMs), device: asText(first.params['device']) })
  return {
    title: words.text(first.code === 'emergency-status' ? 'emergency.status' : 'emergency.call'),
    who: whoOf(first, group, words),
    evidence: `${heard}${rbsIsDown(topics) ? words.text('emergency.not-in-rbs') : words.text('emergency.rbs-unknown')}`,
    sinceUtcMs: first.sinceUtcMs,
    ...(gssi === '' ? {} : { gssi }),
    more: open.length - 1,
    ask: { call: 'emergency.take', input: { alarm: first.id } },
  }
}

function whoOf(alarm: AlarmView, group: string, words: Words): string {
  const unit = asText(alarm.params['unit'])
  if (unit !== '') return group === '' ? unit : words.text('emergency.unit-in-group', { unit, group })
  return group === '' ? words.text('emergency.unit-unknown') : words.text('emergency.unknown-in-group', { group })
}

/** A console that is down has shown nobody anything; of one that works this console knows nothing. */
const rbsIsDown = (topics: ConsoleView['topics']): boolean => Object.values(topics.services).some((service) => service.role === 'console' && service.now === 'down')
