// The line of the open storing with its taps, and under it the log, newest on top. Only the lines in view are drawn: it may be
// long after a night of on and off.
import { useVirtualizer } from '@tanstack/react-virtual'
import { memo, useMemo, useRef, useState, type ReactNode } from 'react'
import type { Topics } from '../../electron/contract/topics.ts'
import { useClock } from '../app/console-context.tsx'
import { faultLine, OFFERED_MS, type LineChoice } from '../model/fault-line.ts'
import { timelineLines, type TimelineLine } from '../model/timeline-model.ts'
import type { Words } from '../model/words.ts'
import { Panel } from '../ui/Panel.tsx'
import { Shape } from '../ui/Shape.tsx'
import { FaultTaps } from './FaultTaps.tsx'
import { useQuiet } from './use-quiet.ts'
import './fault-line.css'

const LINE_PX = 31

interface TimelinePanelProps {
  readonly topics: Topics
  readonly nowUtcMs: number
  readonly words: Words
}

export function TimelinePanel({ topics, nowUtcMs, words }: TimelinePanelProps): ReactNode {
  const clock = useClock()
  const [choice, setChoice] = useState<LineChoice>({ since: 0 })
  const labels = Object.values(topics.channels).map((channel) => channel.label).join()
  // Its sentences need the labels of channels and devices, and nothing that changes each second.
  const lines = useMemo(() => timelineLines(topics, words), [topics.timeline, topics.site, labels, words])
  const fault = faultLine({ topics, nowUtcMs }, choice, words)
  // What was opened by hand and left alone folds away as what was held out does.
  useQuiet({ clock, quietMs: OFFERED_MS, sign: `${choice.since} ${choice.number} ${choice.question}` }, () => setChoice(({ question: _put, ...rest }) => rest))
  if (!fault) {
    return (
      <Panel title={words.text('timeline.title')} note={words.text('fault.none')} aside={<span className="timeline-order">{words.text('timeline.newest')}</span>} className="timeline">
        <Lines lines={lines} words={words} />
      </Panel>
    )
  }
  const { number, since, status, count, aloud, others, questions } = fault
  // Nine keys beside it leave room for the number alone.
  const isTight = others !== undefined && questions.every(({ isOpen }) => isOpen)
  const title = isTight ? number : words.text(topics.site.site?.drill ? 'drill.fault' : 'timeline.fault', { number })
  const taps = (
    <FaultTaps
      line={fault}
      words={words}
      onOpen={(question) => setChoice({ ...choice, since, number, question })}
      onSaid={() => setChoice(({ question: _said, ...rest }) => ({ ...rest, since, number }))}
      onFold={() => setChoice({ since, number, folded: true })}
      onNext={(next) => setChoice({ since, number: next })}
    />
  )
  return (
    <Panel title={title} aside={taps} className="timeline has-fault">
      <p className="fault-status">
        {status.warns && <Shape kind="degraded" size={14} />}
        <b className={status.warns ? 'is-late' : ''}>{status.text}</b>
        {!isTight && <span>{count}</span>}
        <span className="hidden-text" role="status">{aloud}</span>
      </p>
      <Lines lines={lines} words={words} />
    </Panel>
  )
}

const Lines = memo(function Lines({ lines, words }: { readonly lines: readonly TimelineLine[]; readonly words: Words }): ReactNode {
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({ count: lines.length, getScrollElement: () => scroller.current, estimateSize: () => LINE_PX, overscan: 4, getItemKey: (at) => lines[at]?.seq ?? at })
  if (lines.length === 0) return <p className="timeline-empty">{words.text('timeline.empty')}</p>
  return (
    <div ref={scroller} className="timeline-scroll" tabIndex={0} role="region" aria-label={words.text('timeline.lines')}>
      <ol style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start, key }) => {
          const line = lines[index]
          if (!line) return undefined
          return (
            <li key={key} className={index === 0 ? 'is-newest' : ''} style={{ transform: `translateY(${start}px)` }} aria-setsize={lines.length} aria-posinset={index + 1}>
              <time>{words.clock(line.utcMs)}</time>
              <span className="timeline-source">{line.source}</span>
              <span className="timeline-text">
                {line.retracted ? <del>{line.text}</del> : line.text}
                {line.retracted && ` (${words.text('timeline.taken-back')})`}
              </span>
            </li>
          )
        })}
      </ol>
    </div>
  )
})
