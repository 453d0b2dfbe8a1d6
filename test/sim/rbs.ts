// A simulated RBS for demo and rehearsal: SIP OPTIONS over UDP and TCP on one port, a heartbeat it pushes, and the web page of
// the LAN beside it. It answers like the real thing and fails like it: a hung process keeps its ports and answers late, a dead
// one refuses. Loopback only.
import { createSocket, type RemoteInfo, type Socket as UdpSocket } from 'node:dgram'
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http'
import { createServer as createTcpServer, type Server as TcpServer, type Socket } from 'node:net'
import type { Clock, Random } from '../../native/kit/clock.ts'
import { ok, type Result } from '../../native/kit/result.ts'
import { systemRandom } from '../../native/transport/clock.ts'
import { createFaultSwitch, type Fault, type FaultSwitch } from './rbs-faults.ts'
import { HeartbeatPart, type HeartbeatOptions } from './rbs-heartbeat.ts'
import { bindTcp, bindUdp, insist, LOOPBACK } from './loopback-ports.ts'
import { answerSip, splitSipStream } from './rbs-sip.ts'

export type { Fault } from './rbs-faults.ts'

/** An ephemeral TCP port whose UDP twin is taken is given back for another. */
const PORT_TRIES = 20

export interface RbsOptions {
  readonly clock: Clock
  readonly random?: Random
  /** 0 or absent, here and below: any free port. */
  readonly sipPort?: number
  readonly httpPort?: number
  /** Where beats go, on loopback; nobody needs to listen there. */
  readonly heartbeat?: HeartbeatOptions
}

/** What can fail apart: the RBS itself (SIP and heartbeat), or the page of the LAN service. */
export type RbsPart = 'rbs' | 'sip' | 'heartbeat' | 'page'

export interface RbsSimulator {
  readonly sipPort: number
  readonly httpPort: number
  /** Where the beats are sent. */
  readonly heartbeatPort: number
  /** A dispatcher could speak through it at this moment. */
  readonly isWorking: boolean
  /** How a part was last told to fail. */
  faultOf(part: Exclude<RbsPart, 'rbs'>): Fault
  /** The network to RBS and page; while it is cut nothing comes through, whatever they do themselves. */
  readonly network: 'works' | 'cut'
  cutNetwork(): void
  mendNetwork(): void
  /**
   * From now on this part fails in this way; `{kind: 'none'}` heals it. A part that was hung then answers what is left in its
   * queue, as a real process does.
   *
   * @returns LINK_BUSY when a port that had been let go is taken by somebody else
   */
  fail(part: RbsPart, fault: Fault): Promise<Result<void>>
  stop(): Promise<void>
}

/** @returns LINK_BUSY when a port that was asked for is taken */
export async function openRbs(options: RbsOptions): Promise<Result<RbsSimulator>> {
  const deps = { clock: options.clock, random: options.random ?? systemRandom }
  const sip = new SipPart(deps)
  const page = new PagePart(deps)
  const heartbeat = new HeartbeatPart(deps)
  const opened = [await sip.open(options.sipPort ?? 0), await page.open(options.httpPort ?? 0), await heartbeat.start(options.heartbeat ?? {})]
  const stop = async (): Promise<void> => {
    await Promise.all([sip.stop(), page.stop(), heartbeat.stop()])
  }
  const refused = opened.find((one) => !one.ok)
  if (refused) {
    await stop()
    return refused
  }
  const parts: Readonly<Record<RbsPart, readonly FaultSwitch[]>> =
    { rbs: [sip.faults, heartbeat.faults], sip: [sip.faults], heartbeat: [heartbeat.faults], page: [page.faults] }
  let network: RbsSimulator['network'] = 'works'
  return ok({
    get sipPort() { return sip.port },
    get httpPort() { return page.port },
    get heartbeatPort() { return heartbeat.port },
    get isWorking() { return sip.faults.isWorking && network === 'works' },
    faultOf(part) { return { sip, heartbeat, page }[part].faults.fault },
    get network() { return network },
    cutNetwork() {
      network = 'cut'
      for (const one of [...parts.rbs, ...parts.page]) one.cutOff()
    },
    mendNetwork() {
      network = 'works'
      for (const one of [...parts.rbs, ...parts.page]) one.reconnect()
    },
    async fail(part, fault) {
      const done = await Promise.all(parts[part].map((one) => one.set(fault)))
      return done.find((one) => !one.ok) ?? ok()
    },
    stop,
  })
}

