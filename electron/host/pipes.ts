// The pipes of one host process: the shell's own, one for each page it carries for, and message ports that a shell hands over.
import { z } from 'zod'
import type { Clock } from '../../native/kit/clock.ts'
import type { ToShell } from '../contract/link.ts'
import type { Host } from './host.ts'
import { serveLink, type LinkServer } from './link-server.ts'

/** What a MessagePortMain has of what we need; the host imports nothing of Electron. */
export interface PagePort {
  postMessage(packet: unknown): void
  on(event: 'message', listener: (message: { readonly data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
  start(): void
  close(): void
}

export interface Pipes {
  /** Takes one packet of the shell as it came; what is not one of ours is dropped. */
  receive(packet: unknown): void
  /** A page with a port of its own; it ends when the port closes. */
  adopt(page: string, port: PagePort): void
  /** The shell is gone, and every page with it. */
  close(): void
}

const pageName = z.string().regex(/^[\w-]{1,32}$/)
const shellOnly = z.discriminatedUnion('packet', [
  z.strictObject({ packet: z.literal('stop') }),
  z.strictObject({ packet: z.literal('page'), page: pageName, inner: z.looseObject({ packet: z.string() }) }),
])

export interface PipesDeps {
  readonly host: Host
  readonly clock: Clock
  readonly send: (packet: ToShell) => void
  readonly onStop: () => void
}

export function servePipes({ host, clock, send, onStop }: PipesDeps): Pipes {
  const shell = serveLink({ host, clock, caller: 'shell', send })
  const pages = new Map<string, LinkServer>()

  const gone = (page: string): void => {
    pages.get(page)?.close()
    pages.delete(page)
  }
  const pageOf = (page: string): LinkServer => {
    const known = pages.get(page)
    if (known) return known
    const fresh = serveLink({ host, clock, caller: page, send: (inner) => send({ packet: 'page', page, inner }) })
    pages.set(page, fresh)
    return fresh
  }

  return {
    receive(packet) {
      const parsed = shellOnly.safeParse(packet)
      if (!parsed.success) return shell.receive(packet)
      if (parsed.data.packet === 'stop') return onStop()
      const { page, inner } = parsed.data
      // A page's name is the shell's to give; its packets are checked like any other's.
      return inner.packet === 'gone' ? gone(page) : pageOf(page).receive(inner)
    },
    adopt(page, port) {
      if (!pageName.safeParse(page).success) return port.close()
      gone(page)
      const link = serveLink({ host, clock, caller: page, send: (packet) => port.postMessage(packet) })
      pages.set(page, link)
      port.on('message', ({ data }) => link.receive(data))
      port.on('close', () => {
        if (pages.get(page) === link) gone(page)
      })
      port.start()
    },
    close() {
      shell.close()
      for (const page of [...pages.keys()]) gone(page)
    },
  }
}
