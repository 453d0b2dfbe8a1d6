// The line at the cursor and what can be done with it. Its row is always there, so nothing moves when a note is chosen.
import { useState, type ReactNode } from 'react'
import { AskButton } from '../app/AskButton.tsx'
import { useAsk } from '../app/console-context.tsx'
import type { PanelProps } from '../dispatcher/panel-props.ts'
import { isStandingNote } from '../model/review-note.ts'
import type { Cursor } from '../model/review-entries.ts'
import type { TimelineLine } from '../model/timeline-model.ts'
import { Button } from '../ui/Button.tsx'
import { Shape } from '../ui/Shape.tsx'
import { LineForm } from './LineForm.tsx'

interface LineBarProps extends PanelProps {
  readonly lines: readonly TimelineLine[]
  /** What the notes among them say now. */
  readonly notes: ReadonlyMap<number, string>
  readonly cursor: Cursor
  /** There are more lines to read. */
  readonly more: (() => void) | undefined
  /** The record cannot be read: said here, where it moves nothing. */
  readonly trouble: string | undefined
  readonly onAgain: () => void
}

const NOTE_LENGTH = 2000

export function LineBar({ lines, notes, cursor, more, trouble, onAgain, words }: LineBarProps): ReactNode {
  const press = useAsk()
  const [correcting, setCorrecting] = useState<number>()
  const [hasLeft, leave] = useState(false)
  const correct = (seq: number | undefined): void => {
    leave(seq === undefined)
    setCorrecting(seq)
  }
  const line = cursor.seq === undefined ? undefined : lines.find(({ seq }) => seq === cursor.seq)
  const note = line && isStandingNote(line) ? (notes.get(line.seq) ?? '') : undefined
  if (line && note !== undefined && correcting === line.seq) {
    return (
      // Its own row, or the key that takes the keyboard afterwards would be this one's, which has it no more.
      <div
        key="correcting"
        className="review-line-bar"
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          event.stopPropagation()
          correct(undefined)
        }}
      >
        <LineForm
          label={words.text('review.correct-field')}
          action={words.text('review.save')}
          longest={NOTE_LENGTH}
          first={note}
          focused
          onSend={async (text) => {
            const { ok } = await press({ call: 'note.correct', input: { seq: line.seq, text } })
            if (ok) correct(undefined)
            return ok
          }}
        />
        <Button onPress={() => correct(undefined)}>{words.text('review.cancel')}</Button>
      </div>
    )
  }
  if (trouble !== undefined) {
    return (
      <div className="review-line-bar" role="alert">
        <Shape kind="down" size={20} />
        <b className="review-line-said is-trouble">{trouble}</b>
        <Button onPress={onAgain}>{words.text('review.try-again')}</Button>
      </div>
    )
  }
  return (
    <div className="review-line-bar">
      <span className="review-line-said">{line ? `${words.text('review.line', { seq: line.seq })} · ${line.text}` : words.text('review.line-none')}</span>
      {line && note !== undefined && <Button focused={hasLeft} onPress={() => correct(line.seq)}>{words.text('review.correct')}</Button>}
      {line && note !== undefined && <AskButton ask={{ call: 'note.retract', input: { seq: line.seq } }}>{words.text('review.retract')}</AskButton>}
      {more && <Button onPress={more}>{words.text('review.entries-more')}</Button>}
    </div>
  )
}
