// What you last did and how to take it back: in place of messages that come and go. At the right what is always at hand.
import type { ReactNode } from 'react'
import { AskButton } from '../app/AskButton.tsx'
import { useLastAsk } from '../app/console-context.tsx'
import { alarmCount } from '../model/alarm-list.ts'
import { lastAction } from '../model/last-action.ts'
import { refusalSentence } from '../model/refusal.ts'
import { ownTrouble, stripModel } from '../model/strip-model.ts'
import { keycap } from '../strip/Strip.tsx'
import { Button } from '../ui/Button.tsx'
import { Shape } from '../ui/Shape.tsx'
import type { PanelProps } from './panel-props.ts'

interface FooterProps extends PanelProps {
  readonly onSettings: () => void
  readonly onAlarms: () => void
  readonly onReview: () => void
}

interface AlarmsKeyProps extends PanelProps {
  readonly onAlarms: () => void
}

/** Record, devices, pedal, site file: said here for as long as it stands, whatever the strip has to say first. Opens all alarms. */
function AlarmsKey({ view, words, onAlarms }: AlarmsKeyProps): ReactNode {
  const trouble = ownTrouble(view, words)
  const all = words.text('alarms.open', { count: alarmCount(view) })
  if (!trouble) return <Button onPress={onAlarms}>{all}</Button>
  const more = trouble.count > 1 ? words.text('footer.more-troubles', { count: trouble.count - 1 }) : ''
  return (
    <Button className="footer-trouble" label={[trouble.headline, more, trouble.evidence, all].filter((part) => part !== undefined && part !== '').join('. ')} onPress={onAlarms}>
      <Shape kind={trouble.tone === 'down' ? 'down' : 'degraded'} size={16} />
      <b>{trouble.headline}</b>
      {more !== '' && <span>{more}</span>}
    </Button>
  )
}

export function Footer({ view, words, onSettings, onAlarms, onReview }: FooterProps): ReactNode {
  const last = useLastAsk()
  const action = lastAction(view, words)
  const { report } = stripModel(view, words)
  return (
    <div className="dispatcher-footer">
      <span className="footer-title">{words.text('last-action')}</span>
      <span className="footer-action" role="status">
        {last.outcome === 'refused' ? (
          <>
            <Shape kind="degraded" size={16} />
            <b>{refusalSentence(last, words, view.topics.site.site)}</b>
          </>
        ) : last.outcome === 'asked' ? (
          <b>{words.text('last-action.busy')}</b>
        ) : (
          <>
            <b title={action?.text}>{action?.text ?? words.text('last-action.none')}</b>
            {action && <time>{words.clock(action.utcMs)}</time>}
          </>
        )}
      </span>
      {action?.undo !== undefined && last.outcome !== 'asked' && <AskButton ask={action.undo}>{words.text('last-action.undo')}</AskButton>}
      <span className="footer-space">
        <AlarmsKey view={view} words={words} onAlarms={onAlarms} />
      </span>
      <Button onPress={onReview}>{words.text('review.open')}</Button>
      <Button onPress={onSettings}>{words.text('settings.open')}</Button>
      <AskButton ask={report.ask} keycap={keycap('report', view.shell)}>
        <span>{report.number === undefined ? report.label : `${report.number} ${report.label}`}</span>
      </AskButton>
    </div>
  )
}
