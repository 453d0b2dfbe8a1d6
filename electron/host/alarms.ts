// Standing alarms: one a cause, raised once, acknowledged by a person, gone when the cause is.
// An emergency call is not acknowledged but taken, by its own key, and by nothing else.
import type { AlarmView } from '../contract/topics.ts'
import { isWorse } from './service-alarms.ts'

export interface Alarms {
  /**
   * Raises an alarm, or refreshes what a standing one says; a refreshed one keeps its moment and its acknowledgement.
   *
   * @param alarm  with a moment of its own, that counts when the code is new; a worse code was seen by nobody yet
   */
  raise(alarm: Omit<AlarmView, 'acknowledged' | 'acknowledgedUtcMs' | 'sinceUtcMs'> & { readonly sinceUtcMs?: number }): void
  clear(id: string): void
  /** @returns false when there is no such alarm, or when it is an emergency */
  acknowledge(id: string): boolean
  /** @returns false when there is no such emergency */
  take(id: string): boolean
  readonly standing: readonly AlarmView[]
}

export interface AlarmChange {
  readonly change: 'raised' | 'cleared' | 'acknowledged' | 'taken'
  readonly alarm: AlarmView
}

export function createAlarms(utcMs: () => number, onChange: (change: AlarmChange, refreshed: AlarmView | undefined) => void): Alarms {
  const standing = new Map<string, AlarmView>()
  const end = (id: string, change: 'cleared' | 'taken'): boolean => {
    const alarm = standing.get(id)
    if (!alarm) return false
    standing.delete(id)
    onChange({ change, alarm }, undefined)
    return true
  }
  return {
    raise(alarm) {
      const known = standing.get(alarm.id)
      const isNews = known?.code !== alarm.code
      const sinceUtcMs = (isNews ? alarm.sinceUtcMs : undefined) ?? known?.sinceUtcMs ?? utcMs()
      const seenUtcMs = known && !isWorse(known.code, alarm.code) ? known.acknowledgedUtcMs : undefined
      const next: AlarmView = { ...alarm, sinceUtcMs, ...(seenUtcMs === undefined ? { acknowledged: false } : { acknowledged: true, acknowledgedUtcMs: seenUtcMs }) }
      if (known && JSON.stringify(known) === JSON.stringify(next)) return
      standing.set(alarm.id, next)
      onChange({ change: 'raised', alarm: next }, known)
    },
    clear(id) {
      if (standing.get(id)?.kind !== 'emergency') end(id, 'cleared')
    },
    acknowledge(id) {
      const alarm = standing.get(id)
      if (!alarm || alarm.kind === 'emergency' || alarm.acknowledged) return false
      const seen: AlarmView = { ...alarm, acknowledged: true, acknowledgedUtcMs: utcMs() }
      standing.set(id, seen)
      onChange({ change: 'acknowledged', alarm: seen }, alarm)
      return true
    },
    take: (id) => standing.get(id)?.kind === 'emergency' && end(id, 'taken'),
    get standing() {
      return [...standing.values()]
    },
  }
}
