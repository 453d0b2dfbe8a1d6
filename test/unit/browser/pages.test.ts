// Pages on fake sockets and a clock moved by hand: names, drops, and what reaches the host.
import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { openPagePipe, MOST_WAITING_BYTES, PING_MS, type PageSocket } from '../../../electron/browser/page-pipe.ts'
import { createPages, MOST_PAGES, TRY_AGAIN_LATER, type Pages } from '../../../electron/browser/pages.ts'
import type { DemoPort } from '../../../electron/browser/demo-port.ts'
import type { DemoAction } from '../../../electron/contract/demo.ts'
import type { ToHost } from '../../../electron/contract/link.ts'
import { changePreferences, DEFAULT_PREFERENCES } from '../../../electron/contract/preferences.ts'
import type { FromPage, ToPage } from '../../../electron/contract/shell.ts'
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts'

class FakeSocket extends EventEmitter implements PageSocket {
  bufferedAmount = 0
  pings = 0
  ended: 'terminated' | number | undefined
  readonly told: ToPage[] = []
  send(text: string): void {
    this.told.push(JSON.parse(text) as ToPage)
  }
  ping(): void {
    this.pings += 1
  }
  terminate(): void {
    this.ended = 'terminated'
  }
  close(code: number): void {
    this.ended = code
    this.emit('close')
  }
  says(packet: FromPage): void {
    this.saysText(JSON.stringify(packet))
  }
  saysText(text: string, isBinary = false): void {
    this.emit('message', Buffer.from(text), isBinary)
  }
  names(): readonly string[] {
    return this.told.map((packet) => packet.packet)
  }
}

describe('a pipe', () => {
  const open = (): { clock: ManualClock; socket: FakeSocket; packets: unknown[]; gone: () => number; send: (packet: ToPage) => void } => {
    const clock = createManualClock()
    const socket = new FakeSocket()
    const packets: unknown[] = []
    let gone = 0
    const pipe = openPagePipe({ clock, socket, onPacket: (packet) => packets.push(packet), onGone: () => (gone += 1) })
    return { clock, socket, packets, gone: () => gone, send: (packet) => pipe.send(packet) }
  }
  const PULSE: ToPage = { packet: 'pulse', utcMs: 1 }

  it('takes JSON and drops what is none', () => {
    const { socket, packets } = open()
    for (const text of ['{', '', 'undefined', '{"a":1}']) socket.saysText(text)
    socket.saysText('{"a":2}', true)
    expect(packets).toEqual([{ a: 1 }])
  })

  it('lives as long as the browser answers', () => {
    const { clock, socket, gone } = open()
    for (let round = 0; round < 10; round++) {
      socket.emit('pong')
      clock.advance(PING_MS)
    }
    expect([socket.ended, gone(), socket.pings]).toEqual([undefined, 0, 11])
  })

  it('is dropped, and said to be gone once, when the browser does not answer', () => {
    const { clock, socket, gone } = open()
    clock.advance(PING_MS)
    expect([socket.ended, gone()]).toEqual(['terminated', 1])
    socket.emit('close')
    expect([gone(), clock.pending]).toEqual([1, 0])
  })

  it('is dropped when the page leaves too much lying', () => {
    const { socket, gone, send } = open()
    socket.bufferedAmount = MOST_WAITING_BYTES
    send(PULSE)
    expect([socket.told.length, gone()]).toEqual([1, 0])
    socket.bufferedAmount += 1
    send(PULSE)
    send(PULSE)
    expect([socket.ended, socket.told.length, gone()]).toEqual(['terminated', 1, 1])
  })

  it('takes nothing after its end', () => {
    const { clock, socket, packets, gone } = open()
    socket.emit('error', new Error('too long'))
    socket.says({ packet: 'show', view: 'main' })
    expect([packets, gone(), clock.pending]).toEqual([[], 1, 0])
  })
})

