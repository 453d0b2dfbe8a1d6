// What lies below in each of its three views, as high as on a touch screen of 800 px and as on one of 900.
import type { ReactNode } from 'react'
import { useConsoleView, useWords } from '../app/console-context.tsx'
import type { Story } from '../gallery/story.ts'
import { BASE } from '../scenes/base-scene.ts'
import { ROLL_SCENES, SAY_SCENES, type SayScene } from '../scenes/say-scenes.ts'
import { NIGHT_LOG } from '../scenes/scenes.ts'
import { SilentConsole } from '../scenes/SilentConsole.tsx'
import type { LowerTab } from '../model/lower-tabs.ts'
import { TimelinePanel } from './TimelinePanel.tsx'
import './dispatcher.css'

const WIDTH = 799
const HEIGHT = 186
/** Without the line of the storing, which makes room there. */
const TOUCH_HEIGHT = 121

interface ShownProps {
  readonly tab: LowerTab
  readonly touch: boolean
}

function Shown({ tab, touch }: ShownProps): ReactNode {
  return (
    <div style={{ display: 'grid', height: touch ? TOUCH_HEIGHT : HEIGHT }} className={touch ? 'lower-touch' : ''}>
      <TimelinePanel view={useConsoleView()} words={useWords()} first={tab} />
    </div>
  )
}

const story = (tab: LowerTab, touch: boolean) => ({ name, topics }: SayScene): Story => ({
  name: touch ? `${name}, laag` : name,
  width: WIDTH,
  height: touch ? TOUCH_HEIGHT : HEIGHT,
  render: () => <SilentConsole topics={{ ...BASE, timeline: NIGHT_LOG, ...topics }}><Shown tab={tab} touch={touch} /></SilentConsole>,
})

export const stories: readonly Story[] = [false, true].flatMap((touch) => [...SAY_SCENES.map(story('say', touch)), ...ROLL_SCENES.map(story('roll', touch))])
