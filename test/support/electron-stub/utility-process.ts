// utilityProcess.fork: a real Node process, its messages and ports carried over Node's process channel.
import { fork, type ChildProcess } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Port } from './ports.ts'
import { onOrder, record } from './wire.ts'

/** What the two ends say to each other about messages and the ports that went over with them. */
export type Carried =
  | { readonly carried: 'message'; readonly data: unknown; readonly ports: readonly number[] }
  | { readonly carried: 'port'; readonly port: number; readonly data: unknown }
  | { readonly carried: 'port-closed'; readonly port: number }

const PARENT_PORT = fileURLToPath(new URL('./parent-port.ts', import.meta.url))
const running = new Set<UtilityProcess>()
let lastPort = 0

interface ForkOptions {
  readonly execArgv?: readonly string[]
  readonly serviceName?: string
  readonly stdio?: string
}

class UtilityProcess extends EventEmitter {
  readonly #child: ChildProcess
  readonly #ports = new Map<number, Port>()

  constructor(entry: string, args: readonly string[], { execArgv = [] }: ForkOptions) {
    super()
    this.#child = fork(entry, [...args], { execArgv: ['--import', PARENT_PORT, ...execArgv], serialization: 'advanced', stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    running.add(this)
    this.#child.on('spawn', () => this.emit('spawn'))
    this.#child.on('message', (carried) => this.#take(carried as Carried))
    this.#child.on('exit', (code, signal) => {
      running.delete(this)
      record('utilityProcess.exit', code, signal)
      for (const port of this.#ports.values()) port.close()
      this.emit('exit', code ?? 1)
    })
  }

  get pid(): number | undefined {
    return this.#child.exitCode === null && this.#child.signalCode === null ? this.#child.pid : undefined
  }

  postMessage(data: unknown, ports: readonly Port[] = []): void {
    record('utilityProcess.postMessage', data, ports.length)
    const ids = ports.map((port) => this.#carry(port))
    this.#send({ carried: 'message', data, ports: ids })
  }

  kill(signal: NodeJS.Signals = 'SIGTERM'): boolean {
    return this.#child.kill(signal)
  }

  #carry(port: Port): number {
    const id = ++lastPort
    this.#ports.set(id, port)
    port.on('message', ({ data }: { readonly data: unknown }) => this.#send({ carried: 'port', port: id, data }))
    port.on('close', () => this.#send({ carried: 'port-closed', port: id }))
    port.start()
    return id
  }

  #take(carried: Carried): void {
    switch (carried.carried) {
      case 'message':
        return void this.emit('message', carried.data)
      case 'port':
        return this.#ports.get(carried.port)?.postMessage(carried.data)
      case 'port-closed':
        return this.#ports.get(carried.port)?.close()
    }
  }

  #send(carried: Carried): void {
    if (this.#child.connected) this.#child.send(carried)
  }
}

export const utilityProcess = {
  fork(entry: string, args: readonly string[] = [], options: ForkOptions = {}): UtilityProcess {
    const child = new UtilityProcess(entry, args, options)
    record('utilityProcess.fork', entry, args, options, child.pid)
    return child
  },
}

// Electron ends its utility processes with itself.
process.on('exit', () => {
  for (const one of running) one.kill('SIGKILL')
})

onOrder('host-pid', () => [...running][0]?.pid)