describe('pages', () => {
  const stage = (demo?: DemoPort): { pages: Pages; toHost: ToHost[]; open: () => FakeSocket; failures: string[] } => {
    const toHost: ToHost[] = []
    const failures: string[] = []
    let now = DEFAULT_PREFERENCES
    const preferences = {
      get now() {
        return now
      },
      change: (change: Parameters<typeof changePreferences>[1]) => (now = changePreferences(now, change)),
    }
    const pages = createPages({ clock: createManualClock(), sendToHost: (packet) => toHost.push(packet), preferences, demo, onDemoFailure: (cause) => failures.push(cause) })
    const open = (): FakeSocket => {
      const socket = new FakeSocket()
      pages.adopt(socket)
      return socket
    }
    return { pages, toHost, open, failures }
  }
  const PRESS: FromPage = { packet: 'call', id: 7, name: 'ptt.press', input: { source: 'space' } }

  it('are told at once how everything stands', () => {
    const { pages, open } = stage()
    pages.hostIs({ host: 'running' })
    expect(open().told).toEqual([
      { packet: 'host-state', state: { host: 'running' } },
      { packet: 'shell', shell: { shell: 'browser', docked: false, globalKeys: {}, keysRefused: {} } },
      { packet: 'preferences', preferences: DEFAULT_PREFERENCES },
    ])
  })

  it('have a name each, and the host hears whose packet it is', () => {
    const { pages, toHost, open } = stage()
    pages.hostIs({ host: 'running' })
    const [one, other] = [open(), open()]
    one.says(PRESS)
    other.says(PRESS)
    expect(toHost).toEqual([{ packet: 'page', page: 'page-1', inner: PRESS }, { packet: 'page', page: 'page-2', inner: PRESS }])
    pages.fromHost('page-2', { packet: 'pulse', utcMs: 5 })
    pages.fromHost('page-9', { packet: 'pulse', utcMs: 6 })
    expect([one.told.at(-1)?.packet, other.told.at(-1)]).toEqual(['preferences', { packet: 'pulse', utcMs: 5 }])
  })

  it('that end are said to be gone at once, and their name never comes back', () => {
    const { pages, toHost, open } = stage()
    open().emit('close')
    open()
    expect(toHost).toEqual([{ packet: 'page', page: 'page-1', inner: { packet: 'gone' } }])
    pages.close()
    expect(toHost.at(-1)).toEqual({ packet: 'page', page: 'page-2', inner: { packet: 'gone' } })
  })

  it.each([{ host: 'starting' }, { host: 'died', againInMs: 250 }, { host: 'ended' }] as const)('have no press kept for later while the host is %o', (state) => {
    const { pages, toHost, open } = stage()
    pages.hostIs(state)
    const socket = open()
    socket.says(PRESS)
    socket.says({ packet: 'subscribe', topics: [] })
    pages.hostIs({ host: 'running' })
    expect(toHost).toEqual([])
    expect(socket.told).toContainEqual({ packet: 'reply', id: 7, reply: { ok: false, error: { code: 'CALL_HOST_GONE', detail: '' } } })
  })

  it('keep on screen why the host cannot run when it has ended', () => {
    const { pages, open } = stage()
    const refused = { host: 'refused', error: { code: 'SITE_INVALID', detail: 'x' }, problems: ['regel 3'] } as const
    pages.hostIs(refused)
    pages.hostIs({ host: 'ended' })
    expect(open().told[0]).toEqual({ packet: 'host-state', state: refused })
  })

  it('share preferences', () => {
    const { open } = stage()
    const [one, other] = [open(), open()]
    one.says({ packet: 'prefer', change: { theme: 'day' } })
    for (const socket of [one, other]) expect(socket.told.at(-1)).toEqual({ packet: 'preferences', preferences: { ...DEFAULT_PREFERENCES, theme: 'day' } })
  })

  it('are nobody\'s when they say what no page says', () => {
    const { pages, toHost, open } = stage()
    pages.hostIs({ host: 'running' })
    const socket = open()
    for (const text of ['{"packet":"stop"}', '{"packet":"page","page":"page-2","inner":{"packet":"gone"}}', '{"packet":"gone"}', '{"packet":"prefer","change":{"theme":"pink"}}', '[]', '1']) socket.saysText(text)
    expect([toHost, socket.told.length]).toEqual([[], 3])
  })

  it('are no more than so many', () => {
    const { pages, open } = stage()
    const sockets = Array.from({ length: MOST_PAGES }, open)
    const late = open()
    expect([late.ended, late.told, pages.count]).toEqual([TRY_AGAIN_LATER, [], MOST_PAGES])
    sockets[0]?.emit('close')
    expect(open().ended).toBeUndefined()
  })

  it('break the demo where there is one, and are told how it stands', async () => {
    const asked: DemoAction[] = []
    let tell: (view: DemoPort['view']) => void = () => {}
    const demo: DemoPort = {
      view: { state: { rbs: 'works' }, cannot: {} },
      perform: (action) => {
        asked.push(action)
        return asked.length > 1 ? Promise.reject(new Error('no mount')) : Promise.resolve()
      },
      onChange: (listener) => {
        tell = listener
        return () => (tell = () => {})
      },
    }
    const { open, pages, failures } = stage(demo)
    const socket = open()
    expect(socket.names()).toEqual(['host-state', 'shell', 'preferences', 'demo'])
    socket.says({ packet: 'break', action: { what: 'rbs', to: 'hangs' } })
    tell({ state: { rbs: 'hangs' }, cannot: {} })
    expect([asked, socket.told.at(-1)]).toEqual([[{ what: 'rbs', to: 'hangs' }], { packet: 'demo', demo: { state: { rbs: 'hangs' }, cannot: {} } }])
    socket.says({ packet: 'break', action: { what: 'disk', to: 'full' } })
    await new Promise<void>((resolve) => setImmediate(resolve))
    expect(failures).toEqual(['no mount'])
    pages.close()
    const before = socket.told.length
    tell({ state: {}, cannot: {} })
    expect(socket.told.length).toBe(before)
  })
})
