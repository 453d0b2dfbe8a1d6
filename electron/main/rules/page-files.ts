// The page as files in memory: what the shell serves is a list made at its start, not a path joined from a request.
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import { isOwnAddress } from './addresses.ts'
import { PAGE_HEADERS } from '../../contract/page-headers.ts'

export interface PageFile {
  readonly type: string
  readonly body: Uint8Array<ArrayBuffer>
}

/** Address path (`/index.html`) → file. */
export type PageFiles = ReadonlyMap<string, PageFile>

/** The package may be another one at the next start. */
const HEADERS = { ...PAGE_HEADERS, 'Cache-Control': 'no-store' }

export const INDEX = '/index.html'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.wav': 'audio/wav',
  '.woff2': 'font/woff2',
}

/** @returns an empty list when the folder is not there; files of a type not in the table are left out */
export function readPageFiles(folder: string): PageFiles {
  return new Map(
    listed(folder).flatMap((path): [string, PageFile][] => {
      const type = TYPES[extname(path)]
      return type === undefined ? [] : [[`/${path.split(sep).join('/')}`, { type, body: new Uint8Array(readFileSync(join(folder, path))) }]]
    }),
  )
}

function listed(folder: string): readonly string[] {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
    return entries.filter((entry) => entry.isFile()).map((entry) => relative(folder, join(entry.parentPath, entry.name)))
  } catch {
    return [] // nothing built, nothing installed: the caller says so
  }
}

/** Answers one request of a page. Whatever is not on the list is not there. */
export function answerFrom(files: PageFiles, request: { readonly method: string; readonly url: string }): Response {
  if (!isOwnAddress(request.url)) return refuse(404)
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405)
  const { pathname } = new URL(request.url)
  const file = files.get(pathname === '/' ? INDEX : pathname)
  if (!file) return refuse(404)
  return new Response(request.method === 'HEAD' ? null : file.body, { headers: { ...HEADERS, 'Content-Type': file.type } })
}

const refuse = (status: number): Response => new Response(null, { status, headers: HEADERS })
