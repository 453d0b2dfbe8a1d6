// What is known of the alarm of one service: what stands, what was said aloud, and what it waits for.
import type { Related } from './causes.ts'
import type { ServiceAlarm } from './service-alarms.ts'

/** What was said aloud of an alarm that stands. */
export interface Heard {
  readonly atMs: number
  readonly code: ServiceAlarm['code']
  readonly severity: ServiceAlarm['severity']
  /** By the alarm of this service: it is the same annunciation. */
  readonly as?: string
}

export interface StandingServiceAlarm extends ServiceAlarm {
  readonly acknowledged: boolean
  /** The service that explains it: shown, and silent. */
  readonly causedBy?: string
  /** Absent: it never sounded. */
  readonly heard?: Heard
}

export interface AlarmedService extends Related {
  readonly standing?: StandingServiceAlarm
  /** It was down when we last saw it; found so again before this, it is the same outage. */
  readonly wasDownUntilMs?: number
  /** The newest annunciations, also of alarms that have ended. */
  readonly said?: readonly Heard[]
  /** Its cause has ended: if it still stands then, it speaks for itself. */
  readonly releaseAtMs?: number
  /** Time alone changes the verdict then. */
  readonly againAtMs?: number
}
