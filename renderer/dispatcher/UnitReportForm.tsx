// A unit tells that speech fails: call sign, Enter, one digit; five seconds by keyboard. Like a note it never keeps the focus:
// Esc or ten seconds without typing give it back.
import { useId, useRef, useState, type KeyboardEvent, type ReactNode, type Ref } from 'react'
import { PLACE_LENGTH, SYMPTOMS, UNIT_LENGTH } from '../../electron/contract/people.ts'
import type { CallInput } from '../../electron/contract/calls.ts'
import type { Symptom } from '../../electron/contract/words.ts'
import { useClock } from '../app/console-context.tsx'
import type { Words } from '../model/words.ts'
import { Button } from '../ui/Button.tsx'
import { useBorrowedFocus } from './use-borrowed-focus.ts'
import { useQuiet } from './use-quiet.ts'

export const QUIET_MS = 10_000

interface UnitReportFormProps {
  readonly words: Words
  /** Call signs to choose from; any other can be typed. */
  readonly units: readonly string[]
  readonly onReport: (report: CallInput<'people.report'>) => void
  readonly onClose: () => void
}

export function UnitReportForm({ words, units, onReport, onClose }: UnitReportFormProps): ReactNode {
  const clock = useClock()
  const suggestions = useId()
  const sign = useRef<HTMLInputElement>(null)
  const symptoms = useRef<HTMLDivElement>(null)
  const [unit, setUnit] = useState('')
  const [place, setPlace] = useState('')
  useBorrowedFocus(sign)
  useQuiet({ clock, quietMs: QUIET_MS, sign: `${unit}\n${place}` }, onClose)
  const report = (symptom: Symptom): void => {
    onReport({ symptom, ...filled('unit', unit), ...filled('place', place) })
    onClose()
  }
  const typed = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter') return
    event.preventDefault()
    symptoms.current?.querySelector('button')?.focus()
  }
  const chosen = (event: KeyboardEvent): void => {
    // The Enter that came here is still down: what it repeats chooses nothing.
    if (event.repeat) return event.preventDefault()
    const symptom = SYMPTOMS[Number(event.key) - 1]
    if (symptom) report(symptom)
  }
  return (
    <div
      className="unit-form"
      role="group"
      aria-label={words.text('people.form')}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose()
      }}
    >
      <Field input={sign} label={words.text('people.call-sign')} longest={UNIT_LENGTH} value={unit} suggestions={suggestions} onType={setUnit} onKey={typed} />
      <datalist id={suggestions}>{units.map((one) => <option key={one} value={one} />)}</datalist>
      <Field label={words.text('people.place')} longest={PLACE_LENGTH} value={place} onType={setPlace} onKey={typed} />
      <div ref={symptoms} className="unit-symptoms" onKeyDown={chosen}>
        {SYMPTOMS.map((symptom, at) => <Button key={symptom} keycap={String(at + 1)} onPress={() => report(symptom)}>{words.text(`chip.${symptom}`)}</Button>)}
      </div>
    </div>
  )
}

const filled = <Name extends string>(name: Name, text: string): { readonly [Key in Name]?: string } =>
  (text.trim() === '' ? {} : { [name]: text.trim() }) as { readonly [Key in Name]?: string }

interface FieldProps {
  readonly input?: Ref<HTMLInputElement>
  readonly label: string
  readonly longest: number
  readonly value: string
  readonly suggestions?: string
  readonly onType: (text: string) => void
  readonly onKey: (event: KeyboardEvent) => void
}

const Field = ({ input, label, longest, value, suggestions, onType, onKey }: FieldProps): ReactNode => (
  <input ref={input} aria-label={label} placeholder={label} maxLength={longest} value={value} list={suggestions} onChange={(event) => onType(event.target.value)} onKeyDown={onKey} />
)
