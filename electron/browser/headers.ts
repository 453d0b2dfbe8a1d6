// The page's own headers, and how long a browser may keep a file.
import { PAGE_HEADERS } from '../contract/page-headers.ts'

/** `page` is a document, `asset` a file whose name changes with its content. */
export type Served = 'page' | 'asset'

export const headersFor = (served: Served): Readonly<Record<string, string>> => ({
  ...PAGE_HEADERS,
  'Cache-Control': served === 'asset' ? 'private, max-age=31536000, immutable' : 'no-store',
  // How a second start knows who has its port.
  Server: SERVER_NAME,
})

export const SERVER_NAME = 'Achterwacht'
