// The faulty road for datagrams: each is lost or late by itself, on its way there and on its way back.
import { createSocket, type Socket } from 'node:dgram'
import type { Timer } from '../../native/kit/clock.ts'
import { ok, type Result } from '../../native/kit/result.ts'
import { bindSomewhere, type FaultProxy, type FaultProxyDeps } from './fault-proxy.ts'
import { bindUdp, insist, LOOPBACK } from './loopback-ports.ts'
import { passageOf } from './road-faults.ts'
import { RunningPlan } from './running-plan.ts'

/** A client that was quiet this long is forgotten: one that asks from a new port each time leaves many behind. */
const FORGET_MS = 5_000

export async function startUdpFaultProxy(deps: FaultProxyDeps): Promise<FaultProxy> {
  const proxy = new UdpFaultProxy(deps)
  await proxy.start()
  return proxy
}

interface Place {
  readonly address: string
  readonly port: number
}

interface Client {
  readonly upstream: Socket
  forget: Timer
}

class UdpFaultProxy implements FaultProxy {
  readonly #deps: FaultProxyDeps
  readonly #plan: RunningPlan
  readonly #clients = new Map<string, Client>()
  #socket: Socket | undefined
  #port = 0

  constructor(deps: FaultProxyDeps) {
    this.#deps = deps
    this.#plan = new RunningPlan(deps)
  }

  get port(): number {
    return this.#port
  }

  async start(): Promise<void> {
    this.#port = await bindSomewhere((port) => this.#listen(port))
    this.#plan.begin(({ kind }) => {
      // Datagrams know no reset; a closed port, for which the system answers that nobody is there, comes closest.
      if (kind === 'refuse' || kind === 'reset') this.#refuse()
      else if (this.#socket === undefined) void insist(() => this.#listen(this.#port))
    })
  }

  async stop(): Promise<void> {
    this.#plan.end()
    this.#refuse()
  }

  async #listen(port: number): Promise<Result<void>> {
    const socket = createSocket('udp4')
    const bound = await bindUdp(socket, port)
    if (!bound.ok || this.#plan.ended || this.#socket !== undefined) {
      socket.close()
      return bound
    }
    socket.on('error', () => {})
    socket.on('message', (bytes, from) => this.#takeRequest(bytes, from))
    this.#socket = socket
    return ok()
  }

  #refuse(): void {
    this.#socket?.close()
    this.#socket = undefined
    for (const { upstream, forget } of this.#clients.values()) {
      forget.cancel()
      upstream.close()
    }
    this.#clients.clear()
  }

  #takeRequest(bytes: Uint8Array, from: Place): void {
    const passage = passageOf(this.#plan.fault(), this.#deps.chance)
    if (passage.kind === 'passes') this.#plan.later(passage.delayMs, () => this.#forward(bytes, from))
    if (passage.kind === 'lost' && passage.where === 'answer') this.#forward(bytes, from)
  }

  #forward(bytes: Uint8Array, from: Place): void {
    if (this.#socket === undefined) return
    const client = this.#clientOf(from)
    client.forget.cancel()
    client.forget = this.#deps.clock.after(FORGET_MS, () => {
      this.#clients.delete(nameOf(from))
      client.upstream.close()
    })
    client.upstream.send(bytes, this.#deps.targetPort, LOOPBACK, () => {})
  }

  #clientOf(from: Place): Client {
    const known = this.#clients.get(nameOf(from))
    if (known) return known
    const upstream = createSocket('udp4')
    upstream.on('error', () => {})
    upstream.on('message', (bytes) => this.#takeAnswer(bytes, from))
    const client: Client = { upstream, forget: { cancel: () => {} } }
    this.#clients.set(nameOf(from), client)
    return client
  }

  #takeAnswer(bytes: Uint8Array, to: Place): void {
    const fault = this.#plan.fault()
    // Lateness was added on the way there.
    const isThrough = fault.kind === 'slow' || passageOf(fault, this.#deps.chance).kind === 'passes'
    if (isThrough) this.#socket?.send(bytes, to.port, to.address, () => {})
  }
}

const nameOf = ({ address, port }: Place): string => `${address}:${port}`
