// Another means: steps to follow. It has no pedal and is never what one works via.
import type { ReactNode } from 'react'
import './card.css'

/** `struck-out`: it shares the dependency that failed; the note says so. */
export type CardUse = 'usable' | 'struck-out'

interface CardProps {
  readonly title: string
  readonly note: string
  readonly use: CardUse
  readonly expanded: boolean
  readonly onPress: () => void
}

const USES: Readonly<Record<CardUse, string>> = { usable: '', 'struck-out': 'is-struck-out' }

export function Card({ title, note, use, expanded, onPress }: CardProps): ReactNode {
  return (
    <button type="button" className={`ui-card ${USES[use]}`} aria-expanded={expanded} onClick={onPress}>
      <b>{title}</b>
      <small>{note}</small>
    </button>
  )
}
