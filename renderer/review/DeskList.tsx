// Meldingen or acties: one opens at a time and shows what can be done with it; a new one is made in the same place.
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import type { Topics } from '../../electron/contract/topics.ts'
import { AskButton } from '../app/AskButton.tsx'
import { useAsk } from '../app/console-context.tsx'
import type { DeskRow } from '../model/review-desk.ts'
import type { Words } from '../model/words.ts'
import { Button } from '../ui/Button.tsx'
import { Shape } from '../ui/Shape.tsx'
import { LineForm } from './LineForm.tsx'
import { SaidLines } from './SaidLines.tsx'

interface DeskListProps {
  readonly rows: readonly DeskRow[]
  /** Of no storing. */
  readonly loose: readonly DeskRow[]
  readonly empty: string
  /** Of the key that opens the form. */
  readonly open: string
  readonly form: (close: () => void) => ReactNode
  /** The log, for what was said in one since it was read. */
  readonly timeline: Topics['timeline']
  readonly words: Words
  /** Lines of earlier runs, with what is said where there are none at all. */
  readonly children: (none: ReactNode) => ReactNode
}

const NEW = 'new'

export function DeskList({ rows, loose, empty, open, form, timeline, words, children }: DeskListProps): ReactNode {
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
  const row = (one: DeskRow): ReactNode => <DeskItem key={one.number} row={one} isOpen={opened === one.number} onToggle={() => setOpened(opened === one.number ? undefined : one.number)} timeline={timeline} words={words} />
  return (
    <div className="review-desk-list" onKeyDown={leave} tabIndex={-1}>
      {opened === NEW ? form(close) : <Button className="review-new" focused={hasLeft} onPress={() => setOpened(NEW)}>{open}</Button>}
      {rows.length > 0 && <ul>{rows.map(row)}</ul>}
      {children(rows.length === 0 ? <p className="review-empty">{empty}</p> : undefined)}
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
  readonly timeline: Topics['timeline']
  readonly words: Words
}

const ANSWER_LENGTH = 2000

function DeskItem({ row, isOpen, onToggle, timeline, words }: DeskItemProps): ReactNode {
  const press = useAsk()
  const item = useRef<HTMLLIElement>(null)
  const head = useRef<HTMLButtonElement>(null)
  // What can be done with it stands below it, and that may be below the edge.
  useEffect(() => {
    if (isOpen) item.current?.scrollIntoView({ block: 'nearest' })
  }, [isOpen])
  const answer = async (text: string): Promise<boolean> => {
    const { ok } = await press({ call: 'report.change', input: { number: row.number, change: { what: 'answered', text } } })
    // Its field goes: the keyboard stays with the melding.
    if (ok) head.current?.focus()
    return ok
  }
  const [owners, keys] = [row.keys.filter(({ chosen }) => chosen !== undefined), row.keys.filter(({ chosen }) => chosen === undefined)]
  return (
    <li ref={item} className={`review-desk-item state-${row.state}`}>
      <button ref={head} type="button" className="review-desk-row" aria-expanded={isOpen} onClick={onToggle}>
        <b>{row.title}</b>
        <span className="review-desk-state">
          {row.state === 'late' && <Shape kind="degraded" size={14} />}
          {row.stateText}
        </span>
        <small>{[row.number, row.facts].filter((part) => part !== '').join(' · ')}</small>
      </button>
      {isOpen && (
        <div className="review-desk-keys">
          {row.of === 'report' && <SaidLines number={row.number} timeline={timeline} words={words} />}
          {row.answerable && <LineForm label={words.text('review.report.answer')} action={words.text('review.save')} longest={ANSWER_LENGTH} focused onSend={answer} />}
          {keys.map(({ label, ask }) => <AskButton key={label} ask={ask}>{label}</AskButton>)}
          <div className="review-owners" role="group" aria-label={words.text('review.fact.owner')}>
            <small>{words.text('review.fact.owner')}</small>
            {owners.map(({ label, ask, chosen }) => <Button key={label} pressed={chosen === true} onPress={() => void press(ask)}>{label}</Button>)}
          </div>
        </div>
      )}
    </li>
  )
}
