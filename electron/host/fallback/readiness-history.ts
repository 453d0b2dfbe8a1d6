// How the readiness of each channel went: every change, and of one that chatters at most one each EVERY_MS, with how many lay
// between. Pure; what is kept is what is recorded, so that a later start shows the same line.
import type { Readiness } from './types.ts'

/** Chattering must fill neither record nor line. */
export const EVERY_MS = 10_000
export const MOST_KEPT = 16

export interface HistoryEntry {
  readonly channel: string
  readonly state: Readiness['state']
  /** Why it is so; the dependency of what is struck out. */
  readonly cause?: string
  /** UTC, when it became so. */
  readonly sinceUtcMs: number
  /** Changes since the entry before, that no entry of their own stands for. */
  readonly between?: number
}

interface ChannelHistory {
  /** Newest last. */
  readonly entries: readonly HistoryEntry[]
  readonly now?: Omit<HistoryEntry, 'between'>
  /** Since the last entry. */
  readonly changes: number
  /** The run has just begun: what its devices do while they open is no change. */
  readonly isFresh: boolean
  /** Monotonic; before it nothing is written of this channel. */
  readonly quietUntilMs: number
}

export type ReadinessHistory = Readonly<Record<string, ChannelHistory>>

export interface HistoryStep {
  readonly history: ReadinessHistory
  readonly written: readonly HistoryEntry[]
  /** Monotonic moment at which something waits to be written. */
  readonly nextMs?: number
}

export interface Moment {
  readonly nowMs: number
  readonly utcMs: number
}

/** Looks at what is so now. In the first EVERY_MS of a run only where it ends up counts: devices open, nothing has changed. */
export function lookAtReadiness(history: ReadinessHistory, readiness: Readonly<Record<string, Readiness>>, { nowMs, utcMs }: Moment): HistoryStep {
  const written: HistoryEntry[] = []
  let nextMs: number | undefined
  const next = Object.fromEntries(Object.entries(readiness).map(([channel, one]) => {
    const before = history[channel] ?? fresh(nowMs)
    const seen = withNow(before, channel, one, { nowMs, utcMs })
    const entry = nowMs < seen.quietUntilMs ? undefined : entryOf(seen)
    if (entry) written.push(entry)
    else if (nowMs < seen.quietUntilMs && entryOf(seen)) nextMs = Math.min(nextMs ?? Infinity, seen.quietUntilMs)
    return [channel, entry ? { ...seen, entries: [...seen.entries, entry].slice(-MOST_KEPT), changes: 0, isFresh: false, quietUntilMs: nowMs + EVERY_MS } : seen] as const
  }))
  return { history: next, written, ...(nextMs === undefined ? {} : { nextMs }) }
}

/** What an earlier run wrote goes before what this one did. @param earlier  newest first */
export function withEarlier(history: ReadinessHistory, earlier: readonly HistoryEntry[], nowMs: number): ReadinessHistory {
  const oldestFirst = earlier.toReversed()
  const channels = new Set([...Object.keys(history), ...earlier.map(({ channel }) => channel)])
  return Object.fromEntries([...channels].map((channel) => {
    const known = history[channel] ?? fresh(nowMs)
    return [channel, { ...known, entries: [...oldestFirst.filter((one) => one.channel === channel), ...known.entries].slice(-MOST_KEPT) }]
  }))
}

const fresh = (nowMs: number): ChannelHistory => ({ entries: [], changes: 0, isFresh: true, quietUntilMs: nowMs + EVERY_MS })

export const causeOf = (one: Readiness): string | undefined => (one.state === 'struck-out' ? one.dependency : 'cause' in one ? one.cause : undefined)

function withNow(before: ChannelHistory, channel: string, one: Readiness, { nowMs, utcMs }: Moment): ChannelHistory {
  const cause = causeOf(one)
  if (before.now && before.now.state === one.state && before.now.cause === cause) return before
  const isSettling = before.isFresh && nowMs < before.quietUntilMs
  return {
    ...before,
    now: { channel, state: one.state, ...(cause === undefined ? {} : { cause }), sinceUtcMs: Math.round(utcMs) },
    isFresh: isSettling,
    changes: isSettling ? 0 : before.changes + 1,
  }
}

/** What is to be written of it; undefined: it is as the last entry says, and never was otherwise. */
function entryOf({ entries, now, changes }: ChannelHistory): HistoryEntry | undefined {
  const last = entries.at(-1)
  const isSame = last !== undefined && last.state === now?.state && last.cause === now.cause
  if (!now || (isSame && changes === 0)) return undefined
  return { ...now, ...(changes > 1 ? { between: changes - 1 } : {}) }
}
