// The line of the open storing in all its states, as wide as it is beside the channels.
import type { ReactNode } from 'react'
import { useConsoleView, useWords } from '../app/console-context.tsx'
import type { Story } from '../gallery/story.ts'
import { SilentConsole } from '../scenes/SilentConsole.tsx'
import { BASE } from '../scenes/base-scene.ts'
import { FAULT_SCENES } from '../scenes/fault-scenes.ts'
import { NIGHT_LOG } from '../scenes/scenes.ts'
import { TimelinePanel } from './TimelinePanel.tsx'
import './dispatcher.css'

const WIDTH = 799
const HEIGHT = 152

function Shown(): ReactNode {
  return (
    <div style={{ display: 'grid', height: HEIGHT }}>
      <TimelinePanel view={useConsoleView()} words={useWords()} />
    </div>
  )
}

const NONE = { name: 'geen storing', faults: {} }

export const stories: readonly Story[] = [NONE, ...FAULT_SCENES].map(({ name, faults }) => ({
  name,
  width: WIDTH,
  height: HEIGHT,
  render: () => <SilentConsole topics={{ ...BASE, timeline: NIGHT_LOG, faults }}><Shown /></SilentConsole>,
}))
