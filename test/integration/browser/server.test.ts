// The loopback server from outside: who is let in, what is served, and what everybody else is told.
import { createServer as createHttpServer } from 'node:http'
import { connect, createServer, type AddressInfo, type Server } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MOST_TRIES } from '../../../electron/browser/access.ts'
import type { BrowserShell } from '../../../electron/browser/browser-shell.ts'
import { MOST_PACKET_BYTES } from '../../../electron/browser/socket-door.ts'
import { whoHasPort } from '../../../electron/browser/who-has-port.ts'
import { withFolder } from '../../../electron/cli/console-session.ts'
import type { DemoView } from '../../../electron/contract/demo.ts'
import type { ToHost } from '../../../electron/contract/link.ts'
import { eventually } from '../../contract/eventually.ts'
import { openTestShell } from '../../support/browser-stage.ts'
import { enter, openPage, openSocket, request } from '../../support/page-client.ts'

const toHost: ToHost[] = []
let shell: BrowserShell
let port = 0
let cookie = ''
let end = (): void => {}

beforeAll(async () => {
  const opened = Promise.withResolvers<void>()
  void withFolder('server', async (folder) => {
    shell = await openTestShell(folder, { sendToHost: (packet) => toHost.push(packet) })
    port = shell.port
    cookie = await enter(shell.newAddress())
    await new Promise<void>((resolve) => {
      end = resolve
      opened.resolve()
    })
    await shell.close()
  })
  await opened.promise
})
afterAll(() => end())

const pathOf = (address: string): string => address.slice(address.indexOf('/enter'))
const asPage = (path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET'): ReturnType<typeof request> => request(port, path, { Cookie: cookie, ...headers }, method)

describe('an address', () => {
  it('gives a session once, and leaves itself behind', async () => {
    const path = pathOf(shell.newAddress())
    const first = await request(port, path, { 'Sec-Fetch-Site': 'none' })
    expect([first.status, first.headers['location'], first.text]).toEqual([303, '/', ''])
    expect(first.headers['set-cookie']?.[0]).toMatch(new RegExp(`^achterwacht-${port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict$`))
    const second = await request(port, path)
    expect([second.status, second.headers['set-cookie']]).toEqual([401, undefined])
    expect(second.text).toMatch(/al gebruikt[^]*has been used/)
  })

  it('leads who has a session to the console, also when it was used', async () => {
    const path = pathOf(shell.newAddress())
    expect((await asPage(path)).status).toBe(303)
    expect((await request(port, path)).status).toBe(303)
  })

  it('is not used up by looking, by fetching ahead, or by another site', async () => {
    const path = pathOf(shell.newAddress())
    expect((await request(port, path, {}, 'HEAD')).status).toBe(405)
    expect((await request(port, path, { 'Sec-Purpose': 'prefetch' })).status).toBe(405)
    expect((await request(port, path, { 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403)
    expect((await request(port, path, { Origin: 'http://evil.example' })).status).toBe(403)
    expect((await request(port, path, { Host: `evil.example:${port}` })).status).toBe(421)
    expect((await request(port, path)).status).toBe(303)
  })
})

describe('what is served', () => {
  it('is nothing without a session, and it is said what to do', async () => {
    for (const path of ['/', '/index.html', '/assets/page-1a2b.js', '/nowhere']) {
      const { status, text } = await request(port, path)
      expect([path, status]).toEqual([path, 401])
      expect(text).toMatch(/Geen toegang[^]*No access/)
    }
  })

  it.each([
    ['/', 'text/html; charset=utf-8', 'no-store'],
    ['/?view=strip', 'text/html; charset=utf-8', 'no-store'],
    ['/gallery.html', 'text/html; charset=utf-8', 'no-store'],
    ['/assets/page-1a2b.js', 'text/javascript; charset=utf-8', 'private, max-age=31536000, immutable'],
    ['/assets/inter-3c4d.woff2', 'font/woff2', 'private, max-age=31536000, immutable'],
  ])('%s is there', async (path, type, cache) => {
    const { status, headers, text } = await asPage(path)
    expect([status, headers['content-type'], headers['cache-control']]).toEqual([200, type, cache])
    expect(headers['content-security-policy']).toContain("default-src 'none'")
    expect(text.length).toBeGreaterThan(0)
    const head = await asPage(path, {}, 'HEAD')
    expect([head.status, head.headers['content-length'], head.text]).toEqual([200, headers['content-length'], ''])
  })

  it.each([
    '/../package.json', '/assets/../../package.json', '/%2e%2e/package.json', '/assets/%2e%2e%2fpackage.json', '/..%5cpackage.json', '//package.json', '/assets', '/assets/',
    '/built-from.json', '/assets/page-1a2b.js.map', '/index.html/', '/INDEX.HTML', '/pipe', '/%00', '/constructor', '/__proto__', 'http://evil.example/index.html',
  ])('%s is not', async (path) => {
    const { status, text } = await asPage(path)
    expect(status).toBe(404)
    expect(text).toMatch(/is er niet[^]*no such page/)
  })

  it('has no icon, and says so without an error', async () => {
    expect((await asPage('/favicon.ico')).status).toBe(204)
  })

  it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND'])('cannot be asked with %s', async (method) => {
    const { status, headers } = await asPage('/', {}, method)
    expect([status, headers['allow']]).toEqual([405, 'GET, HEAD'])
  })

  it.each(['evil.example', '127.0.0.1', '[::1]'])('is not to be had as %s', async (name) => {
    expect((await asPage('/', { Host: name })).status).toBe(421)
    expect((await asPage('/', { Host: `${name}x:${port}` })).status).toBe(421)
  })

  it('is to be had as localhost', async () => {
    expect((await asPage('/', { Host: `localhost:${port}` })).status).toBe(200)
  })

  it('is on 127.0.0.1 and on no other address of this machine', async () => {
    const cause = await new Promise((resolve) => connect(port, '127.0.0.2').on('error', (error: NodeJS.ErrnoException) => resolve(error.code)).on('connect', () => resolve('connected')))
    expect(cause).toBe('ECONNREFUSED')
  })
})

describe('the WebSocket', () => {
  const refusal = (options: Parameters<typeof openSocket>[2], own = cookie): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const socket = openSocket(port, own, options)
      socket.on('unexpected-response', (_request, response) => {
        resolve(response.statusCode)
        response.destroy()
      })
      socket.on('open', () => reject(new Error('was let in')))
      socket.on('error', () => {})
    })

  it.each([
    ['another origin', { origin: 'http://evil.example' }, 403],
    ['our name with another port', { origin: 'http://127.0.0.1:1' }, 403],
    ['our other name', { origin: 'http://localhost' }, 403],
    ['an origin that is hidden', { origin: 'null' }, 403],
    ['another host', { headers: { Host: 'evil.example' } }, 421],
  ])('is refused to %s', async (_who, options, status) => {
    expect(await refusal(options)).toBe(status)
  })

  it('is refused without an origin and without a session', async () => {
    expect((await asPage('/pipe', { Connection: 'Upgrade', Upgrade: 'websocket' })).status).toBe(403)
    expect(await refusal({}, '')).toBe(401)
    expect(await refusal({}, `achterwacht-${port}=${'a'.repeat(43)}`)).toBe(401)
  })

  it('ends for a page that sends too much, which is then gone', async () => {
    const page = await openPage(port, cookie)
    page.send({ packet: 'call', id: 1, name: 'note.add', input: 'a'.repeat(MOST_PACKET_BYTES - 200) })
    toHost.length = 0
    page.send({ packet: 'call', id: 2, name: 'note.add', input: 'a'.repeat(MOST_PACKET_BYTES) })
    await eventually(() => page.closed !== undefined)
    expect(page.closed).toBe(1009)
    expect(toHost).toEqual([{ packet: 'page', page: expect.stringMatching(/^page-\d+$/), inner: { packet: 'gone' } }])
  })
})

