// BrowserWindow and its webContents: options and calls are written down, a load runs the page.
import { EventEmitter } from 'node:events'
import { app, type Closable } from './app.ts'
import { createPageWorld, type PageWorld } from './page-world.ts'
import type { Port } from './ports.ts'
import { load } from './session.ts'
import { preventable, record, strict } from './wire.ts'

export const ipcMain = strict('ipcMain', new EventEmitter())

interface Frame {
  readonly frameTreeNodeId: number
  url: string
  origin: string
  readonly isDestroyed: () => boolean
}

interface WindowOptions {
  readonly webPreferences: { readonly preload: string }
  readonly x?: number
  readonly y?: number
  readonly width?: number
  readonly height?: number
  readonly alwaysOnTop?: boolean
}

let lastId = 0
let lastFrame = 0
export const nextFrame = (): number => ++lastFrame
export const windows: BrowserWindow[] = []

export class WebContents extends EventEmitter {
  readonly id = ++lastId
  readonly mainFrame: Frame = { frameTreeNodeId: nextFrame(), url: '', origin: 'null', isDestroyed: () => false }
  readonly #preload: string
  openHandler: ((details: { readonly url: string }) => { readonly action: string }) | undefined
  world: PageWorld | undefined

  constructor(preload: string) {
    super()
    this.#preload = preload
  }

  isDestroyed(): boolean {
    return false
  }

  setWindowOpenHandler(handler: typeof this.openHandler): void {
    this.openHandler = handler
  }

  send(channel: string, packet: unknown): void {
    this.world?.receive(channel, structuredClone(packet), [])
  }

  postMessage(channel: string, message: unknown, ports: readonly Port[] = []): void {
    record('webContents.postMessage', this.id, channel, ports.length)
    this.world?.receive(channel, structuredClone(message), ports)
  }

  forcefullyCrashRenderer(): void {
    record('webContents.forcefullyCrashRenderer', this.id)
    this.crash()
  }

  crash(): void {
    record('page.gone', new URL(this.mainFrame.url).searchParams.get('view'))
    this.world?.end()
    this.world = undefined
    this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 })
  }

  async load(url: string): Promise<void> {
    const answer = await load(url)
    if (typeof answer === 'string' || answer.status !== 200) {
      this.emit('did-fail-load', {}, -2, 'ERR_FAILED', url, true, 1, 1)
      throw new Error(`ERR_FAILED loading ${url}`)
    }
    const { protocol, host } = new URL(url)
    this.world?.end()
    this.mainFrame.url = url
    this.mainFrame.origin = `${protocol}//${host}`
    const name = new URL(url).searchParams.get('view') ?? 'unknown'
    this.world = createPageWorld(name, {
      preload: this.#preload,
      origin: this.mainFrame.origin,
      send: (channel, args) => void ipcMain.emit(channel, { sender: this.seen, senderFrame: this.seen.mainFrame }, ...structuredClone(args)),
    })
    this.emit('did-finish-load')
  }

  /** As the shell sees it: through the guard against what the stub does not have. */
  seen: WebContents = this
}

export class BrowserWindow extends EventEmitter implements Closable {
  readonly webContents: WebContents
  #bounds: { x: number; y: number; width: number; height: number }
  #isOnTop: boolean
  #isVisible = false
  #isMinimized = false
  #isDestroyed = false

  constructor(options: WindowOptions) {
    super()
    this.webContents = strict('webContents', new WebContents(options.webPreferences.preload))
    this.webContents.seen = this.webContents
    this.#bounds = { x: options.x ?? 0, y: options.y ?? 0, width: options.width ?? 800, height: options.height ?? 600 }
    this.#isOnTop = options.alwaysOnTop ?? false
    record('BrowserWindow.new', this.webContents.id, options)
    windows.push(this)
    app.windows.add(this)
    app.emit('web-contents-created', {}, this.webContents)
    return strict('BrowserWindow', this)
  }

  async loadURL(url: string): Promise<void> {
    record('BrowserWindow.loadURL', this.webContents.id, url)
    await this.webContents.load(url)
    this.emit('ready-to-show')
  }

  setAlwaysOnTop(flag: boolean, level?: string): void {
    record('BrowserWindow.setAlwaysOnTop', this.webContents.id, flag, level)
    this.#isOnTop = flag
  }

  isAlwaysOnTop(): boolean {
    return this.#isOnTop
  }

  setVisibleOnAllWorkspaces(flag: boolean): void {
    record('BrowserWindow.setVisibleOnAllWorkspaces', this.webContents.id, flag)
  }

  showInactive(): void {
    record('BrowserWindow.showInactive', this.webContents.id)
    this.#isVisible = true
  }

  show(): void {
    record('BrowserWindow.show', this.webContents.id)
    this.#isVisible = true
  }

  hide(): void {
    record('BrowserWindow.hide', this.webContents.id)
    this.#isVisible = false
  }

  focus(): void {
    record('BrowserWindow.focus', this.webContents.id)
  }

  moveTop(): void {
    record('BrowserWindow.moveTop', this.webContents.id)
  }

  restore(): void {
    record('BrowserWindow.restore', this.webContents.id)
    this.#isMinimized = false
  }

  isMinimized(): boolean {
    return this.#isMinimized
  }

  isDestroyed(): boolean {
    return this.#isDestroyed
  }

  setBounds(bounds: typeof this.bounds): void {
    record('BrowserWindow.setBounds', this.webContents.id, bounds)
    this.#bounds = bounds
  }

  getNormalBounds(): typeof this.bounds {
    return this.#bounds
  }

  get bounds(): { x: number; y: number; width: number; height: number } {
    return this.#bounds
  }

  get isVisible(): boolean {
    return this.#isVisible
  }

  minimize(): void {
    this.#isMinimized = true
  }

  close(): boolean {
    const event = preventable()
    this.emit('close', event)
    if (event.defaultPrevented) return false
    record('BrowserWindow.closed', this.webContents.id)
    this.#isDestroyed = true
    app.windows.delete(this)
    this.emit('closed')
    return true
  }
}
