// A waiting time at its beginning, in between and over.
import type { Story } from '../gallery/story.ts'
import { Segments } from './Segments.tsx'

export const stories: readonly Story[] = [0, 0.425, 1].map((done) => ({
  name: `${Math.round(done * 100)} %`,
  width: 427,
  render: () => <Segments done={done} label="Wachttijd" />,
}))
