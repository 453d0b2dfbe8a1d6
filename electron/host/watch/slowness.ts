// Slow for long: the 95th percentile of the last regular replies stays over its limit. Pure. Source: architecture section 5.

export interface Slowness {
  /** Latencies of the last regular replies in ms, oldest first. */
  readonly latencies: readonly number[]
  readonly limited: boolean
  /** Since when the percentile has been on the other side of the limit than `limited` says. */
  readonly turningSinceMs?: number
}

export const NOT_SLOW: Slowness = { latencies: [], limited: false }

export interface SlownessRule {
  readonly limitMs: number
  readonly forMs: number
  /** So many of the last replies are looked at; 2 or more. */
  readonly replies: number
}

/** A regular reply took `latencyMs`. Decides on replies only: silence says nothing about slowness. */
export function measureSlowness(slow: Slowness, latencyMs: number, rule: SlownessRule, nowMs: number): Slowness {
  const latencies = [...slow.latencies.slice(1 - rule.replies), latencyMs]
  const isOver = percentile95(latencies) > rule.limitMs
  if (isOver === slow.limited) return { latencies, limited: slow.limited }
  const turningSinceMs = slow.turningSinceMs ?? nowMs
  if (nowMs - turningSinceMs >= rule.forMs) return { latencies, limited: isOver }
  return { latencies, limited: slow.limited, turningSinceMs }
}

/** Nearest-rank 95th percentile; 0 of nothing. */
export function percentile95(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0
}
