// An actie: a measure, whose it is, and until when. What was typed stays until the record has it.
import { useState, type FormEvent, type ReactNode } from 'react'
import { OWNERS, type Owner } from '../../electron/contract/faults.ts'
import { useAsk } from '../app/console-context.tsx'
import { readMoment } from '../i18n/wall-time.ts'
import type { Words } from '../model/words.ts'
import { Button } from '../ui/Button.tsx'
import { SelectField, TextField } from './fields.tsx'

interface ActionFormProps {
  readonly number: string | undefined
  readonly nowUtcMs: number
  readonly words: Words
  readonly onClose: () => void
}

const TEXT_LENGTH = 500
const DAY_MS = 24 * 3_600_000

export function ActionForm({ number, nowUtcMs, words, onClose }: ActionFormProps): ReactNode {
  const press = useAsk()
  const [text, setText] = useState('')
  const [due, setDue] = useState('')
  const [owner, setOwner] = useState<Owner>('technician')
  const dueUtcMs = due.trim() === '' ? undefined : readMoment(due, { fromUtcMs: nowUtcMs, toUtcMs: nowUtcMs + DAY_MS, nearUtcMs: nowUtcMs, dateAlone: 'ends' })
  const isWrong = due.trim() !== '' && dueUtcMs === undefined
  const add = async (event?: FormEvent): Promise<void> => {
    event?.preventDefault()
    if (text.trim() === '' || isWrong) return
    const { ok } = await press({ call: 'action.add', input: { text: text.trim(), owner, ...(dueUtcMs === undefined ? {} : { dueUtcMs }), ...(number === undefined ? {} : { about: number }) } })
    if (ok) onClose()
  }
  return (
    <form className="review-form" onSubmit={(event) => void add(event)}>
      <TextField label={words.text('review.action.text')} longest={TEXT_LENGTH} value={text} wide focused onType={setText} />
      <SelectField label={words.text('review.fact.owner')} value={owner} options={OWNERS.map((one) => [one, words.text(`owner.${one}`)] as const)} onChoose={setOwner} />
      <TextField label={words.text('review.action.due-field')} longest={24} value={due} invalid={isWrong} onType={setDue} />
      <Button look={text.trim() === '' || isWrong ? 'inert' : 'plain'} onPress={() => void add()}>{words.text('review.save')}</Button>
      <Button onPress={onClose}>{words.text('review.cancel')}</Button>
      <button type="submit" className="review-submit" tabIndex={-1} aria-hidden />
    </form>
  )
}
