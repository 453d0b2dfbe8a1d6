// The last action with its undo, as below the main view; and the transmit key, which looking back never takes away.
import type { ReactNode } from 'react'
import { AskButton } from '../app/AskButton.tsx'
import { useLastAsk } from '../app/console-context.tsx'
import type { PanelProps } from '../dispatcher/panel-props.ts'
import { PttBlock } from '../dispatcher/PttBlock.tsx'
import { lastAction } from '../model/last-action.ts'
import { refusalSentence } from '../model/refusal.ts'
import { Shape } from '../ui/Shape.tsx'

export function ReviewFoot({ view, words }: PanelProps): ReactNode {
  const last = useLastAsk()
  const action = lastAction(view, words)
  return (
    <div className="review-foot">
      <span className="footer-title">{words.text('last-action')}</span>
      <span className="footer-action" role="status">
        {last.outcome === 'refused' ? (
          <>
            <Shape kind="degraded" size={16} />
            <b>{refusalSentence(last, words, view.topics.site.site)}</b>
          </>
        ) : (
          <>
            <b title={action?.text}>{last.outcome === 'asked' ? words.text('last-action.busy') : (action?.text ?? words.text('last-action.none'))}</b>
            {action && last.outcome !== 'asked' && <time>{words.clock(action.utcMs)}</time>}
          </>
        )}
      </span>
      {action?.undo !== undefined && last.outcome !== 'asked' && <AskButton ask={action.undo}>{words.text('last-action.undo')}</AskButton>}
      <span className="review-head-space" />
      <PttBlock view={view} words={words} />
    </div>
  )
}
