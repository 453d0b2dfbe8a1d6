// MessageChannelMain as documented: a port queues until it is started, copies what it sends, tells its peer when it closes.
import { EventEmitter } from 'node:events'

export class Port extends EventEmitter {
  #peer: Port | undefined
  #queue: unknown[] = []
  #isStarted = false
  #isClosed = false

  static pair(): { port1: Port; port2: Port } {
    const port1 = new Port()
    const port2 = new Port()
    port1.#peer = port2
    port2.#peer = port1
    return { port1, port2 }
  }

  postMessage(data: unknown): void {
    if (!this.#isClosed && this.#peer) this.#peer.#deliver(structuredClone(data))
  }

  start(): void {
    this.#isStarted = true
    for (const data of this.#queue.splice(0)) this.#deliver(data)
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    setImmediate(() => this.emit('close'))
    this.#peer?.close()
  }

  #deliver(data: unknown): void {
    if (!this.#isStarted) this.#queue.push(data)
    else if (!this.#isClosed) setImmediate(() => this.emit('message', { data, ports: [] }))
  }
}

export class MessageChannelMain {
  readonly port1: Port
  readonly port2: Port

  constructor() {
    const { port1, port2 } = Port.pair()
    this.port1 = port1
    this.port2 = port2
  }
}
