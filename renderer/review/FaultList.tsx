// All storingen, newest on top; only those in view are drawn, there may be hundreds.
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef, type ReactNode } from 'react'
import type { FaultView } from '../../electron/contract/topics.ts'
import type { PanelProps } from '../dispatcher/panel-props.ts'
import { serviceLabel } from '../model/review-facts.ts'
import { foundCursor, momentText } from '../model/review-window.ts'
import { Button } from '../ui/Button.tsx'
import { Panel } from '../ui/Panel.tsx'
import type { ReviewShown } from './use-review.ts'
import './fault.css'

const ROW_PX = 48

interface FaultListProps extends PanelProps {
  readonly review: ReviewShown
}

export function FaultList({ review, view, words }: FaultListProps): ReactNode {
  const { faults, moreFaults, state, dispatch } = review
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({ count: faults.length, getScrollElement: () => scroller.current, estimateSize: () => ROW_PX, overscan: 3, getItemKey: (at) => faults[at]?.number ?? at })
  const shown = state.subject?.on === 'fault' ? state.subject.number : undefined
  const at = faults.findIndex(({ number }) => number === shown)
  const count = at < 0 ? String(faults.length) : words.text('review.faults-of', { at: at + 1, count: faults.length })
  const lately = (
    <Button className="review-lately" pressed={state.subject?.on === 'lately'} onPress={() => dispatch({ event: 'chosen', subject: { on: 'lately' }, cursor: { utcMs: view.nowUtcMs } })}>
      {words.text('review.lately')}
    </Button>
  )
  return (
    <Panel title={words.text('review.faults')} note={faults.length > 0 ? count : undefined} aside={lately} className="review-faults">
      <div ref={scroller} className="review-faults-scroll" tabIndex={faults.length === 0 ? undefined : -1}>
        {faults.length === 0 && <p className="review-empty">{words.text('review.no-faults')}</p>}
        <ol style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start, key }) => {
            const fault = faults[index]
            if (!fault) return undefined
            return (
              <li key={key} style={{ transform: `translateY(${start}px)` }} aria-setsize={faults.length} aria-posinset={index + 1}>
                <FaultRow fault={fault} label={serviceLabel(fault, view)} isShown={fault.number === shown} view={view} words={words} onChoose={() => dispatch({ event: 'chosen', subject: { on: 'fault', number: fault.number }, cursor: foundCursor(fault) })} />
              </li>
            )
          })}
        </ol>
        {moreFaults && <Button className="review-more-faults" onPress={() => dispatch({ event: 'more-faults' })}>{words.text('review.more-faults')}</Button>}
      </div>
    </Panel>
  )
}

interface FaultRowProps extends PanelProps {
  readonly fault: FaultView
  readonly label: string | undefined
  readonly isShown: boolean
  readonly onChoose: () => void
}

function FaultRow({ fault, label, isShown, view, words, onChoose }: FaultRowProps): ReactNode {
  return (
    <button type="button" className="review-fault" aria-pressed={isShown} onClick={onChoose}>
      <b>{fault.number}</b>
      <span>{words.text(fault.state === 'open' ? 'review.open-short' : 'review.closed-short')}</span>
      <small>{label ?? words.text('review.fault.by-person')}</small>
      <small>{momentText(fault.openedUtcMs, view.nowUtcMs, words)}</small>
    </button>
  )
}
