// A fact about this position that holds for all of the screen.
import type { ReactNode } from 'react'
import './tag.css'

export type TagLook = 'plain' | 'strong' | 'drill' | 'simulated'

interface TagProps {
  readonly look?: TagLook
  readonly children: ReactNode
}

export const Tag = ({ look = 'plain', children }: TagProps): ReactNode => <span className={`ui-tag look-${look}`}>{children}</span>
