// Which alarm a service deserves, and when time alone will change that. Pure. Design section 4: "one alarm, then only the counter".
import type { AlarmView } from '../../contract/topics.ts'
import type { ConditionNow, ServiceRole } from '../../contract/words.ts'
import type { Unstable, WatchSettings } from '../watch/index.ts'

/** How long an unstable service is down before it is simply down (architecture section 5), and unknown before it is said aloud (design section 8). */
export type AlarmTimes = Pick<WatchSettings, 'unstableDownMs' | 'unknownAlarmMs'>

/** This workstation cut off from everything it watches is as bad as the RBS down, and told as soon as silence would be. */
export const OWN_NETWORK_MS = 4000
/** The network of this workstation among the services: what is reached through it needs it. */
export const OWN_NETWORK = 'own-network'

export type ServiceAlarmCode = 'service-degraded' | 'service-unknown' | 'service-unstable' | 'service-down' | 'own-network-down'

export interface ServiceAlarm {
  readonly code: ServiceAlarmCode
  readonly severity: AlarmView['severity']
  readonly sinceMs: number
  /** Downs under the label. */
  readonly count?: number
}

export interface ServiceVerdict {
  readonly alarm?: ServiceAlarm
  /** What stood before planned work got worse in it: no news, and no end of it either. */
  readonly keepsStanding?: true
  /** Look again then, for time alone changes the verdict at that moment. */
  readonly againAtMs?: number
}

/** What of a service decides its alarm. Monotonic times. */
export interface WatchedService {
  readonly id?: string
  /** It explains the trouble of others, of which the worst is so severe: then it is somebody's problem, whatever its role. */
  readonly explains?: AlarmView['severity']
  readonly role: ServiceRole
  readonly now: ConditionNow
  readonly sinceMs: number
  readonly unstable?: Unstable
  readonly maintenance: boolean
}

/** Services of these roles that are down are somebody's problem now; the others only explain. */
const ALARMING: ReadonlySet<string> = new Set(['console', 'witness', 'telephony'])
const OPENING: ReadonlySet<string> = new Set(['console', 'witness'])

/** Down or unstable, and not planned: it opens a storing. */
export const isInTrouble = ({ role, now, unstable, maintenance }: WatchedService): boolean =>
  OPENING.has(role) && !maintenance && (now === 'down' || unstable !== undefined)

export const isAlarming = ({ role }: Pick<WatchedService, 'role'>): boolean => ALARMING.has(role)

const SEVERITIES: readonly AlarmView['severity'][] = ['warning', 'error', 'critical', 'emergency']
export const severityRank = (severity: AlarmView['severity'] | undefined): number => (severity === undefined ? -1 : SEVERITIES.indexOf(severity))

/** How bad it is that this one is down. */
export function severityOf({ role, explains }: Pick<WatchedService, 'role' | 'explains'>): AlarmView['severity'] {
  const own = role === 'console' ? 'critical' : 'error'
  return explains !== undefined && (!ALARMING.has(role) || severityRank(explains) > severityRank(own)) ? explains : own
}

/** @param standing  code of the alarm that stands: planned maintenance raises no other, and does not hide that one */
export function serviceVerdict(service: WatchedService, standing: string | undefined, nowMs: number, times: AlarmTimes): ServiceVerdict {
  const verdict = isAlarming(service) || service.explains ? verdictOf(service, nowMs, times) : {}
  if (!service.maintenance || verdict.alarm?.code === standing) return verdict
  const isStill = standing !== undefined && verdict.alarm !== undefined && isWorse(standing, verdict.alarm.code)
  return isStill ? { keepsStanding: true } : {}
}

/** From bad to worst; other codes of one alarm are only other words for the same cause. */
const WORSE: readonly string[] = ['service-degraded', 'service-unknown', 'service-unstable', 'service-down'] satisfies readonly ServiceAlarmCode[]

/** It says something worse than it did: nobody has seen that yet, so it sounds again. */
export const isWorse = (before: string, now: string): boolean => WORSE.includes(before) && WORSE.indexOf(now) > WORSE.indexOf(before)

function verdictOf(service: WatchedService, nowMs: number, times: AlarmTimes): ServiceVerdict {
  const { role, sinceMs, unstable } = service
  const severity = severityOf(service)
  if (service.id === OWN_NETWORK) return ownNetwork(service, severity, nowMs)
  const isDown = service.now === 'down'
  const downAtMs = sinceMs + times.unstableDownMs
  if (isDown && (!unstable || downAtMs <= nowMs)) return { alarm: { code: 'service-down', severity, sinceMs } }
  if (unstable) {
    const alarm: ServiceAlarm = { code: 'service-unstable', severity, sinceMs: unstable.sinceMs, count: unstable.count }
    return isDown ? { alarm, againAtMs: downAtMs } : { alarm }
  }
  return role === 'console' ? limited(service, nowMs, times) : {}
}

function ownNetwork({ now, sinceMs }: WatchedService, severity: AlarmView['severity'], nowMs: number): ServiceVerdict {
  if (now !== 'down') return {}
  const againAtMs = sinceMs + OWN_NETWORK_MS
  return againAtMs <= nowMs ? { alarm: { code: 'own-network-down', severity, sinceMs } } : { againAtMs }
}

function limited({ now, sinceMs }: WatchedService, nowMs: number, times: AlarmTimes): ServiceVerdict {
  if (now === 'degraded') return { alarm: { code: 'service-degraded', severity: 'warning', sinceMs } }
  if (now !== 'unknown') return {}
  const againAtMs = sinceMs + times.unknownAlarmMs
  return againAtMs <= nowMs ? { alarm: { code: 'service-unknown', severity: 'warning', sinceMs } } : { againAtMs }
}
