// The lines themselves: only those in view are drawn. One control for the keyboard, of which the line at the cursor is chosen.
import { useVirtualizer } from '@tanstack/react-virtual'
import { memo, useEffect, useId, useRef, type KeyboardEvent, type ReactNode } from 'react'
import { cursorWayOf, type CursorWay } from '../model/review-cursor.ts'
import { placeOf, type Cursor } from '../model/review-entries.ts'
import { momentText } from '../model/review-window.ts'
import type { TimelineLine } from '../model/timeline-model.ts'
import type { Words } from '../model/words.ts'

interface LineListProps {
  readonly lines: readonly TimelineLine[]
  readonly cursor: Cursor
  readonly order: 'oldest-first' | 'newest-first'
  readonly empty: string
  readonly nowUtcMs: number
  readonly words: Words
  readonly onMove: (way: CursorWay) => void
  readonly onCursor: (cursor: Cursor) => void
}

/** A finger needs more than a mouse. */
const LINE_PX = 32
const TOUCHED_LINE_PX = 44
const lineHeight = (): number => (typeof matchMedia === 'function' && matchMedia('(pointer: coarse)').matches ? TOUCHED_LINE_PX : LINE_PX)

export function LineList({ lines, cursor, order, empty, nowUtcMs, words, onMove, onCursor }: LineListProps): ReactNode {
  const scroller = useRef<HTMLDivElement>(null)
  const id = useId()
  const height = useRef(lineHeight()).current
  const virtual = useVirtualizer({ count: lines.length, getScrollElement: () => scroller.current, estimateSize: () => height, overscan: 6, getItemKey: (at) => lines[at]?.seq ?? at })
  const place = placeOf(lines, cursor)
  useEffect(() => {
    if (place >= 0) virtual.scrollToIndex(place, { align: 'auto' })
  }, [place, cursor.utcMs, cursor.seq])
  const press = (event: KeyboardEvent): void => {
    const up = order === 'oldest-first' ? 'previous' : 'next'
    const way = event.key === 'ArrowUp' ? up : event.key === 'ArrowDown' ? (up === 'previous' ? 'next' : 'previous') : cursorWayOf(event)
    if (way === undefined) return
    event.preventDefault()
    onMove(way)
  }
  // Each second a new day may begin; until then the moments stay as they are said.
  const day = Math.floor(nowUtcMs / HOUR_MS) * HOUR_MS
  return (
    <div ref={scroller} className="review-lines" tabIndex={0} role="listbox" aria-label={words.text('review.entries')} aria-activedescendant={place >= 0 ? `${id}-${lines[place]?.seq}` : undefined} onKeyDown={press}>
      {lines.length === 0 && <p className="review-empty" role="option" aria-selected={false} aria-disabled>{empty}</p>}
      <div style={{ height: virtual.getTotalSize() }} role="presentation">
        {virtual.getVirtualItems().map(({ index, start, key }) => {
          const line = lines[index]
          if (!line) return undefined
          return <Line key={key} id={`${id}-${line.seq}`} line={line} isChosen={index === place} isAt={line.seq === cursor.seq} start={start} height={height} besideUtcMs={day} words={words} onCursor={onCursor} />
        })}
      </div>
    </div>
  )
}

const HOUR_MS = 3_600_000

interface LineProps {
  readonly id: string
  readonly line: TimelineLine
  /** The last one at or before the cursor. */
  readonly isChosen: boolean
  /** The cursor stands on it. */
  readonly isAt: boolean
  readonly start: number
  readonly height: number
  readonly besideUtcMs: number
  readonly words: Words
  readonly onCursor: (cursor: Cursor) => void
}

const Line = memo(function Line({ id, line, isChosen, isAt, start, height, besideUtcMs, words, onCursor }: LineProps): ReactNode {
  return (
    <div id={id} role="option" aria-selected={isChosen} className={`review-line ${isAt ? 'is-at' : ''}`} style={{ transform: `translateY(${start}px)`, height }} onClick={() => onCursor({ utcMs: line.utcMs, seq: line.seq })}>
      <time>{momentText(line.utcMs, besideUtcMs, words)}</time>
      <span className="timeline-source">{line.source}</span>
      <span className="timeline-text">
        {line.retracted ? <del>{line.text}</del> : line.text}
        {line.retracted && ` (${words.text('timeline.taken-back')})`}
      </span>
    </div>
  )
})
