// What to announce, large enough to read aloud; what the channel does not carry; the key that says it was done, and the preset
// text that a supervisor may send.
import type { ReactNode } from 'react'
import { AskButton } from '../app/AskButton.tsx'
import { rbsLabel } from '../model/console-view.ts'
import { sayModel } from '../model/say-model.ts'
import type { PanelProps } from './panel-props.ts'
import './say.css'

export function SayPanel({ view, words }: PanelProps): ReactNode {
  const model = sayModel(view, words)
  if (!model) return <p className="timeline-empty">{words.text('say.none', { rbs: rbsLabel(view.topics.channels) })}</p>
  const { sentence, losses, said, preset } = model
  return (
    <div className="say">
      <div className="say-words" tabIndex={0} role="region" aria-label={words.text('say.tab')}>
        <p className="say-sentence">{sentence}</p>
        {losses.length > 0 && <p className="say-losses">{losses.join(', ')}</p>}
        {preset && <p className="say-preset-text">{preset.text}</p>}
      </div>
      <AskButton ask={said.ask} look={said.look} size="critical" layout="column" className="say-key">
        <b>{said.label}</b>
        <small>{said.detail}</small>
      </AskButton>
      {preset && (
        <AskButton ask={preset.ask} size="critical" layout="column" className="say-key">
          <b>{preset.label}</b>
          <small>{preset.detail}</small>
        </AskButton>
      )}
    </div>
  )
}
