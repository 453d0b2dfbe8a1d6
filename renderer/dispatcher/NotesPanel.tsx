// What the dispatcher notices, by one tap: three taps that count as evidence of speech, notes, and a report of a unit. Each is
// recorded with its moment, and taken back in the same place. No field keeps the focus: Esc or ten seconds without typing.
import { useId, useRef, useState, type FormEvent, type ReactNode } from 'react'
import type { CallResult } from '../../electron/contract/host-client.ts'
import { shortcutOf } from '../../electron/contract/keys.ts'
import { SYMPTOMS } from '../../electron/contract/people.ts'
import { UNDO_MS } from '../../electron/contract/topics.ts'
import { useAsk, useClock } from '../app/console-context.tsx'
import { CATALOGUES } from '../i18n/catalogue.ts'
import { CHIPS, noteOfChip } from '../model/notes-model.ts'
import { standingTap } from '../model/people-model.ts'
import { Button } from '../ui/Button.tsx'
import { Chip } from '../ui/Chip.tsx'
import type { PanelProps } from './panel-props.ts'
import { ToldUnit, type Told } from './ToldUnit.tsx'
import { QUIET_MS, UnitReportForm } from './UnitReportForm.tsx'
import { useBorrowedFocus } from './use-borrowed-focus.ts'
import { useQuiet } from './use-quiet.ts'
import './notes.css'

interface NotesPanelProps extends PanelProps {
  /** The form for a unit is open. */
  readonly reporting: boolean
  readonly onReporting: (open: boolean) => void
}

export function NotesPanel({ view, words, reporting, onReporting }: NotesPanelProps): ReactNode {
  const ask = useAsk()
  const clock = useClock()
  const id = useId()
  const [isTyping, setTyping] = useState(false)
  const [told, setTold] = useState<Told>()
  const forget = (): void => setTold(undefined)
  useQuiet({ clock, quietMs: UNDO_MS, sign: String(told?.seq) }, forget)
  const title = words.text(reporting ? 'people.form' : 'notes.title')
  const note = reporting ? words.text('people.hint') : isTyping || told ? undefined : words.text('notes.note')
  return (
    <section className="ui-panel notes" aria-labelledby={id}>
      {/* What each key does stands on it: there is no room for a title that says it again. */}
      <h2 id={id} className="hidden-text">{title}</h2>
      <span className="hidden-text">{note}</span>
      <div className="notes-row">
        {reporting ? (
          <UnitReportForm
            words={words}
            units={view.topics.site.site?.units ?? []}
            onReport={(input) => void ask({ call: 'people.report', input }).then((reply) => setTold(toldOf(reply, clock.utcMs())))}
            onClose={() => onReporting(false)}
          />
        ) : isTyping ? (
          <NoteField label={words.text('notes.field')} record={words.text('notes.record')} onNote={(text) => void ask({ call: 'note.add', input: { text } })} onClose={() => setTyping(false)} />
        ) : (
          <>
            <Taps view={view} words={words} />
            <Button shortcut={shortcutOf('unit-report')} onPress={() => onReporting(true)}>{words.text('people.open')}</Button>
            {told ? (
              <>
                <ToldUnit told={told} words={words} />
                <Button
                  className="unit-undo"
                  onPress={() => {
                    void ask({ call: 'people.retract', input: { seq: told.seq } })
                    forget()
                  }}
                >
                  {words.text('last-action.undo')}
                </Button>
              </>
            ) : (
              <>
                <NoteChips view={view} words={words} />
                <Button onPress={() => setTyping(true)}>{words.text('notes.type')}</Button>
              </>
            )}
          </>
        )}
      </div>
    </section>
  )
}

/** undefined: it was refused, and the last action says so. */
function toldOf(reply: CallResult<unknown>, utcMs: number): Told | undefined {
  const value = reply.ok ? reply.value : undefined
  if (typeof value !== 'object' || value === null || !('seq' in value) || typeof value.seq !== 'number') return undefined
  return { seq: value.seq, utcMs, ...('report' in value && typeof value.report === 'string' ? { report: value.report } : {}) }
}

export function Taps({ view, words }: PanelProps): ReactNode {
  const ask = useAsk()
  return SYMPTOMS.map((symptom) => {
    const tap = standingTap(symptom, view.topics, view.nowUtcMs)
    return <Chip key={symptom} label={words.text(`chip.${symptom}`)} shortcut={shortcutOf(`tap-${symptom}`)} pressed={tap !== undefined} onPress={() => void ask(tap ? { call: 'people.retract', input: { seq: tap.seq } } : { call: 'people.tap', input: { symptom } })} />
  })
}

function NoteChips({ view, words }: PanelProps): ReactNode {
  const ask = useAsk()
  return CHIPS.map(({ id, key }) => {
    const note = noteOfChip([CATALOGUES.nl[key], CATALOGUES.en[key]], view.topics, view.nowUtcMs)
    const text = words.text(key)
    return <Chip key={id} label={text} pressed={note !== undefined} onPress={() => void ask(note ? { call: 'note.retract', input: { seq: note.seq } } : { call: 'note.add', input: { text } })} />
  })
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
  useBorrowedFocus(field)
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
