// The built page on loopback, as a shell would serve it. Built anew when a source has changed since.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
export const PAGE = join(ROOT, 'dist/page')

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.wav': 'audio/wav',
}

export interface ServedPage {
  /** `http://127.0.0.1:PORT/` */
  readonly origin: string
  close(): Promise<void>
}

/** Builds the page when a source has changed since it was built. */
export async function buildPage(): Promise<void> {
  if (!isBuilt()) await build({ configFile: join(ROOT, 'renderer/vite.config.ts'), configLoader: 'native' })
}

export async function serveBuiltPage(): Promise<ServedPage> {
  await buildPage()
  const files = readAll()
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://127.0.0.1').pathname
    const body = files.get(path === '/' ? '/index.html' : path)
    const type = TYPES[extname(path) || '.html']
    if (!type || !body) return response.writeHead(404).end()
    return response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(body)
  })
  await listen(server)
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Read at once, so that a build that runs meanwhile does not pull the page away. */
function readAll(): ReadonlyMap<string, Buffer> {
  const entries = readdirSync(PAGE, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = entries.map((entry) => join(entry.parentPath, entry.name))
  return new Map(paths.map((path) => [`/${relative(PAGE, path).split(sep).join('/')}`, readFileSync(path)]))
}

const listen = (server: Server): Promise<void> => new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve()))

/** Whether each file the page was made from still has the content it was made from. */
function isBuilt(): boolean {
  try {
    const madeFrom = Object.entries(JSON.parse(readFileSync(join(PAGE, 'built-from.json'), 'utf8')) as Record<string, string>)
    return madeFrom.length > 0 && madeFrom.every(([path, hash]) => sha256(join(ROOT, path)) === hash)
  } catch {
    return false
  }
}

const sha256 = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex')
