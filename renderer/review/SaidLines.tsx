// The words of an opened melding and of its answer: read from the record, with what was said since.
import { useCallback, type ReactNode } from 'react'
import type { Topics } from '../../electron/contract/topics.ts'
import { useLink } from '../app/console-context.tsx'
import { forgotten } from '../model/review-entries.ts'
import { SAID_IN, saidOf, withSince } from '../model/review-said.ts'
import { refusedReading } from '../model/review-trouble.ts'
import type { Words } from '../model/words.ts'
import { useLatest } from './use-latest.ts'

interface SaidLinesProps {
  readonly number: string
  readonly timeline: Topics['timeline']
  readonly words: Words
}

const MOST = 50

export function SaidLines({ number, timeline, words }: SaidLinesProps): ReactNode {
  const link = useLink()
  const { shown } = useLatest(number, number, useCallback((asked: string) => link.call('record.search', { number: asked, kinds: [...SAID_IN], limit: MOST }), [link]))
  if (shown === undefined || shown.question !== number) return undefined
  if (!shown.answer.ok) return <p className="review-said">{refusedReading(shown.answer.error, words)}</p>
  return saidOf(forgotten(withSince(shown.answer.value.entries, timeline), { timeline }), number).map(({ seq, by, text }) => (
    <p key={seq} className="review-said">
      {by === 'answer' ? words.text('review.report.told', { text }) : text}
    </p>
  ))
}
