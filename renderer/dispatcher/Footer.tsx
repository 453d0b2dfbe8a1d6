// What you last did and how to take it back: in place of messages that come and go. At the right what is always at hand.
import type { ReactNode } from 'react'
import { AskButton } from '../app/AskButton.tsx'
import { useLastAsk } from '../app/console-context.tsx'
import { alarmCount } from '../model/alarm-list.ts'
import { lastAction } from '../model/last-action.ts'
import { refusalSentence } from '../model/refusal.ts'
import { ownTrouble, stripModel } from '../model/strip-model.ts'
import type { Words } from '../model/words.ts'
import { keycap } from '../strip/Strip.tsx'
import { Button } from '../ui/Button.tsx'
import { Shape } from '../ui/Shape.tsx'
import type { PanelProps } from './panel-props.ts'

interface FooterProps extends PanelProps {
  readonly onSettings: () => void
  readonly onAlarms: () => void
}

/** Record, devices, pedal, site file: said here for as long as it stands, whatever the strip has to say first. */
function OwnTrouble({ trouble, words }: { readonly trouble: NonNullable<ReturnType<typeof ownTrouble>>; readonly words: Words }): ReactNode {
  return (
    <span className="footer-trouble" title={trouble.evidence}>
      <Shape kind={trouble.tone === 'down' ? 'down' : 'degraded'} size={16} />
      <b>{trouble.headline}</b>
      {trouble.count > 1 && <span>{words.text('footer.more-troubles', { count: trouble.count - 1 })}</span>}
    </span>
  )
}

export function Footer({ view, words, onSettings, onAlarms }: FooterProps): ReactNode {
  const last = useLastAsk()
  const action = lastAction(view, words)
  const { report } = stripModel(view, words)
  const trouble = ownTrouble(view, words)
  return (
    <div className="dispatcher-footer">
      <span className="footer-title">{words.text('last-action')}</span>
      <span className="footer-action" role="status">
        {last.outcome === 'refused' ? (
          <>
            <Shape kind="degraded" size={16} />
            <b>{refusalSentence(last, words)}</b>
          </>
        ) : last.outcome === 'asked' ? (
          <b>{words.text('last-action.busy')}</b>
        ) : (
          <b>{action ? `${action.text} ${words.clock(action.utcMs)}` : words.text('last-action.none')}</b>
        )}
      </span>
      {action?.undo !== undefined && last.outcome !== 'asked' && <AskButton ask={action.undo}>{words.text('last-action.undo')}</AskButton>}
      <span className="footer-space">{trouble && <OwnTrouble trouble={trouble} words={words} />}</span>
      <Button onPress={onAlarms}>{words.text('alarms.open', { count: alarmCount(view) })}</Button>
      <Button onPress={onSettings}>{words.text('settings.open')}</Button>
      <AskButton ask={report.ask} keycap={keycap('report', view.shell)}>
        <span>{report.number === undefined ? report.label : `${report.number} ${report.label}`}</span>
      </AskButton>
    </div>
  )
}
