// The unstable label: penalty per down with a half-life, as in route-flap damping but with a memory of hours. Pure.
// Source: architecture section 5; measured in the reliability reference, part A2 (4 h found every pattern, 15 min did not).
import type { WatchSettings } from './settings.ts'
import type { Unstable } from './types.ts'

export interface Instability {
  /** Penalty as it was at `atMs`. */
  readonly points: number
  readonly atMs: number
  /** Downs that still weigh: starts anew when less than half a down is left of the penalty. */
  readonly count: number
  readonly unstable?: Unstable
  /** End of the last down; absent while down or when there was none. */
  readonly upSinceMs?: number
}

export const STABLE: Instability = { points: 0, atMs: 0, count: 0 }

export const penaltyAt = (of: Instability, settings: WatchSettings, nowMs: number): number =>
  of.points * 0.5 ** ((nowMs - of.atMs) / settings.penaltyHalfLifeMs)

/** The service went down, not in planned maintenance. */
export function countDown(before: Instability, settings: WatchSettings, nowMs: number): Instability {
  const left = penaltyAt(before, settings, nowMs)
  const points = left + settings.penaltyDown
  const count = (left < settings.penaltyDown / 2 && !before.unstable ? 0 : before.count) + 1
  const sinceMs = before.unstable?.sinceMs ?? nowMs
  const isUnstable = before.unstable !== undefined || points > settings.penaltyUnstable
  return { points, atMs: nowMs, count, ...(isUnstable && { unstable: { sinceMs, count } }) }
}

/** The service is no longer down: from here its good time counts. */
export const endDown = (before: Instability, nowMs: number): Instability => ({ ...before, upSinceMs: nowMs })

/** When the label goes by itself; Infinity while down or not labelled. */
export function stableAgainMs(of: Instability, settings: WatchSettings): number {
  return of.unstable && of.upSinceMs !== undefined ? of.upSinceMs + settings.unstableClearMs : Infinity
}

/** So many downs are a pattern, whatever label it bore. */
const PATTERN = 3

/** What a screen says of a service that is quiet again: downs that still weigh, and since when it is without one. */
export function latelyDown(of: Instability, settings: WatchSettings, nowMs: number): { readonly count: number; readonly upSinceMs: number } | undefined {
  const { count, unstable, upSinceMs } = of
  if (unstable || upSinceMs === undefined || count < PATTERN || penaltyAt(of, settings, nowMs) < settings.penaltyDown / 2) return undefined
  return { count, upSinceMs }
}

/** By time: the label goes, the penalty goes on fading, so a quick relapse labels at once. */
export function clearByTime(before: Instability): Instability {
  const { unstable: _, ...rest } = before
  return rest
}

/** By a supervisor, who vouches that the cause is gone: the penalty goes too. */
export function clearBySupervisor(before: Instability, nowMs: number): Instability {
  return { points: 0, atMs: nowMs, count: 0, ...(before.upSinceMs !== undefined && { upSinceMs: before.upSinceMs }) }
}
