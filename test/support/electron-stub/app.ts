// app: ready, single instance by its userData folder, quitting in the documented order.
import { EventEmitter } from 'node:events'
import { existsSync, mkdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { flushThen, onOrder, preventable, record, strict } from './wire.ts'

export interface Closable {
  /** @returns false when its page or the shell prevented it */
  close(): boolean
}

class App extends EventEmitter {
  readonly #paths = new Map<string, string>()
  readonly windows = new Set<Closable>()
  readonly isPackaged = process.env['ELECTRON_STUB_PACKAGED'] === '1'
  readonly commandLine = strict('app.commandLine', { appendSwitch: (name: string, value?: string) => record('app.commandLine.appendSwitch', name, value) })
  #isReady = false

  constructor() {
    super()
    setImmediate(() => {
      this.#isReady = true
      this.emit('ready')
    })
  }

  enableSandbox(): void {
    record('app.enableSandbox', this.#isReady)
  }

  setAppUserModelId(id: string): void {
    record('app.setAppUserModelId', id)
  }

  setPath(name: string, path: string): void {
    record('app.setPath', name, path)
    this.#paths.set(name, path)
  }

  getPath(name: string): string {
    return this.#paths.get(name) ?? join(tmpdir(), 'electron-stub')
  }

  getVersion(): string {
    return '0.0.0'
  }

  whenReady(): Promise<void> {
    return this.#isReady ? Promise.resolve() : new Promise((resolve) => this.once('ready', () => resolve()))
  }

  requestSingleInstanceLock(): boolean {
    const folder = this.getPath('userData')
    const lock = join(folder, 'lock')
    const second = join(folder, 'second')
    mkdirSync(folder, { recursive: true })
    const has = isLive(lock)
    record('app.requestSingleInstanceLock', !has)
    if (has) {
      writeFileSync(second, JSON.stringify(process.argv))
      return false
    }
    writeFileSync(lock, String(process.pid))
    watch(folder, (_event, name) => {
      if (name !== 'second' || !existsSync(second)) return
      const argv = readFileSync(second, 'utf8')
      if (argv === '') return // not yet written
      rmSync(second)
      this.emit('second-instance', {}, JSON.parse(argv), process.cwd())
    }).unref()
    return true
  }

  quit(): void {
    record('app.quit')
    const event = preventable()
    this.emit('before-quit', event)
    if (event.defaultPrevented) return
    for (const window of [...this.windows]) if (!window.close()) return
    this.emit('will-quit', preventable())
    this.#end(0)
  }

  exit(code = 0): void {
    this.#end(code)
  }

  #end(code: number): void {
    record('app.exit', code)
    this.emit('quit', {}, code)
    flushThen(() => process.exit(code))
  }
}

function isLive(lock: string): boolean {
  try {
    process.kill(Number(readFileSync(lock, 'utf8')), 0)
    return true
  } catch {
    return false
  }
}

export const app = strict('app', new App())

/** `[callback]` among the arguments stands for the callback of the event; what it is called with is the answer. */
onOrder('app-event', (name: string, ...args: readonly unknown[]) => {
  const event = preventable()
  let answered: readonly unknown[] = ['nobody answered']
  const callback = (...values: readonly unknown[]): void => {
    answered = values
  }
  app.emit(name, event, ...args.map((arg) => (arg === '[callback]' ? callback : arg)))
  return { prevented: event.defaultPrevented, answered }
})
