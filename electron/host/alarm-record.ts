// What of alarms goes into the record: their coming with the words they had, other words, each annunciation, their end. From
// these alone the load is counted, a moment is rebuilt and a report is made, years later too.
import { raisedAt, type AlarmView } from '../contract/topics.ts'
import type { AlarmChange } from './alarms.ts'
import type { Recorder } from './recorder.ts'

/** @param before  what it said until now; undefined when it is new */
export function recordAlarm(recorder: Pick<Recorder, 'note'>, { change, alarm, sounds }: AlarmChange, before: AlarmView | undefined): void {
  // A record that fails cannot record that it fails; it says so itself when it is back.
  if (alarm.kind === 'record') return
  const { id, code, severity } = alarm
  if (change === 'cleared') return recorder.note('alarm.cleared', { alarm: id, code, severity })
  if (change !== 'raised') return
  const isNews = before?.code !== code || before.severity !== severity || before.causedBy !== alarm.causedBy
  const raised = raisedAt(alarm)
  const since = alarm.sinceUtcMs === raised ? undefined : alarm.sinceUtcMs
  if (isNews) recorder.note('alarm.raised', { alarm: id, kind: alarm.kind, code, severity, raised, since, params: alarm.params, causedBy: alarm.causedBy, acknowledged: alarm.acknowledged || undefined })
  else if (JSON.stringify(before.params) !== JSON.stringify(alarm.params)) recorder.note('alarm.changed', { alarm: id, params: alarm.params })
  if (sounds) recorder.note('alarm.sounded', { alarm: id, code, severity, at: alarm.soundedUtcMs })
}
