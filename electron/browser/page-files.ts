// The built page, read whole at the start: what is served is what was there then, and no address leads anywhere else.
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import type { Served } from './headers.ts'

export interface PageFile {
  readonly body: Buffer
  readonly type: string
  readonly served: Served
}

/** By the path of the address, as `/index.html`; `/` is the console. */
export type PageFiles = ReadonlyMap<string, PageFile>

/** What is not named here is not part of the page: source maps, the list of sources. */
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.wav': 'audio/wav',
}

/** @returns undefined when there is no built page in the folder */
export function readPageFiles(folder: string): PageFiles | undefined {
  const files = new Map(listFiles(folder).flatMap((path) => pageFile(folder, path)))
  const index = files.get('/index.html')
  return index && new Map([['/', index], ...files])
}

function listFiles(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  } catch {
    return []
  }
}

function pageFile(folder: string, path: string): readonly (readonly [string, PageFile])[] {
  const type = TYPES[extname(path)]
  if (type === undefined) return []
  const address = `/${relative(folder, path).split(sep).join('/')}`
  return [[address, { body: readFileSync(path), type, served: address.startsWith('/assets/') ? 'asset' : 'page' }]]
}
