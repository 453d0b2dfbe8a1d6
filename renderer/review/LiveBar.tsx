// What goes on now, where no strip stands above: an emergency call with its key first, else what you work via and what is wrong.
import type { ReactNode } from 'react'
import { AskButton } from '../app/AskButton.tsx'
import type { PanelProps } from '../dispatcher/panel-props.ts'
import { activeLabel } from '../model/channels-model.ts'
import { emergencyOf } from '../model/emergency.ts'
import { stripModel } from '../model/strip-model.ts'
import { keycap } from '../strip/Strip.tsx'
import { Shape } from '../ui/Shape.tsx'

export function LiveBar({ view, words }: PanelProps): ReactNode {
  const emergency = emergencyOf(view, words)
  const { message } = stripModel(view, words)
  if (emergency) {
    return (
      <div className="review-live theme-emergency" role="alert">
        <Shape kind="emergency" size={28} />
        <b>{emergency.title}</b>
        <span>{emergency.who}</span>
        <AskButton ask={emergency.ask} look="act" size="critical" keycap={keycap('take-emergency', view.shell)}>
          <span>{words.text('emergency.take')}</span>
        </AskButton>
      </div>
    )
  }
  return (
    <div className="review-live">
      <b>{words.text('review.live', { via: activeLabel(view) })}</b>
      <span role="status">{message.headline}</span>
      <time>{words.clock(view.nowUtcMs)}</time>
    </div>
  )
}
