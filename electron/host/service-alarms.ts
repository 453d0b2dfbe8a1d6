// Which alarm a service deserves, and when time alone will change that. Pure. Design section 4: "one alarm, then only the counter".
import type { AlarmView } from '../contract/topics.ts'
import type { ServiceView } from './watch/index.ts'

/** An unstable service that is down this long without a break is simply down. Architecture section 5. */
export const UNSTABLE_DOWN_MS = 10 * 60_000
/** Silence of the watch is shown at once and said aloud after this. Design section 8. */
export const UNKNOWN_MS = 60_000

export type ServiceAlarmCode = 'service-degraded' | 'service-unknown' | 'service-unstable' | 'service-down'

export interface ServiceAlarm {
  readonly code: ServiceAlarmCode
  readonly severity: AlarmView['severity']
  readonly sinceUtcMs: number
  readonly params: { readonly service: string; readonly count?: number }
}

export interface ServiceVerdict {
  readonly alarm?: ServiceAlarm
  /** Look again after this, for time alone changes the verdict then. */
  readonly againInMs?: number
}

export type WatchedService = Pick<ServiceView, 'role' | 'label' | 'now' | 'sinceUtcMs' | 'sinceAgoMs' | 'unstable' | 'maintenance'>

/** Services of these roles that are down are somebody's problem now; the others only explain. */
const ALARMING: ReadonlySet<string> = new Set(['console', 'witness', 'telephony'])
const LABELLED: ReadonlySet<string> = new Set(['console', 'witness'])

/** Down or unstable, and not planned: it opens a storing. */
export const isInTrouble = ({ role, now, unstable, maintenance }: WatchedService): boolean =>
  LABELLED.has(role) && !maintenance && (now === 'down' || unstable !== undefined)

/** @param standing  code of the alarm that stands: planned maintenance raises no other, and does not hide that one */
export function serviceVerdict(service: WatchedService, standing: string | undefined): ServiceVerdict {
  const verdict = ALARMING.has(service.role) ? verdictOf(service) : {}
  return service.maintenance && verdict.alarm?.code !== standing ? {} : verdict
}

function verdictOf(service: WatchedService): ServiceVerdict {
  const { role } = service
  const severity = role === 'console' ? 'critical' : 'error'
  const params = { service: service.label }
  const unstable = LABELLED.has(role) ? service.unstable : undefined
  const isDown = service.now === 'down'
  const leftMs = UNSTABLE_DOWN_MS - service.sinceAgoMs
  if (isDown && (!unstable || leftMs <= 0)) return { alarm: { code: 'service-down', severity, sinceUtcMs: service.sinceUtcMs, params } }
  if (unstable) {
    const alarm: ServiceAlarm = { code: 'service-unstable', severity, sinceUtcMs: unstable.sinceUtcMs, params: { ...params, count: unstable.count } }
    return isDown ? { alarm, againInMs: leftMs } : { alarm }
  }
  return role === 'console' ? limited(service) : {}
}

function limited({ label, now, sinceUtcMs, sinceAgoMs }: WatchedService): ServiceVerdict {
  const alarm = (code: ServiceAlarmCode): ServiceVerdict => ({ alarm: { code, severity: 'warning', sinceUtcMs, params: { service: label } } })
  if (now === 'degraded') return alarm('service-degraded')
  if (now !== 'unknown') return {}
  return sinceAgoMs >= UNKNOWN_MS ? alarm('service-unknown') : { againInMs: UNKNOWN_MS - sinceAgoMs }
}
