// All alarms: what stands, worst first, with what each explains under it; what came and went unseen; how many there were.
import type { ReactNode } from 'react'
import { AskButton } from '../app/AskButton.tsx'
import { alarmList, type AlarmLine } from '../model/alarm-list.ts'
import { Button } from '../ui/Button.tsx'
import { Overlay } from '../ui/Overlay.tsx'
import { Shape } from '../ui/Shape.tsx'
import { FeedbackKey } from './FeedbackKey.tsx'
import type { PanelProps } from './panel-props.ts'
import './alarm-list.css'

interface AlarmListProps extends PanelProps {
  readonly onClose: () => void
}

export function AlarmList({ view, words, onClose }: AlarmListProps): ReactNode {
  const { standing, past, acknowledge, load, flood } = alarmList(view, words)
  return (
    <Overlay title={words.text('alarms.title')} className="alarm-list" onClose={onClose}>
      {standing.length === 0 ? <p className="alarm-list-empty">{words.text('alarms.none')}</p> : <Lines lines={standing} />}
      {past.length > 0 && (
        <>
          <h3>{words.text('alarms.past.title')}</h3>
          <Lines lines={past} />
        </>
      )}
      {flood !== undefined && (
        <p className="alarm-list-flood">
          <Shape kind="degraded" size={16} />
          <b>{flood}</b>
        </p>
      )}
      {load !== undefined && <p className="alarm-list-load">{load}</p>}
      <div className="alarm-list-keys">
        {acknowledge && (
          <AskButton ask={acknowledge} size="critical">
            {words.text('alarms.acknowledge')}
          </AskButton>
        )}
        <Button onPress={onClose}>{words.text('settings.close')}</Button>
      </div>
    </Overlay>
  )
}

function Lines({ lines }: { readonly lines: readonly AlarmLine[] }): ReactNode {
  return (
    <ul>
      {lines.map((line) => (
        <li key={line.key} className={line.unseen ? 'is-unseen' : ''}>
          <Shape kind={line.shape} size={20} />
          <span className="alarm-list-text">
            <b>{line.sentence}</b>
            <small className={line.stale ? 'is-stale' : ''}>{line.facts}</small>
          </span>
          {line.feedback && <FeedbackKey face={line.feedback} />}
          {line.under.length > 0 && <Lines lines={line.under} />}
        </li>
      ))}
    </ul>
  )
}
