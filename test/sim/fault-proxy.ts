// A small proxy on loopback that makes a road faulty between a watcher and a real server: this kernel cannot (no netem).
// TCP: one chunk of a client is one exchange; a lost one is accepted and never forwarded, as if its segments never arrived,
// while the connection itself stays. UDP: each datagram is lost by itself, both ways.
import { randomInt } from 'node:crypto'
import { connect, createServer, type Server, type Socket } from 'node:net'
import type { Clock } from '../../native/kit/clock.ts'
import { ok, type Result } from '../../native/kit/result.ts'
import type { Chance } from './chance.ts'
import { bindTcp, insist, LOOPBACK } from './loopback-ports.ts'
import { isOut, passageOf } from './road-faults.ts'
import { RunningPlan, type RunningPlanDeps } from './running-plan.ts'

export interface FaultProxy {
  readonly port: number
  /** Frees the port and every connection. */
  stop(): Promise<void>
}

export interface FaultProxyDeps extends RunningPlanDeps {
  readonly clock: Clock
  readonly chance: Chance
  /** Port of the real server, on loopback too. */
  readonly targetPort: number
}

/**
 * Below the ports the system hands out (32768 on Linux): a client that knocks at a closed port in that range may be given
 * the very same port as its own, and then talks to itself.
 */
const PORT_MIN = 15_000
const PORT_MAX = 32_000
const PORT_TRIES = 50

/**
 * Binds at a port that stays the same for the life of the proxy. Not from the seed: two runs at once must not want the same
 * port, for a refusing road lets its own go.
 *
 * @throws when none of many is free
 */
export async function bindSomewhere(bind: (port: number) => Promise<Result<void>>): Promise<number> {
  for (let left = PORT_TRIES; left > 0; left--) {
    const port = randomInt(PORT_MIN, PORT_MAX)
    const bound = await bind(port)
    if (bound.ok) return port
  }
  throw new Error(`no free port between ${PORT_MIN} and ${PORT_MAX}`)
}

export async function startTcpFaultProxy(deps: FaultProxyDeps): Promise<FaultProxy> {
  const proxy = new TcpFaultProxy(deps)
  await proxy.start()
  return proxy
}

interface Road {
  readonly client: Socket
  readonly server: Socket
  /** No later chunk may overtake an earlier one: it is a stream. */
  freeFromMs: number
}

class TcpFaultProxy implements FaultProxy {
  readonly #deps: FaultProxyDeps
  readonly #plan: RunningPlan
  readonly #roads = new Set<Road>()
  #server: Server | undefined
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
    this.#plan.begin((fault) => {
      if (fault.kind === 'refuse') void this.#refuse()
      else if (this.#server === undefined) void insist(() => this.#listen(this.#port))
      if (fault.kind === 'reset') for (const { client } of this.#roads) client.resetAndDestroy()
    })
  }

  async stop(): Promise<void> {
    this.#plan.end()
    await this.#refuse()
  }

  async #listen(port: number): Promise<Result<void>> {
    const server = createServer({ noDelay: true }, (client) => this.#accept(client))
    const bound = await bindTcp(server, port)
    if (!bound.ok) return bound
    if (this.#plan.ended || this.#server !== undefined) server.close()
    else this.#server = server
    return ok()
  }

  /** As when a process dies: the port is let go and its connections end. */
  async #refuse(): Promise<void> {
    const listening = this.#server
    this.#server = undefined
    for (const { client, server } of this.#roads) {
      client.destroy()
      server.destroy()
    }
    if (listening) await new Promise<void>((resolve) => { listening.close(() => resolve()) })
  }

  #accept(client: Socket): void {
    client.on('error', () => {})
    if (this.#plan.fault().kind === 'reset') {
      client.resetAndDestroy()
      return
    }
    const server = connect({ host: LOOPBACK, port: this.#deps.targetPort, noDelay: true })
    const road: Road = { client, server, freeFromMs: 0 }
    this.#roads.add(road)
    server.on('error', () => {})
    client.on('data', (bytes) => this.#takeRequest(road, bytes))
    server.on('data', (bytes) => { if (!isOut(this.#plan.fault())) client.write(bytes) })
    client.on('close', () => {
      this.#roads.delete(road)
      server.destroy()
    })
    // That the server hung up is told only where its packets arrive.
    server.on('close', () => { if (!isOut(this.#plan.fault())) client.destroy() })
  }

  #takeRequest(road: Road, bytes: Uint8Array): void {
    const passage = passageOf(this.#plan.fault(), this.#deps.chance)
    if (passage.kind === 'lost' && passage.where === 'answer') road.server.write(bytes)
    if (passage.kind !== 'passes') return
    const nowMs = this.#deps.clock.monotonicMs()
    road.freeFromMs = Math.max(nowMs + passage.delayMs, road.freeFromMs)
    this.#plan.later(road.freeFromMs - nowMs, () => { if (!road.server.destroyed) road.server.write(bytes) })
  }
}
