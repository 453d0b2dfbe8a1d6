// Alarms of services over a restart: what stood, since when, and whether somebody had seen it. Saved with the watch.
import { z } from 'zod'
import type { AlarmView } from '../../contract/topics.ts'
import type { StandingServiceAlarm } from './alarmed-service.ts'
import type { ServiceAlarmCode } from './service-alarms.ts'

const whole = z.int().min(0)

const CODES = ['service-degraded', 'service-unknown', 'service-unstable', 'service-down'] as const satisfies readonly ServiceAlarmCode[]

const savedAlarmSchema = z.object({
  id: z.string(),
  code: z.enum(CODES),
  severity: z.enum(['warning', 'error', 'critical']),
  sinceUtcMs: whole,
  count: whole.optional(),
  causedBy: z.string().optional(),
  acknowledgedUtcMs: whole.optional(),
  raisedUtcMs: whole.optional(),
  soundedUtcMs: whole.optional(),
  calledFalse: z.literal(true).optional(),
})
export const savedAlarmsSchema = z.object({ savedUtcMs: whole, standing: z.array(savedAlarmSchema) })

export type SavedAlarms = z.infer<typeof savedAlarmsSchema>

export interface RememberedAlarm extends StandingServiceAlarm {
  /** As the page was shown it. */
  readonly shown: Pick<AlarmView, 'sinceUtcMs' | 'acknowledgedUtcMs' | 'raisedUtcMs' | 'soundedUtcMs' | 'calledFalse'>
}

/** The one alarm of a service bears its name. */
export const SERVICE_ALARM = 'service:'

/** Alarms of other kinds are told anew by whatever they are about. */
export function saveAlarms(standing: readonly AlarmView[], utcMs: number): SavedAlarms {
  return {
    savedUtcMs: Math.round(utcMs),
    standing: standing.flatMap(({ id, kind, code, severity, sinceUtcMs, params, causedBy, acknowledgedUtcMs, raisedUtcMs, soundedUtcMs, calledFalse }) => {
      if (kind !== 'service') return []
      const parsed = savedAlarmSchema.safeParse({ id, code, severity, sinceUtcMs: Math.round(sinceUtcMs), count: params['count'], causedBy, acknowledgedUtcMs: acknowledgedUtcMs && Math.round(acknowledgedUtcMs), raisedUtcMs: raisedUtcMs && Math.round(raisedUtcMs), soundedUtcMs: soundedUtcMs && Math.round(soundedUtcMs), calledFalse })
      return parsed.success ? [parsed.data] : []
    }),
  }
}

/**
 * What of it still stands, by service.
 *
 * @param now  both clocks at one moment, and how old trouble may be: seen longer ago than this it is another one; a label outlives its
 *   trouble, and so does its alarm
 */
export function standingAtStart(saved: SavedAlarms | undefined, now: { readonly nowMs: number; readonly utcMs: number; readonly memoryMs: number }): Readonly<Record<string, RememberedAlarm>> {
  if (!saved) return {}
  const isRecent = now.utcMs - saved.savedUtcMs <= now.memoryMs
  const still = saved.standing.filter(({ code }) => isRecent || code === 'service-unstable')
  return Object.fromEntries(still.map((one) => {
    const { id, code, severity, sinceUtcMs, count, causedBy, acknowledgedUtcMs, raisedUtcMs, soundedUtcMs, calledFalse } = one
    const sinceMs = now.nowMs - Math.round(now.utcMs - sinceUtcMs)
    // What stood under another alarm never spoke for itself; nor does it because the console was started anew.
    const cause = still.find((other) => other.id === causedBy)?.id.slice(SERVICE_ALARM.length)
    const standing: RememberedAlarm = {
      code, severity, sinceMs,
      ...(cause !== undefined && { causedBy: cause, heard: { atMs: sinceMs, code, severity, as: cause } }),
      acknowledged: acknowledgedUtcMs !== undefined,
      shown: {
        sinceUtcMs,
        ...(acknowledgedUtcMs !== undefined && { acknowledgedUtcMs }),
        ...(raisedUtcMs !== undefined && { raisedUtcMs }),
        ...(soundedUtcMs !== undefined && { soundedUtcMs }),
        ...(calledFalse !== undefined && { calledFalse }),
      },
      ...(count !== undefined && { count }),
    }
    return [id.slice(SERVICE_ALARM.length), standing]
  }))
}
