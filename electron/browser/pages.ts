// All pages of this shell. Each has a name on the host's channel; what is for the host goes through wrapped, what is for
// the shell is answered here.
import type { Clock } from '../../native/kit/clock.ts'
import { failure } from '../../native/kit/errors.ts'
import type { HostToPage, PageToHost, ToHost } from '../contract/link.ts'
import { sortFromPage, type HostState, type PageToShell, type ShellView, type ToPage } from '../contract/shell.ts'
import { openPagePipe, type PagePipe, type PageSocket } from './page-pipe.ts'
import type { BrowserPreferences } from './preferences.ts'
import type { DemoPort } from './demo-port.ts'

export interface Pages {
  adopt(socket: PageSocket): void
  fromHost(page: string, packet: HostToPage): void
  hostIs(state: HostState): void
  readonly count: number
  close(): void
}

export interface PagesDeps {
  readonly clock: Clock
  readonly sendToHost: (packet: ToHost) => void
  readonly preferences: BrowserPreferences
  readonly demo?: DemoPort | undefined
  readonly onDemoFailure: (cause: string) => void
}

/** A console, a wall screen, a supervisor, a technician, and room for a page that is just being reloaded. */
export const MOST_PAGES = 8
/** Codes of RFC 6455 and its registry. */
export const TRY_AGAIN_LATER = 1013
const GOING_AWAY = 1001

/** A browser has one window, and gives no key that works beyond it. */
const SHELL: ShellView = { shell: 'browser', docked: false, globalKeys: {}, keysRefused: {} }

export function createPages({ clock, sendToHost, preferences, demo, onDemoFailure }: PagesDeps): Pages {
  const pages = new Map<string, PagePipe>()
  let host: HostState = { host: 'starting' }
  let lastPage = 0

  const tellAll = (packet: ToPage): void => {
    for (const pipe of [...pages.values()]) pipe.send(packet)
  }
  const gone = (page: string): void => {
    if (pages.delete(page)) sendToHost({ packet: 'page', page, inner: { packet: 'gone' } })
  }
  const toHost = (page: string, packet: PageToHost): void => {
    if (host.host === 'running') return sendToHost({ packet: 'page', page, inner: packet })
    // Never kept for later: a press must not key when the host is back.
    if (packet.packet === 'call') pages.get(page)?.send({ packet: 'reply', id: packet.id, reply: { ok: false, error: failure('CALL_HOST_GONE') } })
  }
  const toShell = (packet: PageToShell): void => {
    switch (packet.packet) {
      case 'prefer':
        return tellAll({ packet: 'preferences', preferences: preferences.change(packet.change) })
      case 'break':
        demo?.perform(packet.action).catch((cause: unknown) => onDemoFailure(cause instanceof Error ? cause.message : String(cause)))
        return undefined
      case 'show':
        return undefined // strip and main view are one window here
    }
  }
  const stopListening = demo?.onChange((view) => tellAll({ packet: 'demo', demo: view }))

  return {
    adopt(socket) {
      if (pages.size >= MOST_PAGES) return socket.close(TRY_AGAIN_LATER)
      const page = `page-${++lastPage}`
      const pipe = openPagePipe({
        clock,
        socket,
        onPacket: (packet) => {
          const sorted = sortFromPage(packet)
          if (sorted.for === 'host') toHost(page, sorted.packet)
          if (sorted.for === 'shell') toShell(sorted.packet)
        },
        onGone: () => gone(page),
      })
      pages.set(page, pipe)
      pipe.send({ packet: 'host-state', state: host })
      pipe.send({ packet: 'shell', shell: SHELL })
      pipe.send({ packet: 'preferences', preferences: preferences.now })
      if (demo) pipe.send({ packet: 'demo', demo: demo.view })
    },
    fromHost: (page, packet) => pages.get(page)?.send(packet),
    hostIs(state) {
      // Why it cannot run stays on screen when it has ended.
      if (host.host === 'refused' && state.host === 'ended') return
      host = state
      tellAll({ packet: 'host-state', state })
    },
    get count() {
      return pages.size
    },
    close() {
      stopListening?.()
      for (const pipe of [...pages.values()]) pipe.close(GOING_AWAY)
    },
  }
}
