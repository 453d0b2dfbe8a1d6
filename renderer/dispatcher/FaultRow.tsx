// The line of the open storing with its taps, in a row of its own whether one is open or not.
import { useState, type ReactNode } from 'react'
import { useClock } from '../app/console-context.tsx'
import { faultLine, OFFERED_MS, type LineChoice } from '../model/fault-line.ts'
import { Panel } from '../ui/Panel.tsx'
import { Shape } from '../ui/Shape.tsx'
import { FaultTaps } from './FaultTaps.tsx'
import type { PanelProps } from './panel-props.ts'
import { useQuiet } from './use-quiet.ts'
import './fault-line.css'

export function FaultRow({ view: { topics, nowUtcMs }, words }: PanelProps): ReactNode {
  const clock = useClock()
  const [choice, setChoice] = useState<LineChoice>({ since: 0 })
  const fault = faultLine({ topics, nowUtcMs }, choice, words)
  // What was opened by hand and left alone folds away as what was held out does.
  useQuiet({ clock, quietMs: OFFERED_MS, sign: `${choice.since} ${choice.number} ${choice.question}` }, () => setChoice(({ question: _put, ...rest }) => rest))
  if (!fault) return <Panel title={words.text('fault.none')} className="timeline-fault" />
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
    <Panel title={title} aside={taps} className="timeline-fault has-fault">
      <p className="fault-status">
        {status.warns && <Shape kind="degraded" size={14} />}
        <b className={status.warns ? 'is-late' : ''}>{status.text}</b>
        {!isTight && <span>{count}</span>}
        <span className="hidden-text" role="status">{aloud}</span>
      </p>
    </Panel>
  )
}

