// A state as a silhouette. Beside a word it is silent; where it stands alone it says the word itself.
import type { ReactNode } from 'react'
import { TONES, type ShapeKind } from './shapes.ts'
import './tone.css'
import './shape.css'

export type ShapeSize = 14 | 16 | 20 | 24 | 28 | 48

interface ShapeProps {
  readonly kind: ShapeKind
  readonly size?: ShapeSize
  /** The word for a screen reader, where no word stands beside the shape. */
  readonly label?: string
}

export function Shape({ kind, size = 20, label }: ShapeProps): ReactNode {
  const spoken = label === undefined ? ({ 'aria-hidden': true } as const) : ({ role: 'img', 'aria-label': label } as const)
  return (
    <svg className={`ui-shape tone-${TONES[kind]}`} data-shape={kind} width={size} height={size} viewBox="0 0 20 20" {...spoken}>
      {DRAWINGS[kind]}
    </svg>
  )
}

const RING = { cx: 10, cy: 10, fill: 'none', stroke: 'currentColor' } as const
const ON = 'var(--shape-on)'
const EDGE = 'var(--shape-edge)'

const DRAWINGS: Readonly<Record<ShapeKind, ReactNode>> = {
  ok: (
    <>
      <circle {...RING} r={6.6} strokeWidth={2.2} />
      <circle cx={10} cy={10} r={2.7} fill="currentColor" />
    </>
  ),
  reachable: <circle {...RING} r={6.6} strokeWidth={2.2} />,
  ready: (
    <>
      <circle {...RING} r={7.6} strokeWidth={2} />
      <path d="M6.2 10.3l2.7 2.7 5-5.6" fill="none" stroke="currentColor" strokeWidth={2.2} />
    </>
  ),
  degraded: (
    <>
      <path d="M10 2.2 18.6 17.6H1.4Z" fill="currentColor" stroke={EDGE} strokeWidth={1.6} strokeLinejoin="miter" />
      <path d="M6.4 13.6h7.2" stroke={ON} strokeWidth={2.4} />
    </>
  ),
  unstable: (
    <>
      <path d="M10 1 19 10 10 19 1 10Z" fill="currentColor" stroke={EDGE} strokeWidth={1.6} />
      <path d="M4.4 12.4h2.8V7.6h2.8v4.8h2.8V7.6h2.8" fill="none" stroke={ON} strokeWidth={1.9} />
    </>
  ),
  down: (
    <>
      <rect x={2} y={2} width={16} height={16} fill="currentColor" stroke={EDGE} strokeWidth={1.6} />
      <path d="M6 6l8 8M14 6l-8 8" stroke={ON} strokeWidth={2.6} />
    </>
  ),
  unknown: (
    <>
      <circle {...RING} r={8.6} strokeWidth={1.8} strokeDasharray="3.4 2" />
      <path d="M7.4 7.9a2.6 2.6 0 1 1 3.8 2.3c-.9.5-1.2 1-1.2 1.9" fill="none" stroke="currentColor" strokeWidth={2} />
      <rect x={9} y={13.4} width={2.1} height={2.1} fill="currentColor" />
    </>
  ),
  emergency: (
    <>
      <path d="M6 .8h8L19.2 6v8L14 19.2H6L.8 14V6Z" fill="currentColor" />
      <path d="M10 4.2v7.2" stroke={ON} strokeWidth={2.8} />
      <rect x={8.6} y={13.4} width={2.8} height={2.8} fill={ON} />
    </>
  ),
}
