// Usable, open and struck out.
import type { Story } from '../gallery/story.ts'
import { Card } from './Card.tsx'

export const stories: readonly Story[] = [
  { name: 'usable', width: 212, render: () => <Card title="Portofoons" note="3 in kast K, 2 geladen" use="usable" expanded={false} onPress={() => undefined} /> },
  { name: 'open', width: 212, render: () => <Card title="Telefoonconferentie" note="kaart met nummers" use="usable" expanded onPress={() => undefined} /> },
  { name: 'struck out', width: 212, render: () => <Card title="Tweede RBS-werkplek" note="zelfde storing" use="struck-out" expanded={false} onPress={() => undefined} /> },
]
