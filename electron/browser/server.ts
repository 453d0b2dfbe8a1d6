// The loopback server: the built page for who has a session, the exchange of a one-time address for one, and clear
// answers for everybody else. It only reads: GET and HEAD.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { failure } from '../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../native/kit/result.ts'
import { sessionCookie, sessionOf, type Access } from './access.ts'
import { answer, type AnswerName, type Texts } from './answers.ts'
import { isOurHost, LOOPBACK, mayEnter } from './guard.ts'
import { headersFor } from './headers.ts'
import type { PageFiles } from './page-files.ts'
import { openSocketDoor, type OnSocket } from './socket-door.ts'

export interface ShellServer {
  readonly port: number
  close(): Promise<void>
}

export interface ShellServerDeps {
  /** 0: any free port. */
  readonly port: number
  readonly access: Access
  readonly files: PageFiles
  readonly texts: Texts
  readonly onSocket: OnSocket
}

export const ENTER_PATH = '/enter'
const ICON_PATH = '/favicon.ico'

/** @returns LINK_BUSY when the port is taken, LINK_DENIED when the system keeps it for itself */
export async function startShellServer(deps: ShellServerDeps): Promise<Result<ShellServer>> {
  const server = createServer()
  const failed = await listen(server, deps.port)
  if (failed !== undefined) return fail(failure(failed === 'EADDRINUSE' ? 'LINK_BUSY' : 'LINK_DENIED', `${deps.port} ${failed}`))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : deps.port
  server.on('request', (request: IncomingMessage, response: ServerResponse) => serve({ ...deps, port }, request, response))
  const door = openSocketDoor({ server, port, access: deps.access, texts: deps.texts, onSocket: deps.onSocket })
  return ok({
    port,
    async close() {
      door.close()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
    },
  })
}

function listen(server: Server, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    server.once('error', (cause: NodeJS.ErrnoException) => resolve(cause.code ?? cause.message))
    server.listen(port, LOOPBACK, () => resolve(undefined))
  })
}

function serve(deps: ShellServerDeps, request: IncomingMessage, response: ServerResponse): void {
  const { host, cookie } = request.headers
  const refuse = (name: AnswerName): void => sendAnswer(response, name, deps.texts)
  if (!isOurHost(host, deps.port)) return refuse('foreign-host')
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse('not-allowed')
  const [path = '', query = ''] = (request.url ?? '').split(/\?(.*)/s)
  const hasSession = deps.access.isSession(sessionOf(cookie, deps.port))
  if (path === ENTER_PATH) return hasSession ? toConsole(response) : enter(deps, request, response, query)
  if (!hasSession) return refuse('no-session')
  // Every browser asks, whatever the page says; a miss would stand in its console as an error.
  if (path === ICON_PATH) return void response.writeHead(204, headersFor('page')).end()
  const file = deps.files.get(path)
  if (!file) return refuse('not-found')
  response.writeHead(200, { ...headersFor(file.served), 'Content-Type': file.type, 'Content-Length': file.body.length }).end(request.method === 'HEAD' ? undefined : file.body)
}

function enter(deps: ShellServerDeps, request: IncomingMessage, response: ServerResponse, query: string): void {
  const { host = '', origin } = request.headers
  const header = (name: string): string | undefined => request.headers[name]?.toString()
  // Looking whether an address is there, or fetching it before a person asked, must not use it up.
  if (request.method === 'HEAD' || header('sec-purpose') !== undefined) return sendAnswer(response, 'not-allowed', deps.texts)
  if (!mayEnter({ origin, site: header('sec-fetch-site') }, host)) return sendAnswer(response, 'foreign-origin', deps.texts)
  const entered = deps.access.enter(new URLSearchParams(query).get('token') ?? '')
  if (entered.entry === 'refused') return sendAnswer(response, entered.cause, deps.texts)
  toConsole(response, { 'Set-Cookie': sessionCookie(deps.port, entered.session) })
}

/** The address with its token is left behind: it is in no history. */
function toConsole(response: ServerResponse, more: Readonly<Record<string, string>> = {}): void {
  response.writeHead(303, { ...headersFor('page'), ...more, Location: '/', 'Content-Length': 0 }).end()
}

function sendAnswer(response: ServerResponse, name: AnswerName, texts: Texts): void {
  const { status, html } = answer(name, texts)
  const more: Record<string, string> = name === 'not-allowed' ? { Allow: 'GET, HEAD' } : name === 'too-many-tries' ? { 'Retry-After': '10' } : {}
  // What a refused request still has to send is nobody's.
  response.writeHead(status, { ...headersFor('page'), ...more, 'Content-Type': 'text/html; charset=utf-8', Connection: 'close' }).end(html)
}
