// Whose request is it? A page of somebody else can reach loopback too: by a name that it lets point here (DNS rebinding),
// or by a WebSocket, which browsers open across origins. Both say so in their headers.

export const LOOPBACK = '127.0.0.1'
const NAMES = [LOOPBACK, 'localhost'] as const

/** Whether a request was addressed to us by a name that only this machine has. */
export const isOurHost = (host: string | undefined, port: number): boolean => NAMES.some((name) => host === `${name}:${port}`)

/**
 * Whether a page of ours asks, by the very name that it came from.
 *
 * @param host  a host that `isOurHost`
 */
export const isOurOrigin = (origin: string | undefined, host: string): boolean => origin === `http://${host}`

export interface EnterHeaders {
  readonly origin?: string | undefined
  readonly site?: string | undefined
}

/**
 * Whether an address may be exchanged for a session: opened by a person, or by a page of ours. A browser names no origin
 * when a person opens an address, and says `none` for the site.
 */
export const mayEnter = ({ origin, site }: EnterHeaders, host: string): boolean =>
  (origin === undefined || isOurOrigin(origin, host)) && (site === undefined || site === 'none' || site === 'same-origin')
