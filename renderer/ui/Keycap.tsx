// The physical key that does the same as the button it stands on. A key that cannot be had here is not drawn.
import type { ReactNode } from 'react'
import { Icon } from './Icon.tsx'
import './keycap.css'

const SHIFT = '⇧ '

interface KeycapProps {
  /** As the table of keys writes it: `Pause`, `⇧ Pause`, `T1`. */
  readonly cap: string
}

export function Keycap({ cap }: KeycapProps): ReactNode {
  const isShifted = cap.startsWith(SHIFT)
  return (
    <kbd className="ui-keycap">
      {isShifted && (
        <>
          <Icon kind="shift" size={13} />
          <span className="hidden-text">⇧</span>
        </>
      )}
      {isShifted ? cap.slice(SHIFT.length) : cap}
    </kbd>
  )
}
