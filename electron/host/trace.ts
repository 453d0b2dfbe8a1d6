// The history of one service as its line is drawn: points that each hold until the next, of the last hour and no more. Pure.
import { TRACE_MS, type TraceLevel, type TraceView } from '../contract/topics.ts'
import type { ConditionNow, JsonObject } from '../contract/words.ts'

export type TracePoint = TraceView['points'][number]
export type Trace = readonly TracePoint[]

/** A service that flaps each 9 s fills an hour with so many; a line has no more pixels anyhow. */
export const TRACE_POINTS = 400

export type TraceEvent =
  | { readonly event: 'level'; readonly utcMs: number; readonly level: TraceLevel }
  | { readonly event: 'label'; readonly utcMs: number; readonly unstable: boolean }
  /** Nothing happened: what is older than an hour goes. */
  | { readonly event: 'time-passed'; readonly utcMs: number }

/** Watching begins: nothing is measured yet. */
export const beginTrace = (utcMs: number, unstable: boolean): Trace => [[utcMs, 'unknown', unstable]]

export function trace(before: Trace, event: TraceEvent): Trace {
  const last = before.at(-1)
  if (event.event === 'time-passed' || !last) return event.event === 'time-passed' ? trim(before, event.utcMs) : trace(beginTrace(event.utcMs, false), event)
  // A clock that was set back makes no line that runs backwards.
  const utcMs = Math.max(event.utcMs, last[0])
  const [, level, unstable] = last
  const next: TracePoint = event.event === 'level' ? [utcMs, event.level, unstable] : [utcMs, level, event.unstable]
  if (next[1] === level && next[2] === unstable) return trim(before, utcMs)
  const kept = last[0] === utcMs ? before.slice(0, -1) : before
  return trim([...kept, next], utcMs).slice(-TRACE_POINTS)
}

/** What an earlier run saw, and after it what this one did. */
export function joinTraces(earlier: Trace, own: Trace, nowUtcMs: number): Trace {
  const beganUtcMs = own[0]?.[0] ?? nowUtcMs
  return trim([...earlier.filter(([utcMs]) => utcMs < beganUtcMs), ...own], nowUtcMs).slice(-TRACE_POINTS)
}

/** The point that holds at the edge is moved onto it; those before are gone. */
function trim(points: Trace, nowUtcMs: number): Trace {
  const edgeMs = nowUtcMs - TRACE_MS
  const first = points.findLastIndex(([utcMs]) => utcMs <= edgeMs)
  if (first < 0) return points
  const [at, ...later] = points.slice(first)
  return at === undefined || at[0] === edgeMs ? points.slice(first) : [[edgeMs, at[1], at[2]], ...later]
}

// ── from the record ────────────────────────────────────────────────────────────────────────

/** Kinds a line is rebuilt from. */
export const TRACE_KINDS = ['service.changed', 'watch.unstable', 'watch.stable', 'host.started', 'host.stopped'] as const

const LEVELS: Readonly<Record<ConditionNow, true>> = { ok: true, degraded: true, down: true, unknown: true }
const isLevel = (value: unknown): value is TraceLevel => typeof value === 'string' && Object.hasOwn(LEVELS, value)

interface RecordedChange {
  readonly utcMs: number
  readonly kind: string
  readonly payload: JsonObject
}

/**
 * The lines of all services as an earlier run recorded them.
 *
 * @param entries  of TRACE_KINDS, oldest first
 * @param seenUntilUtcMs  when that run last watched: after it nothing is known
 */
export function recordedTraces(entries: readonly RecordedChange[], seenUntilUtcMs: number | undefined): ReadonlyMap<string, Trace> {
  const lines = new Map<string, Trace>()
  let beganUtcMs: number | undefined
  const add = (service: string, event: TraceEvent): void => {
    const line = lines.get(service) ?? (beganUtcMs === undefined ? [] : beginTrace(beganUtcMs, false))
    lines.set(service, trace(line, event))
  }
  const lose = (utcMs: number): void => {
    for (const service of lines.keys()) {
      add(service, { event: 'level', utcMs, level: 'unknown' })
      add(service, { event: 'label', utcMs, unstable: false })
    }
  }
  for (const { kind, payload, utcMs } of entries) {
    const { service, to, at } = payload
    // Nobody watches between two runs.
    if (kind === 'host.started' || kind === 'host.stopped') lose(utcMs)
    if (kind === 'host.started') beganUtcMs = utcMs
    if (typeof service !== 'string') continue
    if (kind === 'service.changed' && isLevel(to)) add(service, { event: 'level', utcMs: typeof at === 'number' ? at : utcMs, level: to })
    if (kind === 'watch.unstable' || kind === 'watch.stable') add(service, { event: 'label', utcMs, unstable: kind === 'watch.unstable' })
  }
  // The last change may have been seen, and written, after the last samples were.
  const lastUtcMs = entries.at(-1)?.utcMs
  if (lastUtcMs !== undefined) lose(Math.max(seenUntilUtcMs ?? 0, lastUtcMs + 1))
  return lines
}
