// A page without a browser: enters by its address, speaks over the WebSocket, folds topics as the real one does.
import { get } from 'node:http'
import { WebSocket, type ClientOptions } from 'ws'
import { createHostClient, type HostClient } from '../../electron/contract/host-client.ts'
import type { FromPage, ToPage } from '../../electron/contract/shell.ts'
import { systemClock } from '../../native/transport/clock.ts'
import { eventually } from '../contract/eventually.ts'

export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly text: string
}

/** A request with exactly these headers: `fetch` would not let a test name its own Host. */
export function request(port: number, path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET'): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const asked = get({ host: '127.0.0.1', port, path, method, headers: { Host: `127.0.0.1:${port}`, ...headers }, agent: false }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part: string) => (text += part))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }))
    })
    asked.on('error', reject)
  })
}

/** Enters by an address of the shell. @returns the cookie of the session */
export async function enter(address: string): Promise<string> {
  const { port, pathname, search } = new URL(address)
  const { status, headers } = await request(Number(port), `${pathname}${search}`)
  const [cookie = ''] = headers['set-cookie'] ?? []
  if (status !== 303) throw new Error(`not let in: ${status}`)
  return cookie.split(';')[0] ?? ''
}

export interface PageClient {
  readonly client: HostClient
  readonly topic: HostClient['topic']
  readonly socket: WebSocket
  /** Everything it was told, in order. */
  readonly packets: readonly ToPage[]
  /** The code it was closed with. */
  readonly closed: number | undefined
  send(packet: FromPage): void
  last<Name extends ToPage['packet']>(name: Name): Extract<ToPage, { packet: Name }> | undefined
}

export const openSocket = (port: number, cookie: string, options: ClientOptions = {}): WebSocket =>
  new WebSocket(`ws://127.0.0.1:${port}/pipe`, { origin: `http://127.0.0.1:${port}`, ...options, headers: { Cookie: cookie, ...options.headers } })

/** Opens a page's pipe, and subscribes whenever the shell says that the host is running. */
export async function openPage(port: number, cookie: string): Promise<PageClient> {
  const socket = openSocket(port, cookie)
  const packets: ToPage[] = []
  let closed: number | undefined
  const send = (packet: FromPage): void => {
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(packet))
  }
  const client = createHostClient(systemClock, (packet) => send(packet as FromPage), () => {})
  socket.on('message', (data: Buffer) => {
    const packet = JSON.parse(data.toString()) as ToPage
    packets.push(packet)
    if (packet.packet === 'host-state') {
      if (packet.state.host === 'running') client.receive({ packet: 'ready', bootId: '', tookMs: 0 })
      if (packet.state.host === 'died') client.hostGone()
    } else if (packet.packet !== 'shell' && packet.packet !== 'preferences' && packet.packet !== 'demo') client.receive(packet)
  })
  socket.on('close', (code) => (closed = code))
  socket.on('error', () => {})
  await eventually(() => packets.some((packet) => packet.packet === 'preferences') || closed !== undefined, 20_000, 'the page is greeted or refused')
  return {
    client,
    topic: client.topic,
    socket,
    packets,
    get closed() {
      return closed
    },
    send,
    last: (name) => packets.findLast((packet) => packet.packet === name) as never,
  }
}
