// Looking back: one storing, its course with a cursor, what was true at the cursor, the lines of the record, and what people
// reported and agreed. It lies over the main view and closes nothing of it: every key of the console works on.
import { useCallback, useMemo, type ReactNode } from 'react'
import type { PanelProps } from '../dispatcher/panel-props.ts'
import { besideFault } from '../model/review-faults.ts'
import { faultModel } from '../model/review-facts.ts'
import { neighbour, type Cursor } from '../model/review-entries.ts'
import { serviceLines, usedPieces } from '../model/review-traces.ts'
import { moveCursor, type CursorWay } from '../model/review-cursor.ts'
import { foundCursor } from '../model/review-window.ts'
import { Button } from '../ui/Button.tsx'
import { Overlay } from '../ui/Overlay.tsx'
import { Tag } from '../ui/Tag.tsx'
import { Course } from './Course.tsx'
import { DeskPanel } from './DeskPanel.tsx'
import { EntriesPanel } from './EntriesPanel.tsx'
import { FaultList } from './FaultList.tsx'
import { FaultPanel } from './FaultPanel.tsx'
import { LiveBar } from './LiveBar.tsx'
import { MomentPanel } from './MomentPanel.tsx'
import { ReviewFoot } from './ReviewFoot.tsx'
import { useReview, type ReviewShown } from './use-review.ts'
import './review.css'

interface ReviewProps extends PanelProps {
  /** Under a strip, which says what is going on now. */
  readonly under: 'nothing' | 'strip'
  readonly onClose: () => void
}

export function Review({ view, words, under, onClose }: ReviewProps): ReactNode {
  const review = useReview(view, words)
  const { dispatch, cursor, lines, window, fault, record } = review
  const untilUtcMs = Math.min(view.nowUtcMs, window.toUtcMs)
  const goTo = useCallback((to: Cursor) => dispatch({ event: 'moved', cursor: to }), [dispatch])
  const move = (way: CursorWay, among: 'all' | 'shown'): void => {
    const line = way === 'previous' || way === 'next' ? neighbour(lines, cursor, way) : undefined
    const to = moveCursor(cursor, way, { fromUtcMs: window.fromUtcMs, untilUtcMs, line, moment: among === 'all' && review.moment?.isOfCursor === true ? review.moment.view : undefined })
    if (to) goTo(to)
  }
  const services = useMemo(() => serviceLines(record, window, view.topics.services), [record, window, view.topics.services])
  const used = record ? usedPieces(record, untilUtcMs, view.topics, words) : []
  const model = fault && faultModel(fault, cursor.utcMs, view, words)
  return (
    <Overlay title={words.text('review.title')} className="review" onClose={onClose}>
      <ReviewHead review={review} state={model?.state} number={model?.number} view={view} words={words} onClose={onClose} />
      {under === 'nothing' && <LiveBar view={view} words={words} />}
      <div className="review-columns">
        <div className="review-left">
          <FaultList review={review} view={view} words={words} />
          <FaultPanel model={model} subject={review.state.subject} words={words} />
        </div>
        <div className="review-middle">
          <Course services={services} used={used} window={window} untilUtcMs={untilUtcMs} cursor={cursor} fault={fault} wholeUntilUtcMs={record?.wholeUntilUtcMs} reading={record ? 'read' : review.trouble ? 'failed' : 'reading'} nowUtcMs={view.nowUtcMs} words={words} onMove={(way) => move(way, 'all')} onPoint={(utcMs) => goTo({ utcMs })} />
          <EntriesPanel review={review} untilUtcMs={untilUtcMs} view={view} words={words} onMove={(way) => move(way, 'shown')} onCursor={goTo} />
        </div>
        <div className="review-right">
          <MomentPanel moment={review.moment} line={lines.find(({ seq }) => seq === cursor.seq)} failed={review.trouble !== undefined} cursor={cursor} view={view} words={words} />
          <DeskPanel review={review} view={view} words={words} />
        </div>
      </div>
      <ReviewFoot view={view} words={words} />
    </Overlay>
  )
}

interface HeadProps extends PanelProps {
  readonly review: ReviewShown
  readonly number: string | undefined
  readonly state: string | undefined
  readonly onClose: () => void
}

/** Its own row inside the overlay, so that Escape is heard on its buttons too. */
function ReviewHead({ review, number, state, words, onClose }: HeadProps): ReactNode {
  const { faults, dispatch } = review
  const step = (way: 'older' | 'newer', label: string): ReactNode => {
    const to = besideFault(faults, number, way)
    return (
      <Button look={to ? 'plain' : 'inert'} onPress={() => to && dispatch({ event: 'chosen', subject: { on: 'fault', number: to.number }, cursor: foundCursor(to) })}>
        {label}
      </Button>
    )
  }
  return (
    <div className="review-head">
      {number !== undefined && <b className="review-number">{number}</b>}
      {state !== undefined && <Tag>{state}</Tag>}
      <span className="review-head-space" />
      {step('older', words.text('review.older'))}
      {step('newer', words.text('review.newer'))}
      <Button onPress={onClose}>{words.text('review.close-page')}</Button>
    </div>
  )
}
