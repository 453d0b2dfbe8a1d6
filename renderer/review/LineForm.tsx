// One field and one key. What was typed stays until the record has it.
import { useState, type FormEvent, type ReactNode } from 'react'
import { Button } from '../ui/Button.tsx'

interface LineFormProps {
  readonly label: string
  readonly action: string
  readonly longest: number
  readonly first?: string
  readonly focused?: boolean
  /** @returns whether it was taken */
  readonly onSend: (text: string) => Promise<boolean>
}

export function LineForm({ label, action, longest, first = '', focused = false, onSend }: LineFormProps): ReactNode {
  const [text, setText] = useState(first)
  const send = async (event?: FormEvent): Promise<void> => {
    event?.preventDefault()
    const said = text.trim()
    if (said !== '' && (await onSend(said))) setText('')
  }
  return (
    <form className="review-line-form" onSubmit={(event) => void send(event)}>
      <input className="review-field" aria-label={label} placeholder={label} maxLength={longest} value={text} autoFocus={focused} onChange={({ target }) => setText(target.value)} />
      <Button onPress={() => void send()}>{action}</Button>
    </form>
  )
}
