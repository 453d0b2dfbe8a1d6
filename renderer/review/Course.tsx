// The course of a storing: a line a service, which channel was used, and the cursor. One control: by mouse, finger and keyboard.
import { useId, useRef, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react'
import type { FaultView } from '../../electron/contract/topics.ts'
import { cursorWayOf, type CursorWay } from '../model/review-cursor.ts'
import type { Cursor } from '../model/review-entries.ts'
import type { ServiceLine, UsedPiece } from '../model/review-traces.ts'
import { momentText, shareOf, ticksOf, type ReviewWindow } from '../model/review-window.ts'
import type { Words } from '../model/words.ts'
import { Panel } from '../ui/Panel.tsx'
import { TraceLine } from '../ui/TraceLine.tsx'
import { useWidth } from './use-width.ts'
import './course.css'

interface CourseProps {
  readonly services: readonly ServiceLine[]
  readonly used: readonly UsedPiece[]
  readonly window: ReviewWindow
  readonly untilUtcMs: number
  readonly cursor: Cursor
  readonly fault: FaultView | undefined
  readonly wholeUntilUtcMs: number | undefined
  readonly reading: 'reading' | 'read' | 'failed'
  readonly nowUtcMs: number
  readonly words: Words
  readonly onMove: (way: CursorWay) => void
  readonly onPoint: (utcMs: number) => void
}

const LANE_PX = 14
const FIRST_WIDTH = 480

export function Course(props: CourseProps): ReactNode {
  const { services, used, window, untilUtcMs, wholeUntilUtcMs, reading, words } = props
  const note = reading !== 'read' ? words.text(reading === 'failed' ? 'review.not-read' : 'review.loading') : wholeUntilUtcMs === undefined ? undefined : words.text('review.lines-until', { time: words.clock(wholeUntilUtcMs) })
  return (
    <Panel title={words.text('review.lines')} note={note} aside={<span className="review-date">{words.date(window.fromUtcMs)}</span>} className="review-course">
      <div className="review-lanes">
        <div className="review-lane-names" aria-hidden>
          {services.map(({ id, label }) => <span key={id}>{label}</span>)}
          <span className="is-used">{words.text('review.used')}</span>
        </div>
        <Lanes {...props} services={services} />
      </div>
      <p className="hidden-text">{used.map((piece) => `${momentText(piece.fromUtcMs, untilUtcMs, words)} ${piece.label}`).join('; ')}</p>
    </Panel>
  )
}

function Lanes({ services, used, window, untilUtcMs, cursor, fault, nowUtcMs, words, onMove, onPoint }: CourseProps): ReactNode {
  const room = useRef<HTMLDivElement>(null)
  const hint = useId()
  const width = useWidth(room, FIRST_WIDTH)
  const at = (utcMs: number): string => `${shareOf(utcMs, window) * 100}%`
  const point = (event: PointerEvent): void => {
    const box = room.current?.getBoundingClientRect()
    if (!box) return
    const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width))
    onPoint(Math.min(untilUtcMs, Math.round(window.fromUtcMs + share * (window.toUtcMs - window.fromUtcMs))))
  }
  const press = (event: KeyboardEvent): void => {
    const way = cursorWayOf(event)
    if (way === undefined) return
    event.preventDefault()
    onMove(way)
  }
  const text = momentText(cursor.utcMs, nowUtcMs, words)
  const lineEnd = Math.max(window.fromUtcMs + 1, untilUtcMs)
  return (
    <div
      ref={room}
      className="review-lanes-room"
      role="slider"
      tabIndex={0}
      aria-label={words.text('review.cursor')}
      aria-describedby={hint}
      aria-valuemin={0}
      aria-valuemax={Math.round((window.toUtcMs - window.fromUtcMs) / 1000)}
      aria-valuenow={Math.round(Math.min(window.toUtcMs - window.fromUtcMs, Math.max(0, cursor.utcMs - window.fromUtcMs)) / 1000)}
      aria-valuetext={text}
      title={words.text('review.cursor-hint')}
      onKeyDown={press}
      onPointerDown={(event) => {
        if (event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        point(event)
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) point(event)
      }}
    >
      {ticksOf(window, words).map(({ utcMs, text: tick }) => (
        <span key={utcMs} className="review-tick" style={{ left: at(utcMs) }}>
          {shareOf(utcMs, window) < LAST_LABEL && <time>{tick}</time>}
        </span>
      ))}
      {fault && <span className="review-span" style={{ left: at(fault.begunUtcMs ?? fault.openedUtcMs), right: `${(1 - shareOf(fault.closedUtcMs ?? untilUtcMs, window)) * 100}%` }} />}
      {services.map(({ id, points }) => (
        <div key={id} className="review-lane">
          <TraceLine points={points} fromUtcMs={window.fromUtcMs} toUtcMs={lineEnd} width={width * shareOf(lineEnd, window)} height={LANE_PX} />
        </div>
      ))}
      <div className="review-used">
        {used.map((piece) => {
          const isNarrow = (shareOf(piece.toUtcMs, window) - shareOf(piece.fromUtcMs, window)) * width < NAMED_PX
          return (
            <span key={piece.fromUtcMs} className={`use-${piece.use} ${isNarrow ? 'is-narrow' : ''}`} style={{ left: at(piece.fromUtcMs), right: `${(1 - shareOf(piece.toUtcMs, window)) * 100}%` }} title={piece.label}>
              {!isNarrow && piece.label}
            </span>
          )
        })}
      </div>
      <span className={`review-cursor ${shareOf(cursor.utcMs, window) > HALF ? 'is-right' : ''}`} style={{ left: at(cursor.utcMs) }}>
        <time>{words.clock(cursor.utcMs)}</time>
      </span>
      <span id={hint} className="hidden-text">{words.text('review.cursor-hint')}</span>
    </div>
  )
}

const HALF = 0.5
/** A shorter piece is drawn as long as it was, without its name: one letter of it says nothing. */
const NAMED_PX = 48
/** A time further right would be cut at the edge. */
const LAST_LABEL = 0.93
