// The heartbeat the simulated RBS pushes.
import { createSocket, type Socket as UdpSocket } from 'node:dgram'
import type { Clock, Random, Timer } from '../../native/kit/clock.ts'
import { ok, type Result } from '../../native/kit/result.ts'
import { freeUdpPort, LOOPBACK } from './loopback-ports.ts'
import { createFaultSwitch, type FaultSwitch } from './rbs-faults.ts'

const HEARTBEAT_MS = 500

export interface HeartbeatOptions {
  readonly port?: number
  readonly token?: string
  readonly everyMs?: number
}

export class HeartbeatPart {
  readonly #clock: Clock
  readonly #switch: FaultSwitch
  #socket: UdpSocket | undefined
  #timer: Timer | undefined
  port = 0

  constructor(deps: { readonly clock: Clock; readonly random: Random }) {
    this.#clock = deps.clock
    // A beat that was not sent is not made up for: nothing to listen on, nothing held back.
    this.#switch = createFaultSwitch({ ...deps, listen: async () => ok(), unlisten: async () => {}, holdsBack: 'nothing' })
  }

  get faults(): FaultSwitch {
    return this.#switch
  }

  async start({ port = 0, token, everyMs = HEARTBEAT_MS }: HeartbeatOptions): Promise<Result<void>> {
    const found = port === 0 ? await freeUdpPort() : ok(port)
    if (!found.ok) return found
    this.port = found.value
    const socket = createSocket('udp4')
    // Nobody listening yet is no matter of the sender.
    socket.on('error', () => {})
    this.#socket = socket
    const text = token === undefined ? 'beat' : `beat ${token}`
    const beat = (): void => {
      this.#switch.answer(() => { if (this.#socket === socket) socket.send(text, this.port, LOOPBACK) })
      this.#timer = this.#clock.after(everyMs, beat)
    }
    beat()
    return ok()
  }

  async stop(): Promise<void> {
    this.#timer?.cancel()
    await this.#switch.stop()
    this.#socket?.close()
    this.#socket = undefined
  }
}
