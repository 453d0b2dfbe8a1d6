// What components draw: one object a frame, however many packets came in it. Sixty changes a second become at most one
// drawing a frame, and a covered window still follows.
import type { Clock } from '../../electron/contract/clock.ts'
import type { DemoView } from '../../electron/contract/demo.ts'
import type { Preferences } from '../../electron/contract/preferences.ts'
import type { HostState, ShellView } from '../../electron/contract/shell.ts'
import { TOPIC_NAMES, type Topics } from '../../electron/contract/topics.ts'
import type { ConsoleLink } from '../link/console-link.ts'
import type { LinkView } from '../link/link-machine.ts'

export interface Frame {
  readonly topics: Topics
  readonly link: LinkView
  /** UTC at which `link.sinceMs` was. */
  readonly linkSinceUtcMs: number
  readonly host: HostState | undefined
  readonly shell: ShellView | undefined
  readonly preferences: Preferences
  readonly demo: DemoView | undefined
  /** The host's clock in whole seconds: a new frame each second, and with each change. */
  readonly nowUtcMs: number
}

export interface Frames {
  readonly current: Frame
  subscribe(listener: () => void): () => void
  stop(): void
}

export interface FramesDeps {
  readonly link: ConsoleLink
  readonly clock: Clock
  /** Calls once before the next drawing, or soon where nothing is drawn. */
  readonly beforeDrawing: (run: () => void) => void
}

const SECOND_MS = 1000

export function createFrames({ link, clock, beforeDrawing }: FramesDeps): Frames {
  const listeners = new Set<() => void>()
  let planned = false
  let stopped = false
  let held: Frame = take(link, clock, undefined)

  const renew = (): void => {
    planned = false
    if (stopped) return
    held = take(link, clock, held)
    for (const listener of [...listeners]) listener()
  }
  const plan = (): void => {
    if (planned) return
    planned = true
    beforeDrawing(renew)
  }
  const tick = (): void => {
    if (stopped) return
    plan()
    const utcMs = clock.utcMs() + link.utcOffsetMs
    clock.after(SECOND_MS - (utcMs % SECOND_MS), tick)
  }
  const unsubscribe = link.onChange(plan)
  tick()
  return {
    get current() {
      return held
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    stop() {
      stopped = true
      unsubscribe()
    },
  }
}

function take(link: ConsoleLink, clock: Clock, before: Frame | undefined): Frame {
  const nowUtcMs = clock.utcMs() + link.utcOffsetMs
  const { view } = link
  const sinceUtcMs = 'sinceMs' in view ? nowUtcMs - (clock.monotonicMs() - view.sinceMs) : nowUtcMs
  return {
    topics: sameTopics(link, before?.topics),
    link: view,
    // It counts from one moment; a moment computed anew each frame would tremble.
    linkSinceUtcMs: before?.link === view ? before.linkSinceUtcMs : sinceUtcMs,
    host: link.host,
    shell: link.shell,
    preferences: link.preferences,
    demo: link.demo,
    nowUtcMs: Math.floor(nowUtcMs / SECOND_MS) * SECOND_MS,
  }
}

/** The same object as long as no topic has changed, so that what depends on topics alone is not drawn each second. */
function sameTopics(link: ConsoleLink, before: Topics | undefined): Topics {
  if (before && TOPIC_NAMES.every((name) => before[name] === link.topic(name))) return before
  return Object.fromEntries(TOPIC_NAMES.map((name) => [name, link.topic(name)])) as unknown as Topics
}
