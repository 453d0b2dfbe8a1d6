// What goes on now, where no strip stands above: an emergency call with its key first, else what you work via and what is wrong.
import type { ReactNode } from 'react'
import { AskButton } from '../app/AskButton.tsx'
import type { PanelProps } from '../dispatcher/panel-props.ts'
import { activeSentence } from '../model/channels-model.ts'
import { emergencyOf } from '../model/emergency.ts'
import { ownTrouble, stripModel } from '../model/strip-model.ts'
import { keycap } from '../strip/Strip.tsx'
import { Shape } from '../ui/Shape.tsx'

export function LiveBar({ view, words }: PanelProps): ReactNode {
  const emergency = emergencyOf(view, words)
  const { message } = stripModel(view, words)
  const trouble = ownTrouble(view, words)
  if (emergency) {
    return (
      <div className="review-live theme-emergency" role="alert">
        <Shape kind="emergency" size={28} />
        <b>{emergency.title}</b>
        <span>
          {emergency.who}
          <small>{`${emergency.evidence}. ${activeSentence(view, words)}`}</small>
        </span>
        <AskButton ask={emergency.ask} look="act" size="critical" keycap={keycap('take-emergency', view.shell)}>
          <span>{words.text('emergency.take')}</span>
        </AskButton>
      </div>
    )
  }
  return (
    <div className="review-live">
      <b>{activeSentence(view, words)}</b>
      <span role="status">{message.headline}</span>
      {trouble && (
        <span className="review-trouble" title={trouble.headline}>
          <Shape kind={trouble.tone === 'down' ? 'down' : 'degraded'} size={16} />
          <b>{trouble.headline}</b>
        </span>
      )}
      <time>{words.clock(view.nowUtcMs)}</time>
    </div>
  )
}
