// An emergency call takes the place of what you work via, which stays readable; its key is its own.
import type { ReactNode } from 'react'
import { AskButton } from '../app/AskButton.tsx'
import { alternativeLabel, isRbs } from '../model/console-view.ts'
import type { EmergencyModel } from '../model/emergency.ts'
import { keycap } from '../strip/Strip.tsx'
import { Shape } from '../ui/Shape.tsx'
import type { PanelProps } from './panel-props.ts'

interface EmergencyBlockProps extends PanelProps {
  readonly emergency: EmergencyModel
}

export function EmergencyBlock({ emergency, view, words }: EmergencyBlockProps): ReactNode {
  const { topics } = view
  const state = topics.switch.switch
  const active = state ? topics.channels[state.channel] : undefined
  const via = isRbs(active) ? (active?.label ?? '') : alternativeLabel(topics, state?.channel, state?.group, words)
  return (
    <section className="work-via emergency-block theme-emergency" role="alert">
      <div className="work-via-head">
        <Shape kind="emergency" size={28} />
        <h2>{emergency.title}</h2>
        <span>{words.clock(emergency.sinceUtcMs)}</span>
        <b>
          {words.text(isRbs(active) ? 'via.rbs' : 'via.alternative')} {via}
        </b>
      </div>
      <p className={`work-via-channel ${emergency.who.length > LONG ? 'is-long' : ''}`}>{emergency.who}</p>
      <div className="emergency-foot">
        <span>
          {emergency.evidence}
          {emergency.more > 0 && `; ${words.text('emergency.more', { count: emergency.more })}`}
        </span>
        <AskButton ask={emergency.ask} look="act" size="critical" keycap={keycap('take-emergency', view.shell)}>
          <span>{words.text('emergency.take')}</span>
        </AskButton>
      </div>
    </section>
  )
}

const LONG = 20
