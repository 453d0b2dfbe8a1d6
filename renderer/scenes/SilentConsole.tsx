// A console that stands still at one moment: whatever is pressed is answered with nothing, unless a scene has an answer. For
// gallery and measurements.
import { useMemo, type ReactNode } from 'react'
import type { CallName } from '../../electron/contract/calls.ts'
import type { CallResult } from '../../electron/contract/host-client.ts'
import { DEFAULT_PREFERENCES } from '../../electron/contract/preferences.ts'
import type { Topics } from '../../electron/contract/topics.ts'
import type { Clock } from '../../electron/contract/clock.ts'
import { ConsoleProvider } from '../app/console-context.tsx'
import type { Asks } from '../app/asks.ts'
import type { Frame, Frames } from '../app/frames.ts'
import type { ConsoleLink } from '../link/console-link.ts'
import type { SoundPlayer } from '../sound/sound-player.ts'
import { BASE, NOW } from './base-scene.ts'

/** What a console would say to a question; undefined: nothing. */
export type SceneAnswer = (name: CallName, input: unknown) => CallResult<unknown> | Promise<CallResult<unknown>> | undefined

interface SilentConsoleProps {
  readonly topics: Topics | undefined
  readonly answer?: SceneAnswer
  readonly children: ReactNode
}

const CLOCK: Clock = { monotonicMs: () => 0, utcMs: () => NOW, after: () => ({ cancel: () => {} }) }
const SOUND: SoundPlayer = { state: { sound: 'ready' }, onState: () => () => {}, update: () => {}, claim: () => {}, prefer: () => {}, speak: () => {}, testTone: () => {}, stop: () => {} }
const ASKS: Asks = { last: { outcome: 'none' }, subscribe: () => () => {}, press: async () => ({ ok: true, value: {} }) }

export function SilentConsole({ topics = BASE, answer, children }: SilentConsoleProps): ReactNode {
  const { link, frames } = useMemo(() => silent(topics, answer), [topics, answer])
  return <ConsoleProvider link={link} frames={frames} asks={ASKS} clock={CLOCK} sound={SOUND}>{children}</ConsoleProvider>
}

function silent(topics: Topics, answer: SceneAnswer | undefined): { readonly link: ConsoleLink; readonly frames: Frames } {
  const frame: Frame = { topics, link: { link: 'live' }, linkSinceUtcMs: NOW, host: { host: 'running' }, shell: undefined, preferences: DEFAULT_PREFERENCES, demo: undefined, nowUtcMs: NOW }
  const link: ConsoleLink = {
    start: () => {},
    stop: () => {},
    call: async (name, input) => ((await answer?.(name, input)) ?? { ok: true, value: {} }) as CallResult<never>,
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
