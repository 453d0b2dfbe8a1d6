// One service: shape, name, word, and the last ten minutes. It quiets after being seen: plane and edge become a bar.
import type { ReactNode } from 'react'
import { Shape } from './Shape.tsx'
import { TONES, type ShapeKind } from './shapes.ts'
import { TraceLine } from './TraceLine.tsx'
import type { TracePoint } from './trace-segments.ts'
import './service-cell.css'

/** `unseen`: nobody acknowledged it yet. `seen`: abnormal and acknowledged, or not worth an alarm. */
export type Attention = 'calm' | 'unseen' | 'seen'

interface ServiceCellProps {
  readonly shape: ShapeKind
  readonly name: string
  readonly word: string
  readonly attention: Attention
  readonly trace: { readonly points: readonly TracePoint[]; readonly fromUtcMs: number; readonly toUtcMs: number; readonly width: number }
  /** Opens this service in the main view. Without it the cell is no button. */
  readonly onPress?: (() => void) | undefined
}

const ATTENTIONS: Readonly<Record<Attention, string>> = { calm: '', unseen: 'tone-filled unseen-edge', seen: 'is-seen' }

/** Longer words than `uitgevallen` take the width under the shape too. */
const LONG_WORD = 11

export function ServiceCell({ shape, name, word, attention, trace, onPress }: ServiceCellProps): ReactNode {
  const className = `ui-service tone-${TONES[shape]} ${ATTENTIONS[attention]}`
  const inside = (
    <>
      <span className="ui-service-name">
        <Shape kind={shape} />
        <span>{name}</span>
      </span>
      <span className={`ui-service-word ${word.length > LONG_WORD ? 'is-long' : ''}`}>{word}</span>
      <TraceLine {...trace} />
    </>
  )
  if (!onPress) return <div className={className}>{inside}</div>
  return (
    <button type="button" className={className} onClick={onPress}>
      {inside}
    </button>
  )
}
