import type { DemoView } from '../../electron/contract/demo.ts'
import type { Story } from '../gallery/story.ts'
import { DemoPanel } from './DemoPanel.tsx'

const WELL: DemoView = {
  state: {
    rbs: 'works', 'desk-radio': 'plugged', 'desk-radio-power': 'at-rest', 'other-talker': 'silent', emergency: 'at-rest', site: 'wide',
    pedal: 'up', panel: 'plugged', network: 'works', disk: 'room', 'speak-through-rbs': 'at-rest', everything: 'healed',
  },
  lights: { switch: 'on', 'channel-1': 'on', 'group-1': 'on' },
  cannot: {},
}
const BROKEN: DemoView = {
  state: { ...WELL.state, rbs: 'flaps', 'desk-radio-power': 'cycled', 'other-talker': 'talking', emergency: 'raised', site: 'local', pedal: 'down', network: 'down', disk: 'full', everything: 'broken' },
  lights: { switch: 'flash', 'channel-1': 'on', 'channel-2': 'flash', 'group-1': 'on', 'group-2': 'flash', 'take-emergency': 'flash', acknowledge: 'flash' },
  cannot: {},
}
const { disk: _, ...WITHOUT_DISK } = WELL.state

const story = (name: string, demo: DemoView, open = true): Story => ({
  name,
  width: 1280,
  render: () => <DemoPanel demo={demo} open={open} onBreak={() => {}} onToggle={() => {}} />,
})

export const stories: readonly Story[] = [
  story('closed', WELL, false),
  story('a scenario is played', { ...WELL, scenario: { id: '2020-09-police-ict', title: { nl: 'Politie-ICT instabiel, 15–17 september 2020', en: 'Unstable police ICT, 15–17 September 2020' }, speed: 60, at: '15-09 10:42' } }, false),
  story('everything works', WELL),
  story('much is broken', BROKEN),
  story('pedal unplugged', { ...WELL, state: { ...WELL.state, pedal: 'unplugged', everything: 'broken' } }),
  story('no disk to fill, for a known reason', { state: WITHOUT_DISK, cannot: { disk: 'no-right-to-mount: not root' } }),
  story('a port that does not come back', { ...WELL, cannot: { 'desk-radio': 'LINK_BUSY: listen EADDRINUSE 127.0.0.1:45001' } }),
]
