// On an alternative: the way back. On the RBS: the way out, should it be needed. The same place for both.
import type { ReactNode } from 'react'
import { AskButton } from '../app/AskButton.tsx'
import { isRbs, rbsLabel, rbsService } from '../model/console-view.ts'
import { returnModel } from '../model/return-model.ts'
import { secondsUntil, switchFace } from '../model/switch-face.ts'
import { keycap } from '../strip/Strip.tsx'
import { Panel } from '../ui/Panel.tsx'
import { Segments } from '../ui/Segments.tsx'
import { TraceLine } from '../ui/TraceLine.tsx'
import type { PanelProps } from './panel-props.ts'

const TRACE_MS = 15 * 60_000
const TRACE_WIDTH = 326

export function ReturnPanel(props: PanelProps): ReactNode {
  const { topics } = props.view
  const state = topics.switch.switch
  return isRbs(state ? topics.channels[state.channel] : undefined) ? <WayOut {...props} /> : <WayBack {...props} />
}

function WayBack({ view, words }: PanelProps): ReactNode {
  const { topics, nowUtcMs } = view
  const model = returnModel(view, words)
  const rbs = rbsLabel(topics.channels)
  const console = rbsService(topics.services)
  const points = topics.traces[console?.id ?? '']?.points ?? []
  return (
    <Panel title={words.text('return.title', { rbs })} aside={<span className="return-note">{words.text('return.note')}</span>} className="return">
      <div className="return-wait">
        <b className="tabular">{model.leftMs === undefined ? '' : words.left(model.leftMs)}</b>
        <span>{model.reasons.join(' ')}</span>
      </div>
      <div className="return-trace">
        <span>{words.text('return.trace', { rbs })}</span>
        <TraceLine points={points} fromUtcMs={nowUtcMs - TRACE_MS} toUtcMs={nowUtcMs} width={TRACE_WIDTH} height={14} />
      </div>
      <Segments done={model.done} label={words.text('return.left')} />
      <AskButton ask={model.ask} look={model.look} size="critical" keycap={keycap('back', view.shell)}>
        <span>{model.label}</span>
      </AskButton>
    </Panel>
  )
}

function WayOut({ view, words }: PanelProps): ReactNode {
  const { topics, nowUtcMs } = view
  const state = topics.switch.switch
  const face = switchFace(view, words)
  const rbs = rbsLabel(topics.channels)
  return (
    <Panel title={words.text(rbsService(topics.services)?.now === 'down' ? 'next.title.away' : 'next.title', { rbs })} aside={<span className="return-note">{words.text('next.note')}</span>} className="return">
      <div className="return-wait">
        <b className="tabular">{state?.countdown ? words.left(secondsUntil(state.countdown.endsUtcMs, nowUtcMs) * 1000) : ''}</b>
        <span className="return-out">
          <span>{face.upper}</span>
          <b>{face.main}</b>
        </span>
      </div>
      <div className="return-buttons">
      {state?.countdown && (
        <AskButton ask={{ call: 'switch.stay', input: {} }} size="critical" keycap={keycap('back', view.shell)}>
          <span>{words.text('switch.stay', { rbs })}</span>
        </AskButton>
      )}
      <AskButton ask={face.ask} look={face.look} size="critical" keycap={face.key === undefined ? undefined : keycap(face.key, view.shell)}>
        <span>{face.ask === undefined ? (face.shape === 'none' ? face.main : face.upper) : words.text('switch.to-now', { target: face.main })}</span>
      </AskButton>
      </div>
    </Panel>
  )
}