/** For callers that leave the choice of ports to it, where a failure is a defect. */
export async function startRbs(options: RbsOptions): Promise<RbsSimulator> {
  const opened = await openRbs(options)
  if (!opened.ok) throw new Error(`BUG_UNEXPECTED: no port for the simulated RBS: ${opened.error.detail}`)
  return opened.value
}

interface PartDeps {
  readonly clock: Clock
  readonly random: Random
}

// ── SIP ────────────────────────────────────────────────────────────────────────────────────

export class SipPart {
  readonly #switch: FaultSwitch
  #udp: UdpSocket | undefined
  #tcp: TcpServer | undefined
  readonly #connections = new Set<Socket>()
  port = 0

  constructor({ clock, random }: PartDeps) {
    this.#switch = createFaultSwitch({ clock, random, listen: () => this.#rebind(), unlisten: () => this.#unlisten() })
  }

  get faults(): FaultSwitch {
    return this.#switch
  }

  async open(port: number): Promise<Result<void>> {
    for (let left = PORT_TRIES; ; left--) {
      const opened = await this.#listen(port)
      if (opened.ok || port !== 0 || left <= 1) return opened
    }
  }

  #rebind(): Promise<Result<void>> {
    return insist(() => this.#listen(this.port))
  }

  async #listen(port: number): Promise<Result<void>> {
    const tcp = createTcpServer((socket) => this.#accept(socket))
    const bound = await bindTcp(tcp, port)
    if (!bound.ok) return bound
    const udp = createSocket('udp4')
    const twin = await bindUdp(udp, bound.value)
    if (!twin.ok) {
      tcp.close()
      return twin
    }
    udp.on('message', (bytes, from) => this.#takeDatagram(udp, bytes, from))
    this.#tcp = tcp
    this.#udp = udp
    this.port = bound.value
    return ok()
  }

  async #unlisten(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#udp?.close()
    if (this.#tcp) this.#tcp.close(() => resolve())
    else resolve()
    // A dead process's connections are reset, not closed politely.
    for (const socket of [...this.#connections]) socket.resetAndDestroy()
    this.#udp = undefined
    this.#tcp = undefined
    await promise
  }

  #takeDatagram(udp: UdpSocket, bytes: Uint8Array, from: RemoteInfo): void {
    const answer = answerSip(Buffer.from(bytes).toString('latin1'), from)
    if (answer === undefined) return
    this.#switch.answer(() => { if (this.#udp === udp) udp.send(Buffer.from(answer, 'latin1'), from.port, from.address) })
  }

  #accept(socket: Socket): void {
    this.#connections.add(socket)
    socket.setEncoding('latin1')
    socket.on('close', () => this.#connections.delete(socket))
    socket.on('error', () => socket.destroy())
    const from = { address: socket.remoteAddress ?? LOOPBACK, port: socket.remotePort ?? 0 }
    let received = ''
    socket.on('data', (text) => {
      const { messages, rest } = splitSipStream(received + String(text))
      if (rest === undefined) return socket.destroy()
      received = rest
      for (const message of messages) {
        const answer = answerSip(message, from)
        if (answer !== undefined) this.#switch.answer(() => { if (socket.writable) socket.write(answer, 'latin1') })
      }
    })
  }

  async stop(): Promise<void> {
    await this.#switch.stop()
    await this.#unlisten()
  }
}

// ── the page of the LAN ────────────────────────────────────────────────────────────────────

export class PagePart {
  readonly #switch: FaultSwitch
  #server: HttpServer | undefined
  port = 0

  constructor({ clock, random }: PartDeps) {
    this.#switch = createFaultSwitch({ clock, random, listen: () => insist(() => this.open(this.port)), unlisten: () => this.#unlisten() })
  }

  get faults(): FaultSwitch {
    return this.#switch
  }

  async open(port: number): Promise<Result<void>> {
    const server = createHttpServer((_, response) => {
      this.#switch.answer(() => { if (!response.destroyed) response.writeHead(200, { 'content-type': 'text/plain' }).end('LAN\n') })
    })
    const bound = await bindTcp(server, port)
    if (!bound.ok) return bound
    this.#server = server
    this.port = bound.value
    return ok()
  }

  async #unlisten(): Promise<void> {
    const server = this.#server
    this.#server = undefined
    if (!server) return
    const { promise, resolve } = Promise.withResolvers<void>()
    server.close(() => resolve())
    server.closeAllConnections()
    await promise
  }

  async stop(): Promise<void> {
    await this.#switch.stop()
    await this.#unlisten()
  }
}
