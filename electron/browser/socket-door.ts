// The door to the WebSocket: a page of ours, with a session, from our own origin. A browser asks nobody before it opens
// a WebSocket across origins, so the Origin is looked at here.
import { STATUS_CODES, type IncomingMessage, type Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import { sessionOf, type Access } from './access.ts'
import { answer, type AnswerName, type Texts } from './answers.ts'
import { isOurHost, isOurOrigin } from './guard.ts'
import { headersFor } from './headers.ts'

export type OnSocket = (socket: WebSocket) => void

export interface SocketDoorDeps {
  readonly server: Server
  readonly port: number
  readonly access: Access
  readonly texts: Texts
  readonly onSocket: OnSocket
}

export const PIPE_PATH = '/pipe'
/** The longest packet of a page is a note of 2000 characters. */
export const MOST_PACKET_BYTES = 64 * 1024

export function openSocketDoor({ server, port, access, texts, onSocket }: SocketDoorDeps): { close(): void } {
  const sockets = new WebSocketServer({ noServer: true, clientTracking: false, maxPayload: MOST_PACKET_BYTES, perMessageDeflate: false })
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => stream.destroy())
    const refused = refusalOf(request, port, access)
    if (refused) return refuse(stream, refused, texts)
    sockets.handleUpgrade(request, stream, head, onSocket)
  })
  return { close: () => sockets.close() }
}

function refusalOf({ headers, url }: IncomingMessage, port: number, access: Access): AnswerName | undefined {
  const { host = '', origin, cookie } = headers
  if (!isOurHost(host, port)) return 'foreign-host'
  if (!isOurOrigin(origin, host)) return 'foreign-origin'
  if (!access.isSession(sessionOf(cookie, port))) return 'no-session'
  return url === PIPE_PATH ? undefined : 'not-found'
}

function refuse(stream: Duplex, name: AnswerName, texts: Texts): void {
  const { status, html } = answer(name, texts)
  const headers = { ...headersFor('page'), 'Content-Type': 'text/html; charset=utf-8', 'Content-Length': Buffer.byteLength(html), Connection: 'close' }
  const lines = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...Object.entries(headers).map(([header, value]) => `${header}: ${value}`)]
  stream.end(`${lines.join('\r\n')}\r\n\r\n${html}`)
}
