// One service opened from its cell: what was measured of it, and by which probe.
import { useState, type ReactNode } from 'react'
import { feedbackOn } from '../model/alarm-list.ts'
import { serviceAlarm } from '../model/service-cells.ts'
import { serviceDetail, type ServiceWork } from '../model/service-detail.ts'
import { shapeOf } from '../strip/ServicesZone.tsx'
import { Button } from '../ui/Button.tsx'
import { Overlay } from '../ui/Overlay.tsx'
import { Shape } from '../ui/Shape.tsx'
import { TraceLine } from '../ui/TraceLine.tsx'
import { AskButton } from '../app/AskButton.tsx'
import type { Words } from '../model/words.ts'
import { FeedbackKey } from './FeedbackKey.tsx'
import type { PanelProps } from './panel-props.ts'
import './service-detail.css'

interface ServiceDetailProps extends PanelProps {
  readonly service: string
  readonly onClose: () => void
}

const TRACE_MS = 60 * 60_000
const TRACE_WIDTH = 420

export function ServiceDetail({ service, view, words, onClose }: ServiceDetailProps): ReactNode {
  const model = serviceDetail(view, service, words)
  if (!model) return undefined
  const feedback = feedbackOn(serviceAlarm(service), view, words)
  const { title, word, tone, proven, judgement, facts, probes, work } = model
  const state = (
    <>
      <Shape kind={shapeOf({ tone, proven })} size={16} />
      <span>{word}</span>
    </>
  )
  return (
    <Overlay title={title} aside={state} className="service-detail" onClose={onClose}>
      {judgement !== '' && <p className="service-judgement">{judgement}</p>}
      <div className="service-trace">
        <span>{words.text('service.hour')}</span>
        <TraceLine points={view.topics.traces[service]?.points ?? []} fromUtcMs={view.nowUtcMs - TRACE_MS} toUtcMs={view.nowUtcMs} width={TRACE_WIDTH} height={14} />
      </div>
      <dl>
        {facts.map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <table>
        <caption>{words.text('service.probes')}</caption>
        <tbody>
          {probes.map((probe) => (
            <tr key={probe.id}>
              <th scope="row">{probe.asks}</th>
              <td>{probe.state}</td>
              <td className="tabular">{probe.latency}</td>
              <td className="tabular">
                {probe.detail}
                {probe.asks !== probe.id && <small>{probe.id}</small>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="service-keys">
        <WorkKeys key={work.end ? 'planned' : 'not planned'} work={work} words={words} />
        {feedback && <FeedbackKey face={feedback} />}
        <Button onPress={onClose}>{words.text('settings.close')}</Button>
      </div>
    </Overlay>
  )
}

/** What silences a service, or takes a label away, is a supervisor's and has no undo: two presses, and the first says whose. */
function WorkKeys({ work, words }: { readonly work: ServiceWork; readonly words: Words }): ReactNode {
  const [isChoosing, choose] = useState(false)
  const { begin, end, lift } = work
  return (
    <>
      {!isChoosing && <Button onPress={() => choose(true)}>{words.text('service.work.begin')}</Button>}
      {isChoosing && begin && <span className="service-work">{words.text('service.work.how-long')}</span>}
      {isChoosing && begin?.map(({ label, ask }) => <AskButton key={label} ask={ask}>{label}</AskButton>)}
      {isChoosing && end && <AskButton ask={end}>{words.text('service.work.end')}</AskButton>}
      {isChoosing && lift && <AskButton ask={lift}>{words.text('service.work.lift')}</AskButton>}
      {isChoosing && <Button onPress={() => choose(false)}>{words.text('service.work.not')}</Button>}
    </>
  )
}
