// Each silhouette in each size, and turned inside out on a plane of its state.
import type { Story } from '../gallery/story.ts'
import { Shape, type ShapeSize } from './Shape.tsx'
import { TONES, type ShapeKind } from './shapes.ts'
import './story-row.css'

const LABELS: Readonly<Record<ShapeKind, string>> = {
  ok: 'in orde',
  reachable: 'bereikbaar',
  ready: 'gereed',
  degraded: 'beperkt',
  unstable: 'instabiel',
  down: 'uitgevallen',
  unknown: 'onbekend',
  emergency: 'noodoproep',
}
const KINDS = Object.keys(LABELS) as ShapeKind[]
const SIZES: readonly ShapeSize[] = [14, 16, 20, 24, 28, 48]

export const stories: readonly Story[] = [
  ...KINDS.map((kind) => ({
    name: LABELS[kind],
    render: () => (
      <div className="story-row">
        {SIZES.map((size) => (
          <Shape key={size} kind={kind} size={size} label={`${LABELS[kind]} ${size}`} />
        ))}
        <span>{LABELS[kind]}</span>
      </div>
    ),
  })),
  {
    name: 'on a plane of its state',
    render: () => (
      <div className="story-row">
        {KINDS.filter((kind) => TONES[kind] !== 'ok').map((kind) => (
          <span key={kind} className={`story-plane tone-filled tone-${TONES[kind]}`}>
            <Shape kind={kind} size={24} />
            {LABELS[kind]}
          </span>
        ))}
      </div>
    ),
  },
]
