// A page that the test plays on a stubbed shell: it speaks the contract as the real page does.
import type { ShellToPage } from '../../../electron/contract/bridge.ts'
import type { CallInput, CallName } from '../../../electron/contract/calls.ts'
import { createHostClient } from '../../../electron/contract/host-client.ts'
import type { Reply, ToShell } from '../../../electron/contract/link.ts'
import type { HostState, PageToShell } from '../../../electron/contract/shell.ts'
import { TOPIC_NAMES, type TopicName, type Topics } from '../../../electron/contract/topics.ts'
import { systemClock } from '../../../native/transport/clock.ts'
import type { StubShell } from './stub-shell.ts'

export interface PageDriver {
  /** Listens to the shell and asks for a pipe. */
  open(): Promise<void>
  connect(): Promise<void>
  toShell(packet: PageToShell): Promise<void>
  call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<Reply>
  topic<Name extends TopicName>(name: Name): Topics[Name]
  /** Everything the shell told it, in order. */
  readonly told: readonly ShellToPage[]
  readonly hostStates: readonly HostState['host'][]
  /** How many pipes it was given, and the number of the ones that closed. */
  readonly pipes: number
  readonly closedPipes: readonly number[]
}

export function drivePage(shell: StubShell, view: 'strip' | 'main'): PageDriver {
  let taken = 0
  let port = 0
  const client = createHostClient(systemClock, (packet) => void shell.order('to-host', view, packet).catch(() => {}), () => {})
  /** Takes what has come over the newest pipe since the last look. */
  const take = (): void => {
    for (; taken < shell.lines.length; taken++) {
      const line = shell.lines[taken]!
      if (line.args[0] !== view) continue
      if (line.call === 'page.message') {
        port += 1
        client.hostGone()
        void shell.order('to-host', view, { packet: 'subscribe', topics: TOPIC_NAMES })
      }
      if (line.call === 'page.port' && line.args[1] === port) client.receive(line.args[2] as ToShell)
    }
  }
  const told = (): readonly ShellToPage[] => shell.calls('page.shell').filter(([name]) => name === view).map(([, packet]) => packet as ShellToPage)
  return {
    async open() {
      await shell.order('bridge', view, 'onShell')
      await shell.order('bridge', view, 'connect')
    },
    connect: async () => void (await shell.order('bridge', view, 'connect')),
    toShell: async (packet) => void (await shell.order('bridge', view, 'toShell', packet)),
    async call(name, input) {
      take()
      const looking = setInterval(take, 5)
      try {
        return await client.call(name, input)
      } finally {
        clearInterval(looking)
      }
    },
    topic(name) {
      take()
      return client.topic(name)
    },
    get told() {
      return told()
    },
    get hostStates() {
      return told().flatMap((packet) => (packet.packet === 'host-state' ? [packet.state.host] : []))
    },
    get pipes() {
      return shell.calls('page.message').filter(([name]) => name === view).length
    },
    get closedPipes() {
      return shell.calls('page.port-closed').filter(([name]) => name === view).map(([, number]) => number as number)
    },
  }
}
