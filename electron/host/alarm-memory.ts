// Alarms of services over a restart: what stood, since when, and whether somebody had seen it. Saved with the watch.
import { z } from 'zod'
import type { AlarmView } from '../contract/topics.ts'
import type { ServiceAlarmCode } from './service-alarms.ts'

const whole = z.int().min(0)

const CODES = ['service-degraded', 'service-unknown', 'service-unstable', 'service-down'] as const satisfies readonly ServiceAlarmCode[]

const savedAlarmSchema = z.object({
  id: z.string(),
  code: z.enum(CODES),
  severity: z.enum(['warning', 'error', 'critical']),
  sinceUtcMs: whole,
  count: whole.optional(),
  acknowledgedUtcMs: whole.optional(),
})
export const savedAlarmsSchema = z.object({ savedUtcMs: whole, standing: z.array(savedAlarmSchema) })

export type SavedAlarms = z.infer<typeof savedAlarmsSchema>
export type SavedAlarm = SavedAlarms['standing'][number]

/** Alarms of other kinds are told anew by whatever they are about. */
export function saveAlarms(standing: readonly AlarmView[], utcMs: number): SavedAlarms {
  return {
    savedUtcMs: Math.round(utcMs),
    standing: standing.flatMap(({ id, kind, code, severity, sinceUtcMs, params, acknowledgedUtcMs }) => {
      if (kind !== 'service') return []
      const parsed = savedAlarmSchema.safeParse({ id, code, severity, sinceUtcMs: Math.round(sinceUtcMs), count: params['count'], acknowledgedUtcMs: acknowledgedUtcMs && Math.round(acknowledgedUtcMs) })
      return parsed.success ? [parsed.data] : []
    }),
  }
}

/**
 * What of it still stands.
 *
 * @param memoryMs  trouble that was seen longer ago than this is another one; a label outlives its trouble, and so does its alarm
 */
export function alarmsStillStanding(saved: SavedAlarms, utcMs: number, memoryMs: number): readonly SavedAlarm[] {
  const isRecent = utcMs - saved.savedUtcMs <= memoryMs
  return saved.standing.filter(({ code }) => isRecent || code === 'service-unstable')
}
