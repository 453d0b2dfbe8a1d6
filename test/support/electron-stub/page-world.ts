// A page in its window: the built preload script in a context of its own, with no more than a sandboxed one has, and a page
// script that uses the bridge as the real page does and writes down what reaches it.
import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { createContext, Script } from 'node:vm'
import type { Port } from './ports.ts'
import { record, strict } from './wire.ts'

export interface PageWorld {
  /** Calls a function of `window.achterwacht`. */
  bridge(method: string, args: readonly unknown[]): void
  /** From the shell, as webContents.send and postMessage bring it. */
  receive(channel: string, message: unknown, ports: readonly Port[]): void
  /** Over the port that came last. */
  sayToHost(packet: unknown): void
  end(): void
}

/** Over all pages of that name, so that a test can tell the pipes apart. */
const portNumbers = new Map<string, number>()

type Api = Readonly<Record<string, (...args: readonly unknown[]) => unknown>>

export function createPageWorld(name: string, options: { readonly preload: string; readonly origin: string; readonly send: (channel: string, args: readonly unknown[]) => void }): PageWorld {
  const { preload, origin, send } = options
  const ipc = new EventEmitter()
  const exposed = new Map<string, Api>()
  let port: Port | undefined
  let isOver = false

  const ipcRenderer = strict('ipcRenderer', {
    send: (channel: string, ...args: readonly unknown[]) => {
      if (!isOver) send(channel, args)
    },
    on: (channel: string, listener: (...args: unknown[]) => void) => void ipc.on(channel, listener),
  })
  const contextBridge = strict('contextBridge', {
    exposeInMainWorld: (key: string, api: Api) => {
      record('contextBridge.exposeInMainWorld', name, key, Object.keys(api))
      exposed.set(key, api)
    },
  })
  const postMessage = (message: unknown, targetOrigin: string, ports: readonly Port[] = []): void => {
    if (targetOrigin !== origin) return
    record('page.message', name, message, ports.length)
    const [handed] = ports
    if (handed) takePort(handed)
  }
  function takePort(handed: Port): void {
    port = handed
    const number = (portNumbers.get(name) ?? 0) + 1
    portNumbers.set(name, number)
    handed.on('message', ({ data }: { readonly data: unknown }) => record('page.port', name, number, data))
    handed.on('close', () => record('page.port-closed', name, number))
    handed.start()
  }

  const context = createContext({
    // A sandboxed preload may require Electron and little else.
    require: (module: string) => {
      if (module !== 'electron') throw new Error(`a sandboxed preload cannot load ${module}`)
      return strict('electron in the preload', { ipcRenderer, contextBridge })
    },
    window: { postMessage },
    location: { origin },
  })
  new Script(readFileSync(preload, 'utf8'), { filename: preload }).runInContext(context)

  return {
    bridge(method, args) {
      const api = exposed.get('achterwacht')
      const run = api?.[method]
      if (!run) throw new Error(`window.achterwacht has no ${method}`)
      run(...(method === 'onShell' ? [(packet: unknown) => record('page.shell', name, packet)] : args))
    },
    receive: (channel, message, ports) => {
      if (!isOver) ipc.emit(channel, { ports }, message)
    },
    sayToHost(packet) {
      if (!port) throw new Error('no port came')
      port.postMessage(packet)
    },
    end() {
      isOver = true
      port?.close()
    },
  }
}
