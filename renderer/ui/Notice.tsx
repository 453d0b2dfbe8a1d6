// A line over the whole width for what is true of everything below it: the host is gone, the data is old, it is simulated.
import type { ReactNode } from 'react'
import { Shape } from './Shape.tsx'
import { TONES, type ShapeKind } from './shapes.ts'
import './tone.css'
import './notice.css'

/** `calm` is read when there is time, `trouble` at once and filled, `critical` also larger: do not trust what stands below. */
export type NoticeWeight = 'calm' | 'trouble' | 'critical'

interface NoticeProps {
  readonly weight: NoticeWeight
  readonly shape?: ShapeKind
  /** A button at its end. */
  readonly action?: ReactNode
  readonly children: ReactNode
}

const LOOKS: Readonly<Record<NoticeWeight, string>> = { calm: '', trouble: 'tone-filled', critical: 'tone-filled is-critical' }

export function Notice({ weight, shape = 'unknown', action, children }: NoticeProps): ReactNode {
  return (
    <div className={`ui-notice tone-${TONES[shape]} ${LOOKS[weight]}`} role={weight === 'calm' ? 'status' : 'alert'}>
      <Shape kind={shape} size={weight === 'critical' ? 28 : 20} />
      <span className="ui-notice-text">{children}</span>
      {action}
    </div>
  )
}
