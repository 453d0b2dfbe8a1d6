// What the test does to windows and pages: as their user, as their page, and as somebody who only says so.
import type { PageWorld } from './page-world.ts'
import { ipcMain, nextFrame, WebContents, windows, type BrowserWindow } from './windows.ts'
import { onOrder, preventable } from './wire.ts'

/** The window that shows this view. */
function windowOf(view: string): BrowserWindow {
  const window = windows.find((one) => one.webContents.mainFrame.url.includes(`view=${view}`))
  if (!window) throw new Error(`no window shows ${view}`)
  return window
}
const worldOf = (view: string): PageWorld => {
  const { world } = windowOf(view).webContents
  if (!world) throw new Error(`the page of ${view} is gone`)
  return world
}

onOrder('bridge', (view: string, method: string, ...args: readonly unknown[]) => worldOf(view).bridge(method, args))
onOrder('to-host', (view: string, packet: unknown) => worldOf(view).sayToHost(packet))
onOrder('crash-page', (view: string) => windowOf(view).webContents.crash())
onOrder('window-event', (view: string, name: string) => void windowOf(view).emit(name))
onOrder('close-window', (view: string) => windowOf(view).close())
onOrder('minimize', (view: string) => windowOf(view).minimize())
onOrder('move-window', (view: string, bounds: BrowserWindow['bounds']) => {
  windowOf(view).setBounds(bounds)
  windowOf(view).emit('move')
})
onOrder('window-state', (view: string) => {
  const { bounds, isVisible } = windowOf(view)
  return { bounds, isVisible, isOnTop: windowOf(view).isAlwaysOnTop(), isMinimized: windowOf(view).isMinimized() }
})
/** One of the events by which a page would leave, and whether it was prevented. */
onOrder('navigate', (view: string, name: string, url: string, isMainFrame = true) => {
  const event = Object.assign(preventable(), { url, isMainFrame })
  windowOf(view).webContents.emit(name, event)
  return event.defaultPrevented
})
onOrder('open-window', (view: string, url: string) => windowOf(view).webContents.openHandler?.({ url }).action)

interface Place {
  readonly url: string
  readonly origin: string
}

/** A packet from a page's main frame, whatever stands in it now. */
onOrder('ipc-main-frame', (view: string, place: Place, channel: string, ...args: readonly unknown[]) => {
  const { webContents } = windowOf(view)
  const { url, origin } = webContents.mainFrame
  Object.assign(webContents.mainFrame, place)
  ipcMain.emit(channel, { sender: webContents, senderFrame: webContents.mainFrame }, ...args)
  Object.assign(webContents.mainFrame, { url, origin })
})
/** A packet from a frame inside a page, or from one that is gone. */
onOrder('ipc-other-frame', (view: string, place: Place | 'gone', channel: string, ...args: readonly unknown[]) => {
  const senderFrame = place === 'gone' ? null : { ...place, frameTreeNodeId: nextFrame(), isDestroyed: () => false }
  ipcMain.emit(channel, { sender: windowOf(view).webContents, senderFrame }, ...args)
})
/** A packet from contents that are no window of the shell. */
onOrder('ipc-stranger', (place: Place, channel: string, ...args: readonly unknown[]) => {
  const sender = new WebContents('')
  Object.assign(sender.mainFrame, place)
  ipcMain.emit(channel, { sender, senderFrame: sender.mainFrame }, ...args)
})
