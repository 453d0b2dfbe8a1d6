// All speech channels opened: at rest, through each step of a spoken test, with its outcomes, and refused.
import type { ReactNode } from 'react'
import type { SpokenTestView } from '../../electron/contract/switching.ts'
import type { ChannelView, PttView, Topics } from '../../electron/contract/topics.ts'
import { useConsoleView, useWords } from '../app/console-context.tsx'
import type { Story } from '../gallery/story.ts'
import { ago, BASE } from '../scenes/base-scene.ts'
import { SilentConsole } from '../scenes/SilentConsole.tsx'
import { ChannelsDetail } from './ChannelsDetail.tsx'

function Opened(): ReactNode {
  const view = useConsoleView()
  const words = useWords()
  return <ChannelsDetail view={view} words={words} onClose={() => {}} />
}

const channel = (id: string): ChannelView => BASE.channels[id] as ChannelView
const HISTORY: ChannelView['history'] = [
  { utcMs: ago(80_000), readiness: 'ready' }, { utcMs: ago(52_000), readiness: 'failed', cause: 'not-registered' }, { utcMs: ago(50_000), readiness: 'ready' },
  { utcMs: ago(21_000), readiness: 'failed', cause: 'link-lost', between: 7 }, { utcMs: ago(20_000), readiness: 'stale' }, { utcMs: ago(9_000), readiness: 'ready' },
]
const { audio: _audio, ...undeclared } = channel('analogue')

const CHANNELS: Topics['channels'] = {
  rbs: channel('rbs'),
  'desk-radio': { ...channel('desk-radio'), loses: ['ptt-id', 'emergency-banner', 'sds', 'status'], spokenTest: { utcMs: ago(3_600), by: 'control-radio', group: '4037001', old: false }, history: HISTORY },
  analogue: { ...undeclared, readiness: 'failed', cause: 'audio-undeclared', spokenTest: { utcMs: ago(93_600), by: 'colleague', old: true } },
}

const tested = (step: SpokenTestView['step'], rest: Partial<SpokenTestView> = {}, ptt: Partial<PttView> = {}): Partial<Topics> => ({
  spokenTest: { test: { channel: 'desk-radio', group: '4037001', step, endsUtcMs: ago(-43), witness: 'controleradio', ...rest } },
  ptt: { ptt: { ...(BASE.ptt.ptt as PttView), target: 'channel', channel: 'desk-radio', group: '4037001', ...ptt } },
})

const shown = (name: string, topics: Partial<Topics>): Story =>
  ({ name, width: 460, height: 900, render: () => <SilentConsole topics={{ ...BASE, channels: CHANNELS, ...topics }}><Opened /></SilentConsole> })

export const stories: readonly Story[] = [
  shown('in rust', {}),
  shown('radio kiest de groep', tested('selecting', {}, { target: 'rbs' })),
  shown('spreken', tested('speak')),
  shown('luisteren, alleen een collega kan het horen', { ...tested('listen'), spokenTest: { test: { channel: 'desk-radio', group: '4037001', step: 'listen', endsUtcMs: ago(-20) } } }),
  shown('gehoord', { spokenTest: { test: { channel: 'desk-radio', group: '4037001', step: 'passed', heardBy: 'control-radio', doneUtcMs: ago(5) } } }),
  shown('niet gehoord', { spokenTest: { test: { channel: 'desk-radio', group: '4037001', step: 'failed', end: 'not-heard', doneUtcMs: ago(5) } } }),
  shown('meekijken: niets te proberen', { site: { site: { ...(BASE.site.site as NonNullable<Topics['site']['site']>), mode: 'observe' } } }),
]
