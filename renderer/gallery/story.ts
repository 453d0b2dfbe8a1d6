// What a component shows in the gallery: each of its states once, with data as a host would give.
import type { ReactNode } from 'react'
import type { Clock } from '../../electron/contract/clock.ts'

export interface Story {
  /** The state, in a few words; unique within its component. */
  readonly name: string
  readonly render: (clock: Clock) => ReactNode
  /** Px, where the component fills what it is given; default: as wide as it is. */
  readonly width?: number
  readonly height?: number
}

/** A component with its stories, as the list of the gallery names it. */
export interface StoryGroup {
  readonly component: string
  readonly stories: readonly Story[]
}
