// When did this trouble begin: out of the levels of the last half hour, never guessed. Pure. Architecture section 7, "Flight recorder".
import type { TraceView } from '../../contract/topics.ts'

/** How far back the flight recorder is asked. */
export const FLIGHT_RECORDER_MS = 30 * 60_000
/** In order for so long, and what was before it is another trouble. */
export const QUIET_MS = 10 * 60_000

export type Begun =
  /** It left "in order" then; not before `notBeforeUtcMs`, where a good reply says so. */
  | { readonly begun: 'at'; readonly utcMs: number; readonly notBeforeUtcMs?: number }
  /** It was so already when the flight recorder begins. */
  | { readonly begun: 'before'; readonly utcMs: number }
  /** People noticed it then, before anything was measured. */
  | { readonly begun: 'said'; readonly utcMs: number }
  /** Never seen in order before it, or nothing is seen to be wrong. */
  | { readonly begun: 'unknown' }

export interface LevelsSeen {
  /** As drawn: each holds until the next, oldest first. */
  readonly points: TraceView['points']
  readonly lastReplyUtcMs?: number
  readonly foundUtcMs: number
}

interface Span {
  readonly fromUtcMs: number
  readonly toUtcMs: number
  readonly level: TraceView['points'][number][1]
}

/** Not in order without a break, and seen to be so: silence alone may be our own. */
interface Spell {
  readonly fromUtcMs: number
  /** What stands before it. */
  readonly after: 'ok' | 'unseen' | 'edge'
}

export function troubleBegan({ points, lastReplyUtcMs, foundUtcMs }: LevelsSeen): Begun {
  const edgeUtcMs = foundUtcMs - FLIGHT_RECORDER_MS
  const spans = spansOf(points, edgeUtcMs, foundUtcMs)
  const quiet = spans.filter(({ level, fromUtcMs, toUtcMs }) => level === 'ok' && toUtcMs - fromUtcMs >= QUIET_MS)
  const since = quiet.at(-1)?.fromUtcMs ?? -Infinity
  const [first] = spellsOf(spans, edgeUtcMs).filter(({ fromUtcMs }) => fromUtcMs >= since)
  if (!first || first.after === 'unseen') return { begun: 'unknown' }
  if (first.after === 'edge') return { begun: 'before', utcMs: Math.round(edgeUtcMs) }
  const isBound = lastReplyUtcMs !== undefined && lastReplyUtcMs <= first.fromUtcMs
  return { begun: 'at', utcMs: Math.round(first.fromUtcMs), ...(isBound ? { notBeforeUtcMs: Math.round(lastReplyUtcMs) } : {}) }
}

/** People may have noticed it first. */
export function orSaid(measured: Begun, saidSinceUtcMs: number | undefined): Begun {
  if (saidSinceUtcMs === undefined || measured.begun === 'before') return measured
  return measured.begun === 'at' && measured.utcMs <= saidSinceUtcMs ? measured : { begun: 'said', utcMs: Math.round(saidSinceUtcMs) }
}

function spansOf(points: LevelsSeen['points'], edgeUtcMs: number, endUtcMs: number): readonly Span[] {
  const all = points.map(([utcMs, level], at) => ({ fromUtcMs: Math.max(utcMs, edgeUtcMs), toUtcMs: Math.min(points[at + 1]?.[0] ?? Infinity, endUtcMs), level }))
  // The last one may have begun this very moment. A label that comes and goes is no other level.
  return all.filter(({ fromUtcMs, toUtcMs }, at) => toUtcMs > fromUtcMs || at === all.length - 1).reduce<Span[]>((joined, span) => {
    const last = joined.at(-1)
    return last?.level === span.level ? [...joined.slice(0, -1), { ...last, toUtcMs: span.toUtcMs }] : [...joined, span]
  }, [])
}

function spellsOf(spans: readonly Span[], edgeUtcMs: number): readonly Spell[] {
  const spells: Spell[] = []
  for (let at = 0; at < spans.length; at += 1) {
    const from = at
    while (spans[at] && spans[at]?.level !== 'ok') at += 1
    const inIt = spans.slice(from, at)
    const [first] = inIt
    if (!first || inIt.every(({ level }) => level === 'unknown')) continue
    const isCut = from === 0 && first.level !== 'unknown' && first.fromUtcMs <= edgeUtcMs
    spells.push({ fromUtcMs: first.fromUtcMs, after: from > 0 ? 'ok' : isCut ? 'edge' : 'unseen' })
  }
  return spells
}
