// Fields of the forms: named for a screen reader, their name in the field for the eye.
import type { ReactNode } from 'react'

interface SelectFieldProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly options: readonly (readonly [value: Value, text: string])[]
  readonly focused?: boolean
  /** How much of a row of the form it takes; half where nothing is said. */
  readonly size?: 'short' | 'long'
  readonly onChoose: (value: Value) => void
}

export function SelectField<Value extends string>({ label, value, options, focused = false, size, onChoose }: SelectFieldProps<Value>): ReactNode {
  return (
    <select
      className={`review-field ${size === undefined ? '' : `is-${size}`}`}
      aria-label={label}
      value={value}
      autoFocus={focused}
      onChange={({ target }) => {
        const chosen = options.find(([one]) => one === target.value)
        if (chosen) onChoose(chosen[0])
      }}
    >
      {options.map(([one, text]) => (
        <option key={one} value={one}>
          {text}
        </option>
      ))}
    </select>
  )
}

interface TextFieldProps {
  readonly label: string
  readonly value: string
  readonly longest: number
  readonly wide?: boolean
  readonly focused?: boolean
  readonly invalid?: boolean
  readonly onType: (text: string) => void
}

export const TextField = ({ label, value, longest, wide = false, focused = false, invalid = false, onType }: TextFieldProps): ReactNode => (
  <input className={`review-field ${wide ? 'is-wide' : ''}`} aria-label={label} aria-invalid={invalid} placeholder={label} maxLength={longest} value={value} autoFocus={focused} onChange={({ target }) => onType(target.value)} />
)
