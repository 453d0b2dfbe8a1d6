// A quick note: one tap records it, one more takes it back.
import type { ReactNode } from 'react'
import { Icon } from './Icon.tsx'
import './chip.css'

interface ChipProps {
  readonly label: string
  readonly pressed: boolean
  /** The key that says the same: said where there is no room to draw it. */
  readonly shortcut?: string | undefined
  readonly onPress: () => void
}

export function Chip({ label, pressed, shortcut, onPress }: ChipProps): ReactNode {
  return (
    <button type="button" className="ui-chip" aria-pressed={pressed} aria-keyshortcuts={shortcut} title={shortcut} onClick={onPress}>
      <Icon kind="check" size={14} />
      {label}
    </button>
  )
}
