// Meldingen and acties of an earlier run, which this console no longer holds: as the record tells them, to read only. Without
// them a storing of last month would seem to have had none.
import { useCallback, type ReactNode } from 'react'
import type { TimelineEntry, Topics } from '../../electron/contract/topics.ts'
import { useLink } from '../app/console-context.tsx'
import type { PanelProps } from '../dispatcher/panel-props.ts'
import { asText } from '../model/console-view.ts'
import { forgotten, reviewLines } from '../model/review-entries.ts'
import { refusedReading } from '../model/review-trouble.ts'
import { momentText } from '../model/review-window.ts'
import { useLatest } from './use-latest.ts'

interface EarlierLinesProps extends PanelProps {
  readonly number: string | undefined
  readonly of: 'reports' | 'actions'
  readonly known: Topics['reports'] | Topics['actions']
  /** Said once the record has none either. */
  readonly none: ReactNode
}

const MOST = 50
/** A report of a unit, taken on the main view, is a melding too: its own number stands under `filed`. */
const OPENING_KINDS = { reports: ['report.filed', 'people.told'], actions: ['action.added'] } as const

function isEarlier({ kind, payload }: TimelineEntry, known: EarlierLinesProps['known']): boolean {
  const number = asText(payload[kind === 'people.told' ? 'filed' : 'number'])
  return number !== '' && known[number] === undefined
}

export function EarlierLines({ number, of, known, none, view, words }: EarlierLinesProps): ReactNode {
  const link = useLink()
  const { shown } = useLatest(number, number, useCallback((about: string) => link.call('record.search', { number: about, kinds: [...OPENING_KINDS[of]], limit: MOST }), [link, of]))
  if (number === undefined) return none
  if (shown === undefined || shown.question !== number) return undefined
  if (!shown.answer.ok) return <p className="review-empty">{refusedReading(shown.answer.error, words)}</p>
  const found = forgotten(shown.answer.value.entries, view.topics).filter((entry) => isEarlier(entry, known))
  const lines = reviewLines({ found, corrections: [] }, view.topics, words)
  if (lines.length === 0) return none
  return (
    <>
      <h3>{words.text('review.earlier')}</h3>
      <ul>
        {lines.map((line) => (
          <li key={line.seq} className="review-earlier">
            <time>{momentText(line.utcMs, view.nowUtcMs, words)}</time>
            <span>{line.text}</span>
          </li>
        ))}
      </ul>
    </>
  )
}
