// One history, drawn the same wherever it stands. The words beside it say the same, so a screen reader is spared it.
import type { ReactNode } from 'react'
import { traceSegments, type TraceLevel, type TracePoint, type TraceSegment } from './trace-segments.ts'
import './tone.css'
import './trace-line.css'

interface TraceLineProps {
  readonly points: readonly TracePoint[]
  readonly fromUtcMs: number
  readonly toUtcMs: number
  /** Px. */
  readonly width: number
  readonly height?: number
}

export function TraceLine({ points, fromUtcMs, toUtcMs, width, height = 9 }: TraceLineProps): ReactNode {
  const segments = traceSegments(points, fromUtcMs, toUtcMs, width)
  return (
    <svg className="ui-trace" width={width} height={height} aria-hidden>
      {segments.map((segment, at) => (
        <path key={at} className={`tone-${segment.look}`} d={pathOf(segment, height, segments[at - 1], segments[at + 1])} />
      ))}
    </svg>
  )
}

const DEPTHS: Readonly<Record<TraceLevel, number>> = { ok: 0, degraded: 0.5, unknown: 0.5, down: 1 }
const round = (px: number): number => Math.round(px * 10) / 10

/** A dip draws its own two edges, in its own colour; to what was not measured there is no edge. */
function pathOf(segment: TraceSegment, height: number, before: TraceSegment | undefined, after: TraceSegment | undefined): string {
  const y = (one: TraceSegment): number => 1 + DEPTHS[one.level] * (height - 2)
  const drawsEdge = (other: TraceSegment | undefined): boolean => other !== undefined && other.level !== 'unknown' && segment.level !== 'unknown' && y(other) < y(segment)
  const down = before && drawsEdge(before) ? `${round(y(before))}V${round(y(segment))}` : round(y(segment))
  const up = after && drawsEdge(after) ? `V${round(y(after))}` : ''
  return `M${round(segment.from)} ${down}H${round(segment.to)}${up}`
}
