// Screen and sound, as it opens over the main view.
import type { Story } from '../gallery/story.ts'
import { SilentConsole } from '../scenes/SilentConsole.tsx'
import { Settings } from './Settings.tsx'

export const stories: readonly Story[] = [
  {
    name: 'open',
    width: 500,
    height: 540,
    render: () => (
      <SilentConsole topics={undefined}>
        <Settings onClose={() => {}} onCrew={() => {}} />
      </SilentConsole>
    ),
  },
]
