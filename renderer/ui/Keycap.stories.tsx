// The keys of the console, as the table of keys writes them.
import type { Story } from '../gallery/story.ts'
import { Keycap } from './Keycap.tsx'

export const stories: readonly Story[] = ['Pause', '⇧ Pause', 'T1', 'Nood'].map((cap) => ({ name: cap, render: () => <Keycap cap={cap} /> }))
