// Meldingen or acties: one opens at a time and shows what can be done with it; a new one is made in the same place.
import { useState, type KeyboardEvent, type ReactNode } from 'react'
import { AskButton } from '../app/AskButton.tsx'
import { useAsk } from '../app/console-context.tsx'
import type { DeskRow } from '../model/review-desk.ts'
import type { Words } from '../model/words.ts'
import { Button } from '../ui/Button.tsx'
import { Shape } from '../ui/Shape.tsx'
import { LineForm } from './LineForm.tsx'

interface DeskListProps {
  readonly rows: readonly DeskRow[]
  /** Of no storing. */
  readonly loose: readonly DeskRow[]
  readonly empty: string
  /** Of the key that opens the form. */
  readonly open: string
  readonly form: (close: () => void) => ReactNode
  readonly words: Words
  readonly children: ReactNode
}

const NEW = 'new'

export function DeskList({ rows, loose, empty, open, form, words, children }: DeskListProps): ReactNode {
  const [opened, setOpened] = useState<string>()
  const [hasLeft, leaveForm] = useState(false)
  const close = (): void => {
    leaveForm(opened === NEW)
    setOpened(undefined)
  }
  const leave = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || opened === undefined) return
    event.stopPropagation()
    close()
  }
  const row = (one: DeskRow): ReactNode => <DeskItem key={one.number} row={one} isOpen={opened === one.number} onToggle={() => setOpened(opened === one.number ? undefined : one.number)} words={words} />
  return (
    <div className="review-desk-list" onKeyDown={leave} tabIndex={-1}>
      {opened === NEW ? form(close) : <Button className="review-new" focused={hasLeft} onPress={() => setOpened(NEW)}>{open}</Button>}
      {rows.length === 0 ? <p className="review-empty">{empty}</p> : <ul>{rows.map(row)}</ul>}
      {children}
      {loose.length > 0 && (
        <>
          <h3>{words.text('review.reports.loose')}</h3>
          <ul>{loose.map(row)}</ul>
        </>
      )}
    </div>
  )
}

interface DeskItemProps {
  readonly row: DeskRow
  readonly isOpen: boolean
  readonly onToggle: () => void
  readonly words: Words
}

const ANSWER_LENGTH = 2000

function DeskItem({ row, isOpen, onToggle, words }: DeskItemProps): ReactNode {
  const press = useAsk()
  return (
    <li className={`review-desk-item state-${row.state}`}>
      <button type="button" className="review-desk-row" aria-expanded={isOpen} onClick={onToggle}>
        <b>{row.title}</b>
        <span className="review-desk-state">
          {row.state === 'late' && <Shape kind="degraded" size={14} />}
          {row.stateText}
        </span>
        <small>{[row.number, row.facts].filter((part) => part !== '').join(' · ')}</small>
      </button>
      {isOpen && (
        <div className="review-desk-keys">
          {row.answerable && <LineForm label={words.text('review.report.answer')} action={words.text('review.save')} longest={ANSWER_LENGTH} focused onSend={async (text) => (await press({ call: 'report.change', input: { number: row.number, change: { what: 'answered', text } } })).ok} />}
          {row.keys.map(({ label, ask, chosen }) => (chosen === undefined ? <AskButton key={label} ask={ask}>{label}</AskButton> : <Button key={label} pressed={chosen} onPress={() => void press(ask)}>{label}</Button>))}
        </div>
      )}
    </li>
  )
}
