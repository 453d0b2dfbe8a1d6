// The line between the stub and the test that runs it: JSON lines over a local socket. Calls go out as they happen; orders
// of the test come in, each with its answer.
import { connect } from 'node:net'
import { createInterface } from 'node:readline'

export interface Line {
  /** Name of the call, as `BrowserWindow.new` or `globalShortcut.register`. */
  readonly call: string
  readonly args: readonly unknown[]
}

export type Order = (...args: readonly never[]) => unknown

const path = process.env['ELECTRON_STUB_SOCKET'] ?? ''
const socket = connect(path)
// Like Electron, this process stays until it is told to end; without its test it has nobody to tell it.
socket.on('close', () => process.exit(1))
const orders = new Map<string, Order>()

/** What cannot be written as JSON is named. */
const plain = (_key: string, value: unknown): unknown => {
  if (typeof value === 'function') return '[function]'
  if (value instanceof Error) return { error: value.message }
  return value
}

export function record(call: string, ...args: readonly unknown[]): void {
  socket.write(`${JSON.stringify({ call, args }, plain)}\n`)
}

/** Answers this order of the test. */
export function onOrder(name: string, order: Order): void {
  orders.set(name, order)
}

createInterface({ input: socket }).on('line', (line) => {
  const { id, order, args } = JSON.parse(line) as { id: number; order: string; args: never[] }
  void answer(id, order, args)
})

async function answer(id: number, name: string, args: readonly never[]): Promise<void> {
  const order = orders.get(name)
  try {
    if (!order) throw new Error(`the stub knows no order ${name}`)
    const value = await order(...args)
    socket.write(`${JSON.stringify({ id, ok: true, value }, plain)}\n`)
  } catch (cause) {
    socket.write(`${JSON.stringify({ id, ok: false, cause: String(cause) })}\n`)
  }
}

/** Everything written so far is on its way before the process ends. */
export function flushThen(run: () => void): void {
  socket.end(run)
}

/** An object whose missing members throw: the shell uses nothing that the stub does not do. */
export function strict<T extends object>(name: string, object: T): T {
  return new Proxy(object, {
    get(target, key) {
      const isKnown = typeof key === 'symbol' || key in target || key === 'then' || key === 'toJSON'
      if (!isKnown) throw new Error(`electron-stub has no ${name}.${String(key)}`)
      const value: unknown = Reflect.get(target, key, target)
      return typeof value === 'function' && key !== 'constructor' ? (value.bind(target) as unknown) : value
    },
  })
}

/** An event that its listener may prevent. */
export function preventable(): { preventDefault(): void; readonly defaultPrevented: boolean } {
  let prevented = false
  return {
    preventDefault: () => {
      prevented = true
    },
    get defaultPrevented() {
      return prevented
    },
  }
}
