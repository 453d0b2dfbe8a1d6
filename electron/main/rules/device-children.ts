// Processes that a host in Electron asks for, to look what is plugged in: it may not start one itself, for Electron's binary
// does not run as Node. Their words go to and fro unread, as a page's do; they end with the host that asked.
import type { ToHost, ToShell } from '../../contract/link.ts'

/** What Electron's UtilityProcess has of what is needed. */
export interface ForkedChild {
  postMessage(message: unknown): void
  on(event: 'message', listener: (message: unknown) => void): unknown
  on(event: 'exit', listener: () => void): unknown
  /** At once: it may hang in a call that hears nothing milder. */
  end(): void
}

export interface DeviceChildren {
  /** Takes a packet of the host; others than its own are passed over. */
  receive(packet: ToShell): void
  /** The host that asked is gone. */
  endAll(): void
}

export interface DeviceChildrenDeps {
  readonly fork: () => ForkedChild
  readonly send: (packet: ToHost) => void
}

/** A host has one at a time; more than a few is a host gone wrong. */
const CHILDREN_MAX = 4

export function createDeviceChildren({ fork, send }: DeviceChildrenDeps): DeviceChildren {
  const running = new Map<number, ForkedChild>()
  const start = (id: number): void => {
    if (running.has(id) || running.size >= CHILDREN_MAX) return send({ packet: 'device-child', child: id, say: 'gone' })
    const child = fork()
    running.set(id, child)
    const isOurs = (): boolean => running.get(id) === child
    child.on('message', (inner) => {
      if (isOurs()) send({ packet: 'device-child', child: id, say: 'tell', inner })
    })
    child.on('exit', () => {
      if (!isOurs()) return
      running.delete(id)
      send({ packet: 'device-child', child: id, say: 'gone' })
    })
  }
  return {
    receive(packet) {
      if (packet.packet !== 'device-child') return undefined
      switch (packet.say) {
        case 'start':
          return start(packet.child)
        case 'tell':
          return running.get(packet.child)?.postMessage(packet.inner)
        case 'end':
          return running.get(packet.child)?.end()
      }
    },
    endAll() {
      for (const child of running.values()) child.end()
      running.clear()
    },
  }
}
