// The default session and the protocol: handlers are kept, and the test asks them as Chromium would.
import { EventEmitter } from 'node:events'
import { onOrder, preventable, record, strict } from './wire.ts'

type RequestListener = (details: { readonly url: string }, callback: (response: { readonly cancel?: boolean }) => void) => void
type Handler = (...args: readonly unknown[]) => unknown

const handlers = new Map<string, Handler>()
const keep = (name: string) => (handler: Handler): void => {
  record(`session.${name}`)
  handlers.set(name, handler)
}

class Session extends EventEmitter {
  readonly setPermissionRequestHandler = keep('setPermissionRequestHandler')
  readonly setPermissionCheckHandler = keep('setPermissionCheckHandler')
  readonly setDevicePermissionHandler = keep('setDevicePermissionHandler')
  readonly setBluetoothPairingHandler = keep('setBluetoothPairingHandler')
  readonly setDisplayMediaRequestHandler = keep('setDisplayMediaRequestHandler')
  readonly webRequest = strict('webRequest', { onBeforeRequest: (listener: RequestListener) => keep('onBeforeRequest')(listener as Handler) })
}

export const defaultSession = strict('session', new Session())
export const session = strict('session module', { defaultSession })

const schemes = new Map<string, (request: Request) => Response | Promise<Response>>()
export const protocol = strict('protocol', {
  registerSchemesAsPrivileged: (list: readonly unknown[]) => record('protocol.registerSchemesAsPrivileged', list),
  handle: (scheme: string, handler: (request: Request) => Response | Promise<Response>) => {
    record('protocol.handle', scheme)
    schemes.set(scheme, handler)
  },
})

export interface Fetched {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

/** As Chromium does: the request filter first, then the handler of the scheme. */
export async function load(url: string, method = 'GET'): Promise<Fetched | 'cancelled' | 'no-handler'> {
  const filter = handlers.get('onBeforeRequest')
  if (!filter) throw new Error('no request filter')
  const { cancel } = await new Promise<{ readonly cancel?: boolean }>((resolve) => void filter({ url }, resolve))
  if (cancel === true) return 'cancelled'
  const handler = schemes.get(new URL(url).protocol.slice(0, -1))
  if (!handler) return 'no-handler'
  const response = await handler(new Request(url, { method }))
  return { status: response.status, headers: Object.fromEntries(response.headers), text: await response.text() }
}

const asked = (name: string): Handler => {
  const handler = handlers.get(name)
  if (!handler) throw new Error(`the shell set no ${name}`)
  return handler
}

onOrder('load', load)
onOrder('permission-request', (permission: string, details: object) =>
  new Promise((resolve) => void asked('setPermissionRequestHandler')(undefined, permission, resolve, details)))
onOrder('permission-check', (permission: string, origin: string, details: object) => asked('setPermissionCheckHandler')(undefined, permission, origin, details))
onOrder('device-permission', (details: object) => asked('setDevicePermissionHandler')(details))
onOrder('bluetooth-pairing', () => new Promise((resolve) => void asked('setBluetoothPairingHandler')({}, resolve)))
onOrder('display-media', () => new Promise((resolve) => void asked('setDisplayMediaRequestHandler')({}, resolve)))
/** A chooser of devices, or a download: how it is answered, and whether Electron's own way was prevented. */
onOrder('session-event', (name: string, ...args: readonly unknown[]) => {
  const event = preventable()
  let chosen: unknown = 'nobody answered'
  defaultSession.emit(name, event, ...args, (choice?: unknown) => {
    chosen = choice ?? 'nothing'
  })
  return { prevented: event.defaultPrevented, chosen }
})
