// Emergency calls that were taken here and not handed on yet, each with to whom it may go; and those that went.
import type { ReactNode } from 'react'
import { AskButton } from '../app/AskButton.tsx'
import { handOnModel, type HandOnLine } from '../model/hand-on.ts'
import { Button } from '../ui/Button.tsx'
import { Overlay } from '../ui/Overlay.tsx'
import { Shape } from '../ui/Shape.tsx'
import type { PanelProps } from './panel-props.ts'
import './hand-on.css'

interface HandOnProps extends PanelProps {
  readonly onClose: () => void
}

export function HandOn({ view, words, onClose }: HandOnProps): ReactNode {
  const { waiting, done } = handOnModel(view, words)
  return (
    <Overlay title={words.text('hand-on.title')} className="hand-on" onClose={onClose}>
      {waiting.length === 0 && <p className="hand-on-empty">{words.text('hand-on.none')}</p>}
      <ul>{waiting.map((line) => <Waiting key={line.id} line={line} />)}</ul>
      {done.map(({ id, text }) => <p key={id} className="hand-on-done">{text}</p>)}
      <div className="hand-on-close">
        <Button onPress={onClose}>{words.text('settings.close')}</Button>
      </div>
    </Overlay>
  )
}

function Waiting({ line: { who, facts, asks } }: { readonly line: HandOnLine }): ReactNode {
  return (
    <li>
      <Shape kind="emergency" size={24} />
      <span className="hand-on-text">
        <b>{who}</b>
        <small>{facts}</small>
      </span>
      <div className="hand-on-keys">
        {asks.map(({ label, ask }) => (
          <AskButton key={label} ask={ask} size="critical" label={`${who}: ${label}`}>
            {label}
          </AskButton>
        ))}
      </div>
    </li>
  )
}
