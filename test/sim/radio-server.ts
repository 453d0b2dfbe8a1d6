// A simulated TETRA radio behind a TCP terminal server on loopback: what the console opens with `transport: {kind: tcp}`.
// What a second client meets differs by maker; sources in electron/host/devices/leased-radio.ts.
import { createServer, type Server, type Socket } from 'node:net'
import { createRadioSimulator, type RadioSimulator, type RadioSimulatorOptions } from '../../native/tetra-pei/simulator.ts'

export interface RadioServer {
  readonly port: number
  readonly radio: RadioSimulator
  readonly isPlugged: boolean
  /** Pulls the cable to the terminal server: the console's connection breaks and none is taken. */
  unplug(): Promise<void>
  plug(): Promise<void>
  stop(): Promise<void>
}

const LOOPBACK = '127.0.0.1'

/**
 * Who has the line when a second client comes: the newest; or the first, and the other is refused (nobody listens), closed on,
 * told in words and closed on, or left unanswered.
 */
export type LineRule = 'newest' | 'refuse' | 'close' | 'words' | 'queue'

const WORDS = 'Port already in use\r\n'

/** @param port  0: any free port, kept when plugged in again */
export async function startRadioServer(options: Omit<RadioSimulatorOptions, 'send'>, port = 0, rule: LineRule = 'newest'): Promise<RadioServer> {
  const sockets = new Set<Socket>()
  const radio = createRadioSimulator({
    ...options,
    send: (bytes) => {
      for (const socket of sockets) socket.write(bytes)
    },
  })
  const take = (socket: Socket): void => {
    socket.on('error', () => socket.destroy())
    if (rule !== 'newest' && sockets.size > 0) return turnAway(socket)
    // A terminal server has one line: a new connection takes it over.
    for (const other of sockets) other.destroy()
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('data', (bytes) => radio.receive(bytes))
    socket.on('close', () => {
      sockets.delete(socket)
      if (rule === 'refuse') void listen()
    })
    if (rule === 'refuse') server?.close()
  }
  const turnAway = (socket: Socket): void => {
    socket.resume()
    if (rule === 'words') return void socket.end(WORDS)
    if (rule === 'queue') return void turnedAway.add(socket.once('close', () => turnedAway.delete(socket)))
    socket.destroy()
  }
  const turnedAway = new Set<Socket>()
  let server: Server | undefined
  let bound = port
  const listen = async (): Promise<void> => {
    const fresh = server
    if (!fresh || fresh.listening) return
    await new Promise<void>((resolve, reject) => {
      fresh.once('error', reject)
      fresh.listen(bound, LOOPBACK, () => {
        fresh.off('error', reject)
        resolve()
      })
    })
  }
  const plug = async (): Promise<void> => {
    if (server) return
    server = createServer(take)
    await listen()
    const address = server.address()
    bound = typeof address === 'object' && address ? address.port : bound
  }
  const unplug = async (): Promise<void> => {
    const open = server
    server = undefined
    for (const socket of [...sockets, ...turnedAway]) socket.destroy()
    if (open) await new Promise<void>((resolve) => open.close(() => resolve()))
  }
  await plug()
  return {
    get port() {
      return bound
    },
    radio,
    get isPlugged() {
      return server !== undefined
    },
    unplug,
    plug,
    stop: () => {
      radio.switchOff()
      return unplug()
    },
  }
}
