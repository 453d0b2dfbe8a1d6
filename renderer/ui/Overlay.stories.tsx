// A panel that lies over others.
import type { Story } from '../gallery/story.ts'
import { Button } from './Button.tsx'
import { Overlay } from './Overlay.tsx'
import './story-row.css'

export const stories: readonly Story[] = [
  {
    name: 'open',
    width: 520,
    height: 200,
    render: () => (
      <Overlay title="Scherm en geluid" aside={<span>in orde</span>} onClose={() => {}}>
        <Button>Sluit</Button>
      </Overlay>
    ),
  },
]
