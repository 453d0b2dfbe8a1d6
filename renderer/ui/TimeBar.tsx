// How long one has been transmitting, against the warning and the stop. The last 10 s are hatched: there a tick has sounded.
import type { ReactNode } from 'react'
import './time-bar.css'

const LAST_MS = 10_000

export interface TimeMark {
  readonly atMs: number
  readonly text: string
  /** The warning: a heavier line. */
  readonly weight?: 'plain' | 'strong'
}

interface TimeBarProps {
  readonly elapsedMs: number
  /** The whole bar. */
  readonly hardMs: number
  /** In order of time; the first and the last stand at the ends. */
  readonly marks: readonly TimeMark[]
  readonly label: string
}

export function TimeBar({ elapsedMs, hardMs, marks, label }: TimeBarProps): ReactNode {
  const at = (ms: number): string => `${(Math.min(Math.max(ms, 0), hardMs) / hardMs) * 100}%`
  return (
    <div>
      <div className="ui-time-bar" role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={hardMs / 1000} aria-valuenow={Math.min(hardMs, Math.max(0, elapsedMs)) / 1000}>
        <div className="ui-time-bar-end" style={{ width: at(LAST_MS) }} />
        <div className="ui-time-bar-done" style={{ width: at(elapsedMs) }} />
        {marks.slice(1, -1).map((mark) => (
          <div key={mark.atMs} className={`ui-time-bar-mark ${mark.weight === 'strong' ? 'is-strong' : ''}`} style={{ left: at(mark.atMs) }} />
        ))}
      </div>
      <div className="ui-time-scale tabular" aria-hidden>
        {marks.map((mark) => (
          <span key={mark.atMs} style={{ left: at(mark.atMs) }}>
            {mark.text}
          </span>
        ))}
      </div>
    </div>
  )
}
