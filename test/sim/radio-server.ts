// A simulated TETRA radio behind a TCP terminal server on loopback: what the console opens with `transport: {kind: tcp}`.
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

/** @param port  0: any free port, kept when plugged in again */
export async function startRadioServer(options: Omit<RadioSimulatorOptions, 'send'>, port = 0): Promise<RadioServer> {
  const sockets = new Set<Socket>()
  const radio = createRadioSimulator({
    ...options,
    send: (bytes) => {
      for (const socket of sockets) socket.write(bytes)
    },
  })
  const take = (socket: Socket): void => {
    // A terminal server has one line: a new connection takes it over.
    for (const other of sockets) other.destroy()
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('data', (bytes) => radio.receive(bytes))
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
  }
  let server: Server | undefined
  let bound = port
  const plug = async (): Promise<void> => {
    if (server) return
    const fresh = createServer(take)
    server = fresh
    await new Promise<void>((resolve, reject) => {
      fresh.once('error', reject)
      fresh.listen(bound, LOOPBACK, resolve)
    })
    const address = fresh.address()
    bound = typeof address === 'object' && address ? address.port : bound
  }
  const unplug = async (): Promise<void> => {
    const open = server
    server = undefined
    for (const socket of sockets) socket.destroy()
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
