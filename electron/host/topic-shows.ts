// Topics of which a part may go: what is no longer shown is removed before the rest is set.
import type { AlarmLoadView, Topics } from '../contract/topics.ts'
import type { TopicHub } from './topic-hub.ts'

export function showAlarmLog(topics: TopicHub, past: Topics['pastAlarms'], load: AlarmLoadView): void {
  topics.set('alarmLoad', { load })
  topics.remove('pastAlarms', Object.keys(topics.value('pastAlarms')).filter((key) => past[key] === undefined))
  topics.set('pastAlarms', past)
}

export function showNumbered<Name extends 'faults' | 'reports' | 'actions'>(topics: TopicHub, topic: Name, shown: readonly Topics[Name][string][]): void {
  const value = Object.fromEntries(shown.map((one) => [one.number, one]))
  topics.remove(topic, Object.keys(topics.value(topic)).filter((number) => value[number] === undefined))
  topics.set(topic, value as Partial<Topics[Name]>)
}
