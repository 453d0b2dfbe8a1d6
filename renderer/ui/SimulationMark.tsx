// Said on every screen while nothing behind it is real.
import type { ReactNode } from 'react'
import { Tag } from './Tag.tsx'

interface SimulationMarkProps {
  readonly text: string
}

export const SimulationMark = ({ text }: SimulationMarkProps): ReactNode => <Tag look="simulated">{text}</Tag>
