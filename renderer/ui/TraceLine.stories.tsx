// Each history that has a look of its own.
import type { Story } from '../gallery/story.ts'
import { TraceLine } from './TraceLine.tsx'
import { SPAN, TRACES, type StoryTrace } from './story-traces.ts'

export const stories: readonly Story[] = [
  ...(Object.keys(TRACES) as StoryTrace[]).map((name) => ({ name, render: () => <TraceLine points={TRACES[name]} {...SPAN} width={88} /> })),
  { name: 'unstable, large', render: () => <TraceLine points={TRACES.unstable} {...SPAN} width={326} height={14} /> },
]
