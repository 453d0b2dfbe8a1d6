// One console run from the command line: the supervised host, its client, and waiting for what the topics say.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '../../native/kit/clock.ts'
import type { TopicName, Topics } from '../contract/topics.ts'
import { createHostClient, type HostClient } from '../contract/host-client.ts'
import type { HostToPage } from '../contract/link.ts'
import { createSupervisor, type Supervisor, type SupervisorState } from '../host/supervisor.ts'
import { hostEntry } from './host-entry.ts'

export interface ConsoleSession {
  readonly client: HostClient
  readonly supervisor: Supervisor
  readonly state: SupervisorState
  topic<Name extends TopicName>(name: Name): Topics[Name]
  /** Resolves with the milliseconds it took until `holds`, or undefined after `limitMs`. Looks at each change. */
  until(holds: () => boolean, limitMs: number): Promise<number | undefined>
  stop(): Promise<void>
}

export interface SessionOptions {
  readonly clock: Clock
  readonly site: string
  readonly data: string
  readonly onChange?: () => void
  readonly onState?: (state: SupervisorState) => void
  /** What the host says to a page that this shell carries for. */
  readonly onPage?: (page: string, packet: HostToPage) => void
}

export function startSession({ clock, site, data, onChange, onState, onPage }: SessionOptions): ConsoleSession {
  const watchers = new Set<() => void>()
  let state: SupervisorState = { host: 'starting', attempt: 0 }
  const changed = (): void => {
    onChange?.()
    for (const watcher of [...watchers]) watcher()
  }
  const client = createHostClient(clock, (packet) => supervisor.send(packet), changed)
  const supervisor = createSupervisor({
    clock,
    entry: hostEntry(),
    args: ['--site', site, '--data', data],
    onPacket: (packet) => (packet.packet === 'page' ? onPage?.(packet.page, packet.inner) : client.receive(packet)),
    onState: (next) => {
      state = next
      if (next.host === 'died' || next.host === 'ended' || next.host === 'taking-over') client.hostGone()
      onState?.(next)
      changed()
    },
  })
  supervisor.start()
  return {
    client,
    supervisor,
    get state() {
      return state
    },
    topic: (name) => client.topic(name),
    until: (holds, limitMs) => waitUntil(clock, watchers, holds, limitMs),
    stop: () => supervisor.stop(),
  }
}

const LOOK_MS = 5 // for what no topic tells, such as the state of a simulator

function waitUntil(clock: Clock, watchers: Set<() => void>, holds: () => boolean, limitMs: number): Promise<number | undefined> {
  const startMs = clock.monotonicMs()
  return new Promise((resolve) => {
    let done = false
    const look = (): void => {
      if (done) return
      const tookMs = clock.monotonicMs() - startMs
      const reached = holds()
      if (!reached && tookMs <= limitMs) return
      done = true
      watchers.delete(look)
      resolve(reached ? tookMs : undefined)
    }
    const tick = (): void => {
      look()
      if (!done) clock.after(LOOK_MS, tick)
    }
    watchers.add(look)
    tick()
  })
}

const REMOVE_TRIES = 5
const REMOVE_AGAIN_MS = 100

/** A folder of its own for a demo or rehearsal, gone afterwards. */
export async function withFolder<T>(name: string, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), `achterwacht-${name}-`))
  try {
    return await use(folder)
  } finally {
    // A browser that has just ended may still be writing its profile.
    await rm(folder, { recursive: true, force: true, maxRetries: REMOVE_TRIES, retryDelay: REMOVE_AGAIN_MS })
  }
}
