// How much of a waiting time has passed, in eight parts: countable from the corner of an eye.
import type { ReactNode } from 'react'
import './segments.css'

const PARTS = 8

interface SegmentsProps {
  /** From 0 to 1. */
  readonly done: number
  readonly label: string
}

export function Segments({ done, label }: SegmentsProps): ReactNode {
  const share = Math.min(1, Math.max(0, done))
  return (
    <div className="ui-segments" role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(share * 100)}>
      {Array.from({ length: PARTS }, (_part, at) => (
        <div key={at} className="ui-segment">
          <div className="ui-segment-done" style={{ width: `${Math.min(1, Math.max(0, share * PARTS - at)) * 100}%` }} />
        </div>
      ))}
    </div>
  )
}