it('stops guessing after so many wrong tries', () =>
  withFolder('tries', async (folder) => {
    const fresh = await openTestShell(folder)
    for (let tried = 0; tried < MOST_TRIES; tried++) expect((await request(fresh.port, '/enter?token=wrong')).text).toMatch(/klopt niet[^]*not right/)
    const { status, headers, text } = await request(fresh.port, '/enter?token=wrong')
    expect([status, headers['retry-after']]).toEqual([429, '10'])
    expect(text).toMatch(/Te vaak[^]*Too many/)
    await fresh.close()
  }))

it('drops a page that takes nothing more, and serves the others on', () =>
  withFolder('slow', async (folder) => {
    const large: DemoView = { state: { rbs: 'x'.repeat(1_000_000) }, cannot: {} }
    let tell: (view: DemoView) => void = () => {}
    const demo = { view: { state: {}, cannot: {} }, perform: () => Promise.resolve(), onChange: (listener: typeof tell) => ((tell = listener), () => {}) }
    const gone: ToHost[] = []
    const fresh = await openTestShell(folder, { demo, sendToHost: (packet) => gone.push(packet) })
    const own = await enter(fresh.newAddress())
    const [slow, other] = [await openPage(fresh.port, own), await openPage(fresh.port, own)]
    slow.socket.pause()
    const told = (): number => other.packets.filter((packet) => packet.packet === 'demo').length
    for (let sent = 1; gone.length === 0 && sent <= 64; sent++) {
      tell(large)
      await eventually(() => told() === sent + 1, 10_000, 'the other page takes each')
    }
    expect(gone).toEqual([{ packet: 'page', page: 'page-1', inner: { packet: 'gone' } }])
    expect([fresh.pages, other.closed]).toEqual([1, undefined])
    await fresh.close()
    await eventually(() => other.closed !== undefined)
    expect(other.closed).toBe(1001)
  }))

it('keeps preferences over a restart, and tells every page of a change', () =>
  withFolder('prefer', async (folder) => {
    const first = await openTestShell(folder)
    const own = await enter(first.newAddress())
    const [one, other] = [await openPage(first.port, own), await openPage(first.port, own)]
    one.send({ packet: 'prefer', change: { theme: 'day', volume: 40 } })
    await eventually(() => other.last('preferences')?.preferences.volume === 40)
    await first.close()
    const second = await openTestShell(folder)
    const page = await openPage(second.port, await enter(second.newAddress()))
    expect(page.last('preferences')?.preferences).toMatchObject({ theme: 'day', volume: 40 })
    await second.close()
  }))

describe('a taken port', () => {
  const listening = (server: Server): Promise<number> => new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)))

  it('is known to be taken by another Achterwacht', async () => {
    expect(await whoHasPort(port)).toBe('achterwacht')
    await expect(withFolder('taken', (folder) => openTestShell(folder, { port }))).rejects.toThrow(/LINK_BUSY/)
  })

  it.each([
    ['a web server', () => createHttpServer((_request, response) => response.end('hello'))],
    ['one that says nothing', () => createServer()],
    ['one that hangs up', () => createServer((socket) => socket.destroy())],
    ['one that speaks something else', () => createServer((socket) => socket.end('220 ready\r\n'))],
  ])('is known to be taken by %s', async (_who, make) => {
    const server = make()
    expect(await whoHasPort(await listening(server))).toBe('another')
    server.close()
  })
})
