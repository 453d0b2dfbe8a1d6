// The one origin of our pages, and what they may load.

export const SCHEME = 'app'
export const HOST = 'achterwacht'
export const ORIGIN = `${SCHEME}://${HOST}`

/** Whether an address lies in our origin; compared part by part, because `app://achterwacht.example` begins like ours. */
export function isOwnAddress(address: string): boolean {
  const url = parse(address)
  return url !== undefined && url.protocol === `${SCHEME}:` && url.host === HOST && url.username === '' && url.password === ''
}

/**
 * Whether anything may be fetched from there: our own files, and what a page made itself. Nothing leaves this process.
 *
 * @param withTools  Chromium's developer tools, which load their own pages
 */
export function isLoadable(address: string, withTools: boolean): boolean {
  const url = parse(address)
  if (!url) return false
  switch (url.protocol) {
    case `${SCHEME}:`:
      return isOwnAddress(address)
    case 'blob:':
      return isOwnAddress(url.pathname)
    case 'data:':
      return true
    case 'devtools:':
      return withTools
    default:
      return false
  }
}

export interface Sender {
  readonly url: string
  readonly origin: string
  readonly isMainFrame: boolean
}

/** A packet is taken from the main frame of one of our pages: not from a frame in it, nor from a page that went elsewhere. */
export const isOwnSender = ({ url, origin, isMainFrame }: Sender): boolean => isMainFrame && origin === ORIGIN && isOwnAddress(url)

function parse(address: string): URL | undefined {
  return URL.canParse(address) ? new URL(address) : undefined
}
