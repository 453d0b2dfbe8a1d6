// What can be pressed. `act` is for the one thing to do now; `inert` keeps its place and says why it does nothing.
import type { ReactNode } from 'react'
import { Keycap } from './Keycap.tsx'
import './tone.css'
import './button.css'

export type ButtonLook = 'plain' | 'act' | 'inert'
/** `critical` for switching, acknowledging, reporting, taking: 56 px and up. */
export type ButtonSize = 'normal' | 'critical'

interface ButtonProps {
  readonly look?: ButtonLook
  readonly size?: ButtonSize
  readonly layout?: 'row' | 'column'
  readonly keycap?: string | undefined
  /** A key that is not drawn, for want of room. */
  readonly shortcut?: string | undefined
  /** For a screen reader, where what is written would not be understood alone. */
  readonly label?: string
  /** For a choice that is on or off. */
  readonly pressed?: boolean
  /** Takes the keyboard when it appears: it stands where something that had it has gone. */
  readonly focused?: boolean
  /** Where the parent places it. */
  readonly className?: string
  readonly onPress?: () => void
  readonly children: ReactNode
}

const LOOKS: Readonly<Record<ButtonLook, string>> = { plain: '', act: 'ui-act', inert: 'look-inert' }

/** An inert button can still be reached by keyboard, so that its reason can be read. */
export function Button({ look = 'plain', size = 'normal', layout = 'row', keycap, shortcut, label, pressed, focused, className = '', onPress, children }: ButtonProps): ReactNode {
  const isInert = look === 'inert'
  return (
    <button
      type="button"
      className={`ui-button ${LOOKS[look]} size-${size} layout-${layout} ${className}`}
      aria-label={label}
      aria-pressed={pressed}
      autoFocus={focused}
      aria-keyshortcuts={shortcut}
      title={shortcut}
      aria-disabled={isInert || undefined}
      onClick={isInert ? undefined : onPress}
    >
      {children}
      {keycap !== undefined && <Keycap cap={keycap} />}
    </button>
  )
}
