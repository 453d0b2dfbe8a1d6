// "Vals alarm": recorded with what the watch knew at that moment, for who tunes it. It changes neither the alarm nor watching.
import type { Clock } from '../../native/kit/clock.ts'
import type { Result } from '../../native/kit/result.ts'
import { FEEDBACK_MS } from '../contract/alarm-limits.ts'
import type { CallInput } from '../contract/calls.ts'
import { raisedAt, type AlarmView, type PastAlarmView } from '../contract/topics.ts'
import type { AlarmLog } from './alarm/alarm-log.ts'
import type { Alarms } from './alarms.ts'
import type { Recorder } from './recorder.ts'
import type { Watch } from './watch/index.ts'

export interface AlarmFeedbackDeps {
  readonly clock: Pick<Clock, 'utcMs'>
  readonly alarms: Pick<Alarms, 'standing' | 'callFalse'>
  readonly alarmLog: Pick<AlarmLog, 'past'>
  readonly recorder: Pick<Recorder, 'person'>
  readonly watch: Pick<Watch, 'view'>
}

export interface AlarmFeedback {
  /** @returns undefined when no such alarm stands or has just ended; else what recording says */
  take(said: CallInput<'alarm.feedback'>, via: { readonly via?: string }): Promise<Result<{ readonly seq: number }>> | undefined
  /** Of these names those of alarms that ended unseen. */
  unseenPast(names: readonly string[]): readonly string[]
}

export function createAlarmFeedback({ clock, alarms, alarmLog, recorder, watch }: AlarmFeedbackDeps): AlarmFeedback {
  const named = (id: string, raised: number): { readonly alarm: AlarmView | PastAlarmView; readonly ended?: number } | undefined => {
    const standing = alarms.standing.find((alarm) => alarm.id === id && alarm.kind !== 'emergency' && raisedAt(alarm) === raised)
    if (standing) return { alarm: standing }
    const past = Object.values(alarmLog.past).find((alarm) => alarm.id === id && alarm.raisedUtcMs === raised)
    return past && clock.utcMs() - past.endedUtcMs < FEEDBACK_MS ? { alarm: past, ended: past.endedUtcMs } : undefined
  }
  return {
    take({ alarm: id, raised, false: isFalse }, via) {
      const found = named(id, raised)
      if (!found) return undefined
      const { alarm: { code, severity }, ended } = found
      if (ended === undefined) alarms.callFalse(id, isFalse)
      if (!isFalse) return recorder.person('alarm.false-retracted', { alarm: id, raised, ...via })
      return recorder.person('alarm.false', { alarm: id, code, severity, raised, ended, evidence: evidenceOf(id, watch), ...via })
    },
    unseenPast: (names) => names.filter((name) => alarmLog.past[name]?.seen === false),
  }
}

/** What a technician needs to tune by: the verdict, and each probe on which it rests. */
function evidenceOf(alarm: string, watch: Pick<Watch, 'view'>): object {
  const { services, diagnosis } = watch.view()
  const service = services.find(({ id }) => alarm === `service:${id}`)
  if (!service) return { diagnosis: diagnosis.kind }
  const { now, why, probes } = service
  return { diagnosis: diagnosis.kind, now, why, probes: probes.map(({ id, state, cause, latencyMs, lastReplyAgoMs }) => ({ id, state, cause, latencyMs, lastReplyAgoMs })) }
}
