// Small drawings that are no state: always beside the word they belong to, so never read aloud.
import type { ReactNode } from 'react'
import './icon.css'

export type IconKind = 'check' | 'transmit' | 'pedal' | 'log' | 'shift'

interface IconProps {
  readonly kind: IconKind
  /** Px, both ways. */
  readonly size?: number
}

export function Icon({ kind, size = 16 }: IconProps): ReactNode {
  return (
    <svg className="ui-icon" width={size} height={size} viewBox="0 0 20 20" aria-hidden>
      {DRAWINGS[kind]}
    </svg>
  )
}

const DRAWINGS: Readonly<Record<IconKind, ReactNode>> = {
  check: <path d="M3 10.6l4.8 4.8L17.4 4.3" strokeWidth={3} />,
  transmit: (
    <>
      <path d="M10 17V9" strokeWidth={2.4} />
      <path d="M4 8a7 7 0 0 1 12 0M6.8 10.4a4 4 0 0 1 6.4 0" strokeWidth={2} />
    </>
  ),
  pedal: <path d="M2 16h16M3.5 13.5 15.5 7l1.6 3-6 3.5" strokeWidth={2} />,
  log: (
    <>
      <path d="M4 1.5h8l5 5v12H4Z" strokeWidth={2} />
      <path d="M6.6 11.6l2.6 2.6 4.8-5.2" strokeWidth={2} />
    </>
  ),
  // The arrow ⇧ is not in the part of Inter that we ship.
  shift: <path d="M10 3 17.5 10.5H13.6V16.5H6.4V10.5H2.5Z" strokeWidth={1.8} />,
}
