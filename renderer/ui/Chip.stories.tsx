// Recorded, and not.
import type { Story } from '../gallery/story.ts'
import { Chip } from './Chip.tsx'

export const stories: readonly Story[] = [
  { name: 'recorded', render: () => <Chip label="Spraak valt weg" pressed onPress={() => undefined} /> },
  { name: 'not recorded', render: () => <Chip label="Geen ontvangst" pressed={false} onPress={() => undefined} /> },
]
