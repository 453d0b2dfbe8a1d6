// A quick note: one tap records it, one more takes it back.
import type { ReactNode } from 'react'
import { Icon } from './Icon.tsx'
import './chip.css'

interface ChipProps {
  readonly label: string
  readonly pressed: boolean
  readonly onPress: () => void
}

export function Chip({ label, pressed, onPress }: ChipProps): ReactNode {
  return (
    <button type="button" className="ui-chip" aria-pressed={pressed} onClick={onPress}>
      <Icon kind="check" size={14} />
      {label}
    </button>
  )
}
