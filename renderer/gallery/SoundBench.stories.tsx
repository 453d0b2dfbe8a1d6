// Sound: measured without a loudspeaker, and played by hand.
import { SoundBench, SoundTable } from './SoundBench.tsx'
import type { Story } from './story.ts'

export const stories: readonly Story[] = [
  { name: 'measured', width: 620, render: () => <SoundTable /> },
  { name: 'player', width: 900, render: (clock) => <SoundBench clock={clock} faultOutput="default" headsetOutput="default" /> },
  { name: 'player whose headset is not there', width: 900, render: (clock) => <SoundBench clock={clock} faultOutput="default" headsetOutput="pulled-out" /> },
]
