// Ports on loopback for simulators: taken, found, taken again.
import { createSocket, type Socket as UdpSocket } from 'node:dgram'
import type { Server as TcpServer } from 'node:net'
import { failure } from '../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../native/kit/result.ts'

export const LOOPBACK = '127.0.0.1'
/** A port that was just let go is asked for again this often, this long. */
const REBIND_EVERY_MS = 20
const REBIND_MS = 2_000

/** Tries until it works or `REBIND_MS` is over: a port just let go may take a moment. */
export async function insist(listen: () => Promise<Result<void>>): Promise<Result<void>> {
  for (let left = REBIND_MS / REBIND_EVERY_MS; ; left--) {
    const done = await listen()
    if (done.ok || left <= 1) return done
    await new Promise((resolve) => { setTimeout(resolve, REBIND_EVERY_MS) })
  }
}

/** @returns the port, chosen by the system when 0 was given */
export function bindTcp(server: TcpServer, port: number): Promise<Result<number>> {
  return new Promise((resolve) => {
    server.once('error', (error) => resolve(fail(failure('LINK_BUSY', error.message))))
    server.listen(port, LOOPBACK, () => {
      const address = server.address()
      resolve(ok(typeof address === 'object' && address ? address.port : port))
    })
  })
}

export function bindUdp(socket: UdpSocket, port: number): Promise<Result<void>> {
  return new Promise((resolve) => {
    socket.once('error', (error) => resolve(fail(failure('LINK_BUSY', error.message))))
    socket.bind(port, LOOPBACK, () => resolve(ok()))
  })
}

/** A UDP port nobody listens on at this moment. */
export async function freeUdpPort(): Promise<Result<number>> {
  const socket = createSocket('udp4')
  const bound = await bindUdp(socket, 0)
  if (!bound.ok) return bound
  const { port } = socket.address()
  await new Promise<void>((resolve) => { socket.close(() => resolve()) })
  return ok(port)
}
