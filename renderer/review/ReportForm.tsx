// A melding: who, what, from where, in whose words. What was typed stays until the record has it.
import { useState, type FormEvent, type ReactNode } from 'react'
import { FAULT_SYMPTOMS, REPORTERS, type FaultSymptom, type Reporter } from '../../electron/contract/faults.ts'
import { PLACE_LENGTH, UNIT_LENGTH } from '../../electron/contract/people.ts'
import { useAsk } from '../app/console-context.tsx'
import type { Words } from '../model/words.ts'
import { Button } from '../ui/Button.tsx'
import { SelectField, TextField } from './fields.tsx'

interface ReportFormProps {
  /** The storing it is about. */
  readonly number: string | undefined
  readonly words: Words
  readonly onClose: () => void
}

const TEXT_LENGTH = 2000

export function ReportForm({ number, words, onClose }: ReportFormProps): ReactNode {
  const press = useAsk()
  const [from, setFrom] = useState<Reporter>('unit')
  const [symptom, setSymptom] = useState<FaultSymptom>('speech-drops')
  const [typed, type] = useState({ unit: '', place: '', text: '' })
  const file = async (event?: FormEvent): Promise<void> => {
    event?.preventDefault()
    const said = Object.fromEntries(Object.entries(typed).flatMap(([key, value]) => (value.trim() === '' ? [] : [[key, value.trim()]])))
    const { ok } = await press({ call: 'report.file', input: { from, symptom, ...said, ...(number === undefined ? {} : { number }) } })
    if (ok) onClose()
  }
  return (
    <form className="review-form" onSubmit={(event) => void file(event)}>
      <SelectField label={words.text('review.report.from')} value={from} options={REPORTERS.map((one) => [one, words.text(`reporter.${one}`)] as const)} size="short" onChoose={setFrom} focused />
      <SelectField label={words.text('review.fact.symptom')} value={symptom} options={FAULT_SYMPTOMS.map((one) => [one, words.text(`symptom.${one}`)] as const)} size="long" onChoose={setSymptom} />
      <TextField label={words.text('review.report.unit')} longest={UNIT_LENGTH} value={typed.unit} onType={(unit) => type({ ...typed, unit })} />
      <TextField label={words.text('review.report.place')} longest={PLACE_LENGTH} value={typed.place} onType={(place) => type({ ...typed, place })} />
      <TextField label={words.text('review.report.text')} longest={TEXT_LENGTH} value={typed.text} wide onType={(text) => type({ ...typed, text })} />
      <Button onPress={() => void file()}>{words.text('review.save')}</Button>
      <Button onPress={onClose}>{words.text('review.cancel')}</Button>
      {/* Enter in a field sends the form only where it has a key that does. */}
      <button type="submit" className="review-submit" tabIndex={-1} aria-hidden />
    </form>
  )
}
