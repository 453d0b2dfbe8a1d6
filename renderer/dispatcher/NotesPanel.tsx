// A tap is a note with its moment. The field never keeps the focus: Esc or ten seconds without typing give it back.
import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react'
import { useAsk, useClock } from '../app/console-context.tsx'
import { CATALOGUES } from '../i18n/catalogue.ts'
import { CHIPS, noteOfChip } from '../model/notes-model.ts'
import { Button } from '../ui/Button.tsx'
import { Chip } from '../ui/Chip.tsx'
import { Panel } from '../ui/Panel.tsx'
import type { PanelProps } from './panel-props.ts'
import { useQuiet } from './use-quiet.ts'

const QUIET_MS = 10_000

export function NotesPanel({ view, words }: PanelProps): ReactNode {
  const ask = useAsk()
  const [isTyping, setTyping] = useState(false)
  return (
    <Panel title={words.text('notes.title')} note={isTyping ? undefined : words.text('notes.note')} className="notes">
      <div className="notes-row">
        {isTyping ? (
          <NoteField label={words.text('notes.field')} record={words.text('notes.record')} onNote={(text) => void ask({ call: 'note.add', input: { text } })} onClose={() => setTyping(false)} />
        ) : (
          <>
            {CHIPS.map(({ id, key }) => {
              const note = noteOfChip([CATALOGUES.nl[key], CATALOGUES.en[key]], view.topics, view.nowUtcMs)
              const text = words.text(key)
              return <Chip key={id} label={text} pressed={note !== undefined} onPress={() => void ask(note ? { call: 'note.retract', input: { seq: note.seq } } : { call: 'note.add', input: { text } })} />
            })}
            <Button onPress={() => setTyping(true)}>{words.text('notes.type')}</Button>
          </>
        )}
      </div>
    </Panel>
  )
}

interface NoteFieldProps {
  readonly label: string
  readonly record: string
  readonly onNote: (text: string) => void
  readonly onClose: () => void
}

const LONGEST = 2000

function NoteField({ label, record, onNote, onClose }: NoteFieldProps): ReactNode {
  const clock = useClock()
  const field = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  useEffect(() => field.current?.focus(), [])
  useQuiet({ clock, quietMs: QUIET_MS, sign: text }, onClose)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (text.trim() !== '') onNote(text.trim())
    onClose()
  }
  return (
    <form className="notes-form" onSubmit={submit}>
      <input
        ref={field}
        aria-label={label}
        placeholder={label}
        maxLength={LONGEST}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onClose()
        }}
      />
      <Button onPress={() => field.current?.form?.requestSubmit()}>{record}</Button>
    </form>
  )
}
