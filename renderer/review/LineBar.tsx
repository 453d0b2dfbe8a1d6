// The line at the cursor and what can be done with it. Its row is always there, so nothing moves when a note is chosen.
import { useEffect, useState, type ReactNode } from 'react'
import { AskButton } from '../app/AskButton.tsx'
import { useAsk } from '../app/console-context.tsx'
import type { PanelProps } from '../dispatcher/panel-props.ts'
import { isStandingNote } from '../model/review-note.ts'
import type { Cursor } from '../model/review-entries.ts'
import type { Ask } from '../model/switch-face.ts'
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

interface Writing {
  readonly what: 'correction' | 'reason'
  readonly seq: number
}

const NOTE_LENGTH = 2000
const REASON_LENGTH = 200

export function LineBar({ lines, notes, cursor, more, trouble, onAgain, words }: LineBarProps): ReactNode {
  const press = useAsk()
  const [writing, setWriting] = useState<Writing>()
  /** The keyboard goes back to the key it came from, and to none of another line. */
  const [left, leave] = useState<Writing>()
  /** The field has the keyboard: its text may be deleted under it, for the entry can come before the answer. */
  const [isInField, setInField] = useState(false)
  useEffect(() => leave((from) => (from?.seq === cursor.seq ? from : undefined)), [cursor.seq])
  const write = (what: Writing['what'], seq: number): void => setWriting({ what, seq })
  const from = left ?? (isInField ? writing : undefined)
  const cameFrom = (what: Writing['what']): boolean => from?.what === what && from.seq === line?.seq
  const stop = (): void => {
    leave(writing)
    setWriting(undefined)
  }
  const sent = async (ask: Ask): Promise<boolean> => {
    const { ok } = await press(ask)
    if (ok) stop()
    return ok
  }
  const line = cursor.seq === undefined ? undefined : lines.find(({ seq }) => seq === cursor.seq)
  const note = line && isStandingNote(line) ? (notes.get(line.seq) ?? '') : undefined
  if (line && writing?.seq === line.seq && (writing.what === 'reason' ? line.hasText : note !== undefined)) {
    return (
      // Its own row, or the key that takes the keyboard afterwards would be this one's, which has it no more.
      <div
        key="correcting"
        className="review-line-bar"
        onFocus={() => setInField(true)}
        onBlur={({ currentTarget, relatedTarget }) => setInField(currentTarget.contains(relatedTarget))}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          event.stopPropagation()
          stop()
        }}
      >
        {writing.what === 'correction'
          ? <LineForm key="correction" label={words.text('review.correct-field')} action={words.text('review.save')} longest={NOTE_LENGTH} first={note} focused onSend={(text) => sent({ call: 'note.correct', input: { seq: line.seq, text } })} />
          : <LineForm key="reason" label={words.text('review.delete-why')} action={words.text('review.delete-now')} longest={REASON_LENGTH} focused onSend={(reason) => sent({ call: 'content.delete', input: { seq: line.seq, reason } })} />}
        <Button onPress={stop}>{words.text('review.cancel')}</Button>
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
    // Once a person has moved on, a key that is drawn anew no longer takes the keyboard.
    <div className="review-line-bar" onBlur={() => leave(undefined)}>
      <span className="review-line-said">{line ? `${words.text('review.line', { seq: line.seq })} · ${line.text}` : words.text('review.line-none')}</span>
      {/* The key of a deletion goes with the text: another one, drawn anew for that, takes the keyboard. */}
      {line && note !== undefined && <Button key={line.hasText ? 'text' : 'no-text'} focused={cameFrom(line.hasText ? 'correction' : 'reason')} onPress={() => write('correction', line.seq)}>{words.text('review.correct')}</Button>}
      {line && note !== undefined && <AskButton ask={{ call: 'note.retract', input: { seq: line.seq } }}>{words.text('review.retract')}</AskButton>}
      {line?.hasText && <Button focused={cameFrom('reason')} onPress={() => write('reason', line.seq)}>{words.text('review.delete')}</Button>}
      {more && <Button onPress={more}>{words.text('review.entries-more')}</Button>}
    </div>
  )
}
