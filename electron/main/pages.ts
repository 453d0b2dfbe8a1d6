// What pages and shell say to each other. Each packet of a page is taken only from the main frame of one of our windows, in
// our origin; everybody else is not answered.
import { ipcMain, MessageChannelMain, type IpcMainEvent, type WebContents } from 'electron'
import { CHANNELS, type ShellToPage } from '../contract/bridge.ts'
import { sortFromPage, type PageToShell } from '../contract/shell.ts'
import type { HostProcess } from './host-process.ts'
import { isOwnSender } from './rules/addresses.ts'

export type PageName = 'strip' | 'main'

export interface Pages {
  /** This window's contents are the page of that name. */
  add(name: PageName, contents: WebContents): void
  /** To all pages, and to each that comes later: the last packet of each kind is what holds. */
  tell(packet: ShellToPage): void
  /** A host runs: pages that asked for a pipe get it now. */
  handOver(): void
}

export interface PagesDeps {
  readonly host: () => HostProcess
  readonly onPacket: (packet: PageToShell) => void
}

export function servePages({ host, onPacket }: PagesDeps): Pages {
  const pages = new Map<PageName, WebContents>()
  const listening = new Set<PageName>()
  const waiting = new Set<PageName>()
  const latest = new Map<ShellToPage['packet'], ShellToPage>()

  const send = (name: PageName, packet: ShellToPage): void => {
    const contents = pages.get(name)
    if (contents && !contents.isDestroyed()) contents.send(CHANNELS.toPage, packet)
  }
  const handOver = (): void => {
    for (const name of [...waiting]) {
      const contents = pages.get(name)
      if (!contents || contents.isDestroyed() || !host().isRunning) continue
      const { port1, port2 } = new MessageChannelMain()
      if (!host().adopt(name, port1)) continue
      waiting.delete(name)
      contents.postMessage(CHANNELS.pipe, undefined, [port2])
    }
  }
  const from = (event: IpcMainEvent): PageName | undefined => {
    for (const [name, contents] of pages) if (contents === event.sender && isOwnFrame(event)) return name
    return undefined
  }

  ipcMain.on(CHANNELS.listen, (event) => {
    const name = from(event)
    if (name === undefined) return
    listening.add(name)
    for (const packet of latest.values()) send(name, packet)
  })
  ipcMain.on(CHANNELS.connect, (event) => {
    const name = from(event)
    if (name === undefined) return
    waiting.add(name)
    handOver()
  })
  ipcMain.on(CHANNELS.toShell, (event, packet: unknown) => {
    if (from(event) === undefined) return
    const sorted = sortFromPage(packet)
    if (sorted.for === 'shell') onPacket(sorted.packet)
  })

  return {
    add(name, contents) {
      pages.set(name, contents)
      // What a page asked for dies with it; the one that takes its place asks again.
      contents.on('render-process-gone', () => {
        listening.delete(name)
        waiting.delete(name)
      })
    },
    tell(packet) {
      latest.set(packet.packet, packet)
      for (const name of listening) send(name, packet)
    },
    handOver,
  }
}

function isOwnFrame({ senderFrame, sender }: IpcMainEvent): boolean {
  // A frame that went away meanwhile has nothing to say.
  if (!senderFrame || senderFrame.isDestroyed()) return false
  return isOwnSender({ url: senderFrame.url, origin: senderFrame.origin, isMainFrame: senderFrame.frameTreeNodeId === sender.mainFrame.frameTreeNodeId })
}
