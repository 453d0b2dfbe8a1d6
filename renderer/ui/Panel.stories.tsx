// With and without remark and aside.
import type { Story } from '../gallery/story.ts'
import { Panel } from './Panel.tsx'
import { Shape } from './Shape.tsx'

export const stories: readonly Story[] = [
  { name: 'title', width: 460, height: 80, render: () => <Panel title="Andere middelen" /> },
  { name: 'title and note', width: 460, height: 80, render: () => <Panel title="Groepen" note="tik om te kiezen" /> },
  {
    name: 'title, note and aside',
    width: 460,
    height: 80,
    render: () => (
      <Panel
        title="Spreekkanalen"
        note="plan BRW 14"
        aside={
          <>
            <Shape kind="degraded" size={16} />
            krap: 2 groepen missen
          </>
        }
      />
    ),
  },
]
