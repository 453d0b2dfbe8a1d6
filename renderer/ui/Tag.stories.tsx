// Each look.
import type { Story } from '../gallery/story.ts'
import { Tag, type TagLook } from './Tag.tsx'

const TEXTS: Readonly<Record<TagLook, string>> = {
  plain: 'Werkplek buiten gebruik',
  strong: 'Niet afgeluisterd: INC-3',
  drill: 'OEFENING: zendt alleen op OEF-1',
  simulated: 'SIMULATIE',
}

export const stories: readonly Story[] = (Object.keys(TEXTS) as TagLook[]).map((look) => ({ name: look, render: () => <Tag look={look}>{TEXTS[look]}</Tag> }))
