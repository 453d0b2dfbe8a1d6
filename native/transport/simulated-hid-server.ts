// A HID device that is a program: the device's side. What a report means is the simulator's affair (hid-buttons/simulator.ts).
import { createServer, type Server, type Socket } from 'node:net'
import { failure } from '../kit/errors.ts'
import { fail, ok, type Result } from '../kit/result.ts'
import type { Unsubscribe } from '../kit/transport.ts'
import { createHidFramer, encodeHidFrame, FEATURE_MAX_BYTES, type HidFrame } from './hid-frames.ts'
import { createListeners } from './listeners.ts'

export interface SimulatedHidServerOptions {
  readonly host?: string
  /** 0: any free port, kept for every later replug. */
  readonly port: number
}

export interface SimulatedHidServer {
  readonly port: number
  readonly isPlugged: boolean
  /** Consoles that have the device open. */
  readonly openings: number
  /** Sends an input report to every console, as the kernel fans it out. */
  send(report: Uint8Array): void
  /** Output reports of the console, report id first. */
  onWritten(listener: (report: Uint8Array) => void): Unsubscribe
  /** Feature reports that the console sets, id first. */
  onFeatureSet(listener: (report: Uint8Array) => void): Unsubscribe
  /** Who answers when the console asks for a feature report; undefined: the device has no such. */
  answerFeature(answer: (reportId: number, length: number) => Uint8Array | undefined): void
  onOpened(listener: () => void): Unsubscribe
  /** Pulls the cable: every connection breaks and none is taken. */
  unplug(): Promise<void>
  /** @returns LINK_BUSY when another program has taken the port */
  replug(): Promise<Result<void>>
}

/** Loopback: a simulator is no service for a network. */
const LOOPBACK = '127.0.0.1'

/** Starts plugged in. @returns LINK_BUSY or LINK_DENIED when the port cannot be had */
export async function createSimulatedHidServer(options: SimulatedHidServerOptions): Promise<Result<SimulatedHidServer>> {
  const host = options.host ?? LOOPBACK
  const sockets = new Set<Socket>()
  const written = createListeners<Uint8Array>()
  const features = createListeners<Uint8Array>()
  const opened = createListeners<void>()
  let answer: (reportId: number, length: number) => Uint8Array | undefined = () => undefined
  let server: Server | undefined
  let port = options.port

  const receive = (socket: Socket, { kind, bytes }: HidFrame): void => {
    if (kind === 'report') written.emit(bytes)
    if (kind === 'feature-set') features.emit(bytes)
    if (kind !== 'feature-ask') return
    const [reportId = 0, high = 0, low = 0] = bytes
    socket.write(encodeHidFrame((answer(reportId, (high << 8) | low) ?? new Uint8Array(0)).subarray(0, FEATURE_MAX_BYTES), 'feature-answer'))
  }
  const accept = (socket: Socket): void => {
    sockets.add(socket)
    socket.setNoDelay(true)
    const framer = createHidFramer()
    socket.on('data', (bytes) => {
      const { frames, broken } = framer.push(bytes)
      for (const frame of frames) receive(socket, frame)
      if (broken) socket.destroy()
    })
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
    opened.emit()
  }
  const plug = async (): Promise<Result<void>> => {
    if (server) return ok()
    const fresh = createServer(accept)
    const trouble = await new Promise<string | undefined>((resolve) => {
      fresh.once('error', (cause) => resolve('code' in cause ? String(cause.code) : cause.message))
      fresh.listen({ host, port }, () => resolve(undefined))
    })
    if (trouble !== undefined) return fail(failure(trouble === 'EADDRINUSE' ? 'LINK_BUSY' : 'LINK_DENIED', `sim://${host}:${port}: ${trouble}`))
    const address = fresh.address()
    if (address && typeof address === 'object') port = address.port
    server = fresh
    return ok()
  }

  const plugged = await plug()
  if (!plugged.ok) return plugged
  return ok({
    get port() {
      return port
    },
    get isPlugged() {
      return server !== undefined
    },
    get openings() {
      return sockets.size
    },
    send(report) {
      const frame = encodeHidFrame(report)
      for (const socket of sockets) socket.write(frame)
    },
    onWritten: written.add,
    onFeatureSet: features.add,
    answerFeature(by) {
      answer = by
    },
    onOpened: (listener) => opened.add(listener),
    async unplug() {
      const old = server
      server = undefined
      if (!old) return
      const closed = new Promise<void>((resolve) => old.close(() => resolve()))
      for (const socket of sockets) socket.destroy()
      await closed
    },
    replug: plug,
  })
}
