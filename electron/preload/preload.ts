// The bridge between a page and the shell: three functions and one port. Runs sandboxed, before the page, apart from it.
import { contextBridge, ipcRenderer } from 'electron'
import { BRIDGE_NAME, CHANNELS, type Bridge, type PipeMessage, type ShellToPage } from '../contract/bridge.ts'

// The page's window and address, as far as they are needed here; the port is one of the page's own kind.
declare const window: { postMessage(message: PipeMessage, targetOrigin: string, transfer: readonly unknown[]): void }
declare const location: { readonly origin: string }

let listener: ((packet: ShellToPage) => void) | undefined

const bridge: Bridge = {
  connect: () => ipcRenderer.send(CHANNELS.connect),
  toShell: (packet) => ipcRenderer.send(CHANNELS.toShell, packet),
  onShell: (next) => {
    listener = next
    ipcRenderer.send(CHANNELS.listen)
  },
}

ipcRenderer.on(CHANNELS.toPage, (_event, packet: ShellToPage) => listener?.(packet))
// The bridge cannot carry a port; a message to our own window can.
ipcRenderer.on(CHANNELS.pipe, (event) => window.postMessage({ packet: 'pipe' }, location.origin, event.ports))
contextBridge.exposeInMainWorld(BRIDGE_NAME, bridge)
