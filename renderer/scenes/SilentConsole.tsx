// A console that stands still at one moment: whatever is pressed is answered with nothing. For gallery and measurements.
import { useMemo, type ReactNode } from 'react'
import { DEFAULT_PREFERENCES } from '../../electron/contract/preferences.ts'
import type { Topics } from '../../electron/contract/topics.ts'
import type { Clock } from '../../electron/contract/clock.ts'
import { ConsoleProvider } from '../app/console-context.tsx'
import type { Asks } from '../app/asks.ts'
import type { Frame, Frames } from '../app/frames.ts'
import type { ConsoleLink } from '../link/console-link.ts'
import type { SoundPlayer } from '../sound/sound-player.ts'
import { BASE, NOW } from './base-scene.ts'

interface SilentConsoleProps {
  readonly topics: Topics | undefined
  readonly children: ReactNode
}

const CLOCK: Clock = { monotonicMs: () => 0, utcMs: () => NOW, after: () => ({ cancel: () => {} }) }
const SOUND: SoundPlayer = { state: { sound: 'ready' }, onState: () => () => {}, update: () => {}, claim: () => {}, prefer: () => {}, speak: () => {}, testTone: () => {}, stop: () => {} }
const ASKS: Asks = { last: { outcome: 'none' }, subscribe: () => () => {}, press: async () => ({ ok: true, value: {} }) }

export function SilentConsole({ topics = BASE, children }: SilentConsoleProps): ReactNode {
  const { link, frames } = useMemo(() => silent(topics), [topics])
  return <ConsoleProvider link={link} frames={frames} asks={ASKS} clock={CLOCK} sound={SOUND}>{children}</ConsoleProvider>
}

function silent(topics: Topics): { readonly link: ConsoleLink; readonly frames: Frames } {
  const frame: Frame = { topics, link: { link: 'live' }, linkSinceUtcMs: NOW, host: { host: 'running' }, shell: undefined, preferences: DEFAULT_PREFERENCES, demo: undefined, nowUtcMs: NOW }
  const link: ConsoleLink = {
    start: () => {},
    stop: () => {},
    call: async () => ({ ok: true, value: {} as never }),
    tellShell: () => {},
    topic: (name) => topics[name],
    view: { link: 'live' },
    host: { host: 'running' },
    shell: undefined,
    preferences: DEFAULT_PREFERENCES,
    demo: undefined,
    utcOffsetMs: 0,
    onChange: () => () => {},
  }
  return { link, frames: { current: frame, subscribe: () => () => {}, stop: () => {} } }
}
