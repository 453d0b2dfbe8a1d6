// The lines of the record: filtered, searched, jumped in. The line at the cursor is the one that can be acted on, below them.
import { useState, type FormEvent, type ReactNode } from 'react'
import type { PanelProps } from '../dispatcher/panel-props.ts'
import { readMoment } from '../i18n/wall-time.ts'
import { ENTRY_FILTERS, type Cursor, type EntryFilter } from '../model/review-entries.ts'
import { BEFORE_MS, type ReviewWindow } from '../model/review-window.ts'
import { refusedReading } from '../model/review-trouble.ts'
import type { CursorWay } from '../model/review-cursor.ts'
import { Chip } from '../ui/Chip.tsx'
import { useDelayed } from './use-delayed.ts'
import { LineList } from './LineList.tsx'
import { LineBar } from './LineBar.tsx'
import type { ReviewShown } from './use-review.ts'
import './entries.css'

interface EntriesPanelProps extends PanelProps {
  readonly review: ReviewShown
  readonly untilUtcMs: number
  /** Among these lines: who searched does not leave what was found by one step too many. */
  readonly onMove: (way: CursorWay) => void
  readonly onCursor: (cursor: Cursor) => void
}

export function EntriesPanel({ review, untilUtcMs, view, words, onMove, onCursor }: EntriesPanelProps): ReactNode {
  const { state: { query }, dispatch, lines, notes, moreLines, cursor, isReading, window, trouble } = review
  const toggle = (filter: EntryFilter): void => {
    const on = query.filters.includes(filter)
    dispatch({ event: 'queried', query: { filters: on ? query.filters.filter((one) => one !== filter) : [...query.filters, filter] } })
  }
  const jump = (utcMs: number): void => {
    const to = Math.min(utcMs, view.nowUtcMs)
    // Beyond what is looked at: then that moment is what is looked at.
    if (to < window.fromUtcMs - BEFORE_MS || to > untilUtcMs + BEFORE_MS) dispatch({ event: 'chosen', subject: { on: 'moment', utcMs: to }, cursor: { utcMs: to } })
    else onCursor({ utcMs: to })
  }
  return (
    <section className="review-entries ui-panel" aria-label={words.text('review.entries')}>
      <div className="review-query">
        {ENTRY_FILTERS.map((filter) => <Chip key={filter} label={words.text(`review.filter.${filter}`)} pressed={query.filters.includes(filter)} onPress={() => toggle(filter)} />)}
      </div>
      <div className="review-query">
        <SearchField text={query.text} words={words} onText={(text) => dispatch({ event: 'queried', query: { text } })} />
        <Chip label={words.text('review.everywhere')} pressed={query.scope === 'all'} onPress={() => dispatch({ event: 'queried', query: { scope: query.scope === 'all' ? 'window' : 'all' } })} />
        <JumpField window={window} cursor={cursor} words={words} onJump={jump} />
      </div>
      <LineList lines={lines} cursor={cursor} order={query.scope === 'all' ? 'newest-first' : 'oldest-first'} empty={words.text(isReading ? 'review.loading' : trouble ? 'review.not-read' : 'review.entries-none')} nowUtcMs={view.nowUtcMs} words={words} onMove={onMove} onCursor={onCursor} />
      <LineBar lines={lines} notes={notes} cursor={cursor} more={moreLines ? () => dispatch({ event: 'more-lines' }) : undefined} trouble={trouble && refusedReading(trouble, words)} onAgain={() => dispatch({ event: 'asked-again' })} view={view} words={words} />
    </section>
  )
}

interface SearchFieldProps {
  readonly text: string
  readonly words: PanelProps['words']
  readonly onText: (text: string) => void
}

/** The record is asked when typing rests, not at every letter. */
const TYPED_MS = 250

function SearchField({ text, words, onText }: SearchFieldProps): ReactNode {
  const [typed, type] = useState(text)
  useDelayed(typed, TYPED_MS, (said) => {
    if (said !== text) onText(said)
  })
  return (
    <input
      className="review-field"
      type="search"
      aria-label={words.text('review.search')}
      placeholder={words.text('review.search')}
      maxLength={200}
      value={typed}
      onChange={({ target }) => type(target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onText(typed)
        // The first Escape empties the field, the next one leaves the page.
        if (event.key !== 'Escape' || typed === '') return
        event.stopPropagation()
        type('')
        onText('')
      }}
    />
  )
}

interface JumpFieldProps {
  readonly window: ReviewWindow
  readonly cursor: Cursor
  readonly words: PanelProps['words']
  readonly onJump: (utcMs: number) => void
}

function JumpField({ window, cursor, words, onJump }: JumpFieldProps): ReactNode {
  const [typed, type] = useState('')
  const [isWrong, setWrong] = useState(false)
  const go = (event: FormEvent): void => {
    event.preventDefault()
    if (typed.trim() === '') return
    const utcMs = readMoment(typed, { fromUtcMs: window.fromUtcMs, toUtcMs: window.toUtcMs, nearUtcMs: cursor.utcMs, dateAlone: 'begins' })
    setWrong(utcMs === undefined)
    if (utcMs === undefined) return
    type('')
    onJump(utcMs)
  }
  return (
    <form className="review-jump" onSubmit={go}>
      <input className="review-field" aria-label={words.text('review.jump')} aria-invalid={isWrong} placeholder={words.text('review.jump')} title={words.text('review.jump-hint')} maxLength={24} value={typed} onChange={({ target }) => type(target.value)} />
      {isWrong && <span className="review-wrong" role="alert">{words.text('review.jump-wrong')}</span>}
    </form>
  )
}
