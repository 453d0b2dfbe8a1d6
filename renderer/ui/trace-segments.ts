// The wachtlijn as a logic analyser draws it: high in orde, half beperkt, low uitgevallen, dashed onbekend; a square wave
// in its own colour where the label instabiel was borne. Source: DESIGN section 1, principle 4.

export type TraceLevel = 'ok' | 'degraded' | 'down' | 'unknown'
/** [moment, level, whether it bore the label unstable]; each holds until the next, the last one until now. */
export type TracePoint = readonly [utcMs: number, level: TraceLevel, unstable: boolean]

export type TraceLook = 'ok' | 'degraded' | 'unstable' | 'down' | 'unknown'

/** A piece of the line, in px from the left. */
export interface TraceSegment {
  readonly look: TraceLook
  readonly level: TraceLevel
  readonly from: number
  readonly to: number
}

/** Below this a dip could not be seen: 4 s of silence on a line of ten minutes is half a pixel. */
const LEAST_DIP_PX = 2

/**
 * The line between two moments.
 *
 * @param width  px of the whole line
 * @returns pieces from left to right; before the first point nobody watched, and nothing is drawn: never ok, and no fault either
 */
export function traceSegments(points: readonly TracePoint[], fromUtcMs: number, toUtcMs: number, width: number): readonly TraceSegment[] {
  const scale = width / Math.max(1, toUtcMs - fromUtcMs)
  const pieces = points.flatMap(([utcMs, level, unstable], at) => {
    const from = Math.max(fromUtcMs, utcMs)
    const to = Math.min(toUtcMs, points[at + 1]?.[0] ?? toUtcMs)
    return to > from ? [{ look: lookOf(level, unstable), level, from: (from - fromUtcMs) * scale, to: (to - fromUtcMs) * scale }] : []
  })
  return joined(widened(pieces, width))
}

/** Back up in between, the wave is grey: only what goes down bears the colour. */
function lookOf(level: TraceLevel, unstable: boolean): TraceLook {
  return unstable && level !== 'ok' && level !== 'unknown' ? 'unstable' : level
}

function widened(pieces: readonly TraceSegment[], width: number): readonly TraceSegment[] {
  let edge = 0
  return pieces.flatMap((piece) => {
    const from = Math.max(piece.from, edge)
    const isDip = piece.level !== 'ok'
    const to = isDip ? Math.min(width, Math.max(piece.to, from + LEAST_DIP_PX)) : piece.to
    if (!isDip && to <= from) return []
    edge = to
    // At the right edge there is no room to the right.
    return [{ ...piece, from: isDip ? Math.min(from, Math.max(0, to - LEAST_DIP_PX)) : from, to }]
  })
}

function joined(pieces: readonly TraceSegment[]): readonly TraceSegment[] {
  const whole: TraceSegment[] = []
  for (const piece of pieces) {
    const last = whole.at(-1)
    if (last && last.look === piece.look && last.level === piece.level) whole[whole.length - 1] = { ...last, to: Math.max(last.to, piece.to) }
    else whole.push(piece)
  }
  return whole
}
