// "Toen": what was true at the cursor. While the next moment is looked up the last one stays, under its own time, and says
// that it is not the cursor's.
import type { ReactNode } from 'react'
import type { PanelProps } from '../dispatcher/panel-props.ts'
import type { Cursor } from '../model/review-entries.ts'
import { momentModel, type MomentModel, type MomentRow } from '../model/review-moment.ts'
import { momentText } from '../model/review-window.ts'
import type { TimelineLine } from '../model/timeline-model.ts'
import { Panel } from '../ui/Panel.tsx'
import { Shape } from '../ui/Shape.tsx'
import { SimulationMark } from '../ui/SimulationMark.tsx'
import { Tag } from '../ui/Tag.tsx'
import type { ReviewShown } from './use-review.ts'
import './moment.css'

interface MomentPanelProps extends PanelProps {
  readonly moment: ReviewShown['moment']
  /** The line at the cursor: here it stands whole, however long it is. */
  readonly line: TimelineLine | undefined
  readonly failed: boolean
  readonly cursor: Cursor
}

export function MomentPanel({ moment, line, failed, cursor, view, words }: MomentPanelProps): ReactNode {
  const model = moment && momentModel(moment.view, view, words)
  const title = model ? words.text('review.then', { time: model.time }) : words.text('review.then.none')
  const seeking = moment?.isOfCursor === true ? undefined : words.text(failed ? 'review.then.failed' : 'review.then.seeking', { time: momentText(cursor.utcMs, view.nowUtcMs, words) })
  return (
    <Panel title={title} note={seeking} aside={model && <Marks model={model} words={words} />} className={`review-moment ${moment?.isOfCursor === true ? '' : 'is-seeking'}`}>
      <dl className="review-moment-rows" tabIndex={0} aria-label={title}>
        {model?.services.map((row) => <Row key={row.key} row={row} />)}
        {model?.rows.map((row) => <Row key={row.key} row={row} />)}
        {line && <Row row={{ key: 'line', label: words.text('review.line', { seq: line.seq }), value: line.text }} />}
      </dl>
    </Panel>
  )
}

/** What is true of all of it: nothing here was real, or a drill ran. */
const Marks = ({ model, words }: { readonly model: MomentModel; readonly words: PanelProps['words'] }): ReactNode => (
  <>
    {model.drill !== undefined && <Tag look="drill">{model.drill}</Tag>}
    {model.simulated && <SimulationMark text={words.text('simulated')} />}
  </>
)

function Row({ row: { label, value, since, shape } }: { readonly row: MomentRow }): ReactNode {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {shape !== undefined && <Shape kind={shape} size={16} />}
        <b>{value}</b>
        {since !== undefined && <time>{since}</time>}
      </dd>
    </div>
  )
}
