// A web page that answers. A fresh connection each time, GET, headers only.
import type { ClientRequest, RequestOptions } from 'node:http'
import { connect } from 'node:net'
import type { Clock } from '../../../../native/kit/clock.ts'
import { failure } from '../../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../../native/kit/result.ts'
import type { Probe } from '../probe.ts'
import type { ProbeResult } from '../types.ts'
import type { AddressBook } from './address-book.ts'
import { NO_ADDRESS, resultOfSocketError } from './network-failure.ts'
import { sinceMs } from './stopwatch.ts'

export interface HttpProbeConfig {
  readonly kind: 'http'
  readonly url: string
}

/** From here the server says itself that it does not work: often a proxy in front of a dead program. Counts as a miss. */
const SERVER_ERROR = 500
const HEADER_BYTES_MAX = 16_384
const HTTP_PORT = 80

/** @returns SITE_INVALID when `url` is not an http or https address */
export function openHttpProbe(config: HttpProbeConfig, deps: { readonly clock: Clock; readonly addresses: AddressBook }): Result<Probe> {
  const url = URL.parse(config.url)
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) return fail(failure('SITE_INVALID', config.url))
  const name = url.hostname.replace(/^\[|\]$/g, '')
  let http: Promise<StartRequest> | undefined

  const probe: Probe = {
    async ask(signal): Promise<ProbeResult> {
      const startMs = deps.clock.monotonicMs()
      const host = await deps.addresses.addressOf(name)
      if (host === undefined) return NO_ADDRESS
      const startRequest = await (http ??= loadHttp(url, name))
      if (signal.aborted) return { kind: 'timeout' }
      const request = startRequest(host)
      return new Promise((resolve) => {
        const finish = (result: ProbeResult): void => {
          signal.removeEventListener('abort', onAbort)
          request.destroy()
          resolve(result)
        }
        const onAbort = (): void => finish({ kind: 'timeout' })
        // Stays after the end: a destroyed request still reports.
        request.on('error', (error: NodeJS.ErrnoException) => finish(resultOfSocketError(error)))
        signal.addEventListener('abort', onAbort)
        request.once('response', ({ statusCode = 0 }) => {
          const detail = `HTTP ${statusCode}`
          finish(statusCode >= SERVER_ERROR ? { kind: 'unreachable', detail } : { kind: 'reply', latencyMs: sinceMs(deps.clock, startMs), detail })
        })
        request.end()
      })
    },
    close: async () => {},
  }
  return ok(probe)
}

type StartRequest = (host: string) => ClientRequest

/** Loaded when there is something to ask: not every site has a web page to watch. */
async function loadHttp(url: URL, name: string): Promise<StartRequest> {
  const options: RequestOptions = {
    method: 'GET',
    port: url.port,
    path: url.pathname + url.search,
    headers: { host: url.host, connection: 'close', 'user-agent': 'Achterwacht' },
    maxHeaderSize: HEADER_BYTES_MAX,
  }
  if (url.protocol === 'http:') {
    const { request } = await import('node:http')
    const port = Number(url.port || HTTP_PORT)
    // An agent made for each question would do nothing but open this connection.
    return (host) => request({ ...options, host, createConnection: () => connect({ host, port }) })
  }
  const { request } = await import('node:https')
  const servername = /[a-z]/i.test(name) && !name.includes(':') ? name : ''
  // The certificate is not judged: an expired one is no outage, and nothing secret is said over this line.
  return (host) => request({ ...options, host, agent: false, rejectUnauthorized: false, servername })
}
