// Which alarm stands under which: a service that went down with something it needs is a consequence, shown and silent, and
// what it needs is the alarm. Pure. Source: EEMUA 191, one alarm a cause; architecture section 5, common dependency.
import type { AlarmView } from '../../contract/topics.ts'
import { isAlarming, OWN_NETWORK, severityOf, severityRank, type ServiceAlarmCode, type WatchedService } from './service-alarms.ts'

/** One cause reaches its consequences within this: each probe has a silence of its own, a pushed heartbeat the longest. */
export const CAUSE_WINDOW_MS = 30_000
/** What stays wrong this long after its cause has ended is wrong by itself; three replies take a service that comes back 3 s. */
export const RELEASE_MS = 10_000

export interface Related extends WatchedService {
  readonly id: string
  /** Ids of services without which it cannot work. */
  readonly dependsOn?: readonly string[]
  /** Reached through this workstation's own network. */
  readonly viaOwnNetwork?: boolean
  readonly standing?: { readonly code: ServiceAlarmCode; readonly sinceMs: number; readonly severity: AlarmView['severity']; readonly causedBy?: string }
}

/** It is why others do not work, now: never in planned maintenance, which is nobody's surprise but theirs. */
const isCause = ({ now, maintenance }: Related): boolean => now === 'down' && !maintenance

/**
 * The failed dependency that this trouble came with; of several the one that needs no other failed one. A trouble that has
 * stood longer, or came much later, is its own.
 */
export function causeOf(one: Related, all: readonly Related[]): string | undefined {
  const { causedBy } = one.standing ?? {}
  const failed = all.filter((other) => isCause(other) && explainsNow(other, one, all) && (other.id === causedBy || cameTogether(one, other)))
  const roots = failed.filter((other) => !failed.some((deeper) => deeper !== other && needs(all, other.id, deeper.id)))
  return (roots[0] ?? failed.toSorted((left, right) => left.sinceMs - right.sinceMs)[0])?.id
}

/** In a circle of dependencies each explains the other: then the first that failed, so that one of them speaks. */
function explainsNow(cause: Related, one: Related, all: readonly Related[]): boolean {
  if (cause.id === one.id || !needs(all, one.id, cause.id)) return false
  const isCircle = isCause(one) && needs(all, cause.id, one.id)
  return !isCircle || cause.sinceMs < one.sinceMs || (cause.sinceMs === one.sinceMs && cause.id < one.id)
}

const cameTogether = (one: Related, cause: Related): boolean => one.now !== 'ok' && Math.abs(troubleSinceMs(one) - cause.sinceMs) <= CAUSE_WINDOW_MS

/** Down when we last could tell: that began before we could tell no more. */
const troubleSinceMs = (one: Related): number => (wasDown(one) && one.standing ? one.standing.sinceMs : one.sinceMs)

/** Its alarm is held: nobody can tell now whether it still is. */
export const wasDown = ({ now, standing }: Related): boolean => now === 'unknown' && standing?.code === 'service-down'

/** How severe the worst is that this one explains; what it explained stays its doing until it is well again. */
export function explainsOf(one: Related, all: readonly Related[]): AlarmView['severity'] | undefined {
  if (one.now !== 'down' && one.unstable === undefined && !wasDown(one)) return undefined
  const found = all.filter((other) => other.id !== one.id && !other.maintenance && isExplained(other, one, all)).map((other) => (one.id === OWN_NETWORK ? undefined : other.standing?.severity) ?? severityOf(other))
  return [...found, ...(one.explains ? [one.explains] : [])].toSorted((left, right) => severityRank(right) - severityRank(left))[0]
}

function isExplained(other: Related, cause: Related, all: readonly Related[]): boolean {
  if (!isAlarming(other) || !isCause(cause)) return false
  // Without a network nothing is known of what lies behind it: that is trouble enough.
  if (cause.id === OWN_NETWORK) return other.viaOwnNetwork === true
  return other.standing !== undefined && causeOf(other, all) === cause.id
}

/** Each is looked at once, however many roads lead to it. */
function needs(all: readonly Related[], id: string, wanted: string, seen: Set<string> = new Set()): boolean {
  const one = all.find((other) => other.id === id)
  if (!one) return false
  if (wanted === OWN_NETWORK && one.viaOwnNetwork === true) return true
  return (one.dependsOn ?? []).some((next) => {
    if (next === wanted) return true
    if (seen.has(next)) return false
    seen.add(next)
    return needs(all, next, wanted, seen)
  })
}
