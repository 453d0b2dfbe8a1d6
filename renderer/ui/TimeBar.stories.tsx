// A transmission from its beginning past its end.
import type { Story } from '../gallery/story.ts'
import { TimeBar, type TimeMark } from './TimeBar.tsx'

const MARKS: readonly TimeMark[] = [
  { atMs: 0, text: '00:00' },
  { atMs: 45_000, text: 'zacht 00:45', weight: 'strong' },
  { atMs: 75_000, text: '01:15' },
  { atMs: 120_000, text: '02:00' },
]
const MOMENTS: Readonly<Record<string, number>> = { 'not transmitting': 0, 'just begun': 12_000, 'past the warning': 61_000, 'the last seconds': 114_000, over: 121_000 }

export const stories: readonly Story[] = Object.entries(MOMENTS).map(([name, elapsedMs]) => ({
  name,
  width: 360,
  render: () => <TimeBar elapsedMs={elapsedMs} hardMs={120_000} marks={MARKS} label="Zendtijd" />,
}))
