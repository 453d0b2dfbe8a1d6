// The child's end of a utility process: `process.parentPort`, made from Node's process channel. Preloaded into the host.
import { EventEmitter } from 'node:events'
import { Port } from './ports.ts'
import type { Carried } from './utility-process.ts'

const ports = new Map<number, Port>()

class ParentPort extends EventEmitter {
  #queue: unknown[] = []

  constructor() {
    super()
    // Messages wait for somebody to hear them.
    this.on('newListener', (event) => {
      if (event === 'message') setImmediate(() => this.#drain())
    })
  }

  postMessage(data: unknown): void {
    send({ carried: 'message', data, ports: [] })
  }

  deliver(data: unknown, handed: readonly Port[]): void {
    this.#queue.push({ data, ports: handed })
    if (this.listenerCount('message') > 0) this.#drain()
  }

  #drain(): void {
    for (const message of this.#queue.splice(0)) this.emit('message', message)
  }
}

const send = (carried: Carried): void => {
  if (process.connected) process.send?.(carried)
}

/** The host gets one end, the other one stands for the page at the far side. */
function arrived(id: number): Port {
  const { port1, port2 } = Port.pair()
  port2.on('message', ({ data }: { readonly data: unknown }) => send({ carried: 'port', port: id, data }))
  port2.on('close', () => send({ carried: 'port-closed', port: id }))
  port2.start()
  ports.set(id, port2)
  return port1
}

const parentPort = new ParentPort()
Object.assign(process, { parentPort })
process.on('message', (packet) => {
  const carried = packet as Carried
  switch (carried.carried) {
    case 'message':
      return parentPort.deliver(carried.data, carried.ports.map(arrived))
    case 'port':
      return ports.get(carried.port)?.postMessage(carried.data)
    case 'port-closed':
      return ports.get(carried.port)?.close()
  }
})
// A utility process does not end by itself when it has nothing left to do, and not after its shell.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
