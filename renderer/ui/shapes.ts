// The silhouettes of the design: a state is known by its shape before its colour. Source: the SVG symbols of the design.

export type ShapeKind =
  /** Ring with a dot: end-to-end proof, fresh. */
  | 'ok'
  /** Open ring: answers, no proof. */
  | 'reachable'
  /** Ring with a check: a channel that may be switched to. */
  | 'ready'
  /** Triangle. */
  | 'degraded'
  /** Diamond with a square wave. */
  | 'unstable'
  /** Square with a cross. */
  | 'down'
  /** Dashed ring with a question mark. */
  | 'unknown'
  /** Octagon: only for an emergency call. */
  | 'emergency'

/** Which of the five sets of colours belongs to a state. */
export type Tone = 'ok' | 'degraded' | 'unstable' | 'down' | 'unknown'

export const TONES: Readonly<Record<ShapeKind, Tone>> = {
  ok: 'ok',
  reachable: 'ok',
  ready: 'ok',
  degraded: 'degraded',
  unstable: 'unstable',
  down: 'down',
  unknown: 'unknown',
  emergency: 'down',
}
