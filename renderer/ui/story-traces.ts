// Histories of ten minutes for the stories, at a fixed moment.
import type { TraceLevel, TracePoint } from './trace-segments.ts'

export const NOW = Date.UTC(2026, 10, 23, 20, 47, 8)
export const TEN_MINUTES_MS = 600_000
export const SPAN = { fromUtcMs: NOW - TEN_MINUTES_MS, toUtcMs: NOW } as const

/** [seconds before now, level, unstable]. */
type Past = readonly [secondsAgo: number, level: TraceLevel, unstable?: boolean]
const past = (...points: readonly Past[]): readonly TracePoint[] => points.map(([secondsAgo, level, unstable = false]) => [NOW - secondsAgo * 1000, level, unstable])

export type StoryTrace = 'fine' | 'degraded' | 'unstable' | 'down' | 'unknown' | 'short dip' | 'just begun'

export const TRACES: Readonly<Record<StoryTrace, readonly TracePoint[]>> = {
  fine: past([600, 'ok']),
  degraded: past([600, 'ok'], [250, 'degraded']),
  unstable: past(
    [600, 'ok'],
    [420, 'down', true], [384, 'ok', true], [324, 'down', true], [294, 'ok', true], [246, 'down', true], [192, 'ok', true],
    [150, 'down', true], [102, 'ok', true], [48, 'down', true], [18, 'ok', true],
  ),
  down: past([600, 'ok'], [300, 'down', true], [270, 'ok', true], [222, 'down']),
  unknown: past([600, 'ok'], [228, 'unknown']),
  'short dip': past([600, 'ok'], [300, 'down'], [296, 'ok']),
  'just begun': past([120, 'ok']),
}
