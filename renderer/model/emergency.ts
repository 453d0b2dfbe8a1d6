// The emergency call that fills the screen: the oldest that nobody has taken. It says who, in which group, who heard it, and
// that the RBS has not shown it where that is known.
import { asText, groupLabel, type ConsoleView } from './console-view.ts'
import { handOnModel, whoOf } from './hand-on.ts'
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
  // Of a host that does not tell it nothing is known.
  const saw = topics.emergencies[first.id]?.rbsSaw === 'no' ? words.text('emergency.not-in-rbs') : words.text('emergency.rbs-unknown')
  const taken = handOnModel({ topics }, words).waiting.length
  return {
    title: words.text(first.code === 'emergency-status' ? 'emergency.status' : 'emergency.call'),
    who: whoOf({ unit: asText(first.params['unit']) }, group, words),
    evidence: `${heard}${saw}${taken > 0 ? `; ${words.text('hand-on.count', { count: taken })}` : ''}`,
    sinceUtcMs: first.sinceUtcMs,
    ...(gssi === '' ? {} : { gssi }),
    more: open.length - 1,
    ask: { call: 'emergency.take', input: { alarm: first.id } },
  }
}
