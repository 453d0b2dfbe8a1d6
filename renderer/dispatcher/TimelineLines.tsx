// The log, newest on top. Only the lines in view are drawn: it may be long after a night of on and off.
import { useVirtualizer } from '@tanstack/react-virtual'
import { memo, useMemo, useRef, type ReactNode } from 'react'
import { timelineLines, type TimelineLine } from '../model/timeline-model.ts'
import type { PanelProps } from './panel-props.ts'
import type { Words } from '../model/words.ts'

const LINE_PX = 31

export function TimelineLines({ view: { topics }, words }: PanelProps): ReactNode {
  const labels = Object.values(topics.channels).map((channel) => channel.label).join()
  // Its sentences need the labels of channels and devices, and nothing that changes each second.
  const lines = useMemo(() => timelineLines(topics, words), [topics.timeline, topics.site, labels, words])
  return <Lines lines={lines} words={words} />
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
