// A serial port behind a terminal server, as a raw TCP stream (no RFC 2217: baud rate is the server's affair).
import { connect, type Socket } from 'node:net'
import type { Clock } from '../kit/clock.ts'
import { failure, type ErrorCode, type Failure } from '../kit/errors.ts'
import { fail, ok, type Result } from '../kit/result.ts'
import type { SerialTransport } from '../kit/transport.ts'
import { bounded } from './bounded.ts'
import { createLine, type Wire, type WireEvents } from './line.ts'

export interface TcpSerialOptions {
  readonly host: string
  readonly port: number
}

export interface TcpSerialDeps {
  readonly clock: Clock
}

const CONNECT_MS = 2_000
const CLOSE_MS = 500
const STALL_MS = 2_000
const CHUNK_BYTES = 4 * 1024
/** First keep-alive; with ten more a second apart (libuv) a far end that died silently is known after 13 s. */
const KEEP_ALIVE_MS = 3_000

const CODES: Readonly<Record<string, ErrorCode>> = {
  ECONNREFUSED: 'LINK_REFUSED',
  ETIMEDOUT: 'LINK_TIMEOUT',
  EHOSTUNREACH: 'LINK_TIMEOUT',
  ENETUNREACH: 'LINK_TIMEOUT',
  EHOSTDOWN: 'LINK_TIMEOUT',
  ENOTFOUND: 'LINK_MISSING',
  EAI_AGAIN: 'LINK_MISSING',
  EACCES: 'LINK_DENIED',
  EPERM: 'LINK_DENIED',
}

/**
 * A byte line to a terminal server.
 *
 * @remarks `open` fails with LINK_REFUSED (nobody listens), LINK_TIMEOUT (unreachable, or no answer in 2 s),
 *   LINK_MISSING (the name is not known) or LINK_DENIED. Modem lines: LINK_UNSUPPORTED.
 */
export function createTcpSerial({ host, port }: TcpSerialOptions, { clock }: TcpSerialDeps): SerialTransport {
  const name = `tcp://${host.includes(':') ? `[${host}]` : host}:${port}`
  return createLine({
    name,
    clock,
    chunkBytes: CHUNK_BYTES,
    stallMs: STALL_MS,
    openWire: async (events) => {
      const socket = connect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_MS })
      const connected = await waitConnected(socket, name, clock)
      if (!connected.ok) return connected
      return ok(wireOf(socket, name, clock, events))
    },
  })
}

async function waitConnected(socket: Socket, name: string, clock: Clock): Promise<Result<void>> {
  const outcome = new Promise<Failure | undefined>((resolve) => {
    socket.once('connect', () => resolve(undefined))
    // Stays for the life of the socket: an `error` without a listener would end the process.
    socket.on('error', (cause) => resolve(socketFailure(name, cause)))
  })
  const connected = await bounded(clock, CONNECT_MS, outcome)
  const trouble = connected.done ? connected.value : failure('LINK_TIMEOUT', `${name}: no connection within ${CONNECT_MS} ms`)
  if (trouble === undefined) return ok()
  socket.destroy()
  return fail(trouble)
}

function socketFailure(name: string, cause: Error): Failure {
  const code = 'code' in cause ? String(cause.code) : ''
  return failure(CODES[code] ?? 'LINK_LOST', `${name}: ${code || cause.message}`)
}

function wireOf(socket: Socket, name: string, clock: Clock, events: WireEvents): Wire {
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  const lost = (why: string): void => events.lost(failure('LINK_LOST', `${name}: ${why}`))
  socket.on('data', (bytes) => {
    events.data(new Uint8Array(bytes))
    // One portion a turn: libuv would read up to 32 in a row, and a line gone mad would hold up every press for 0.3 s.
    socket.pause()
    setImmediate(() => socket.resume())
  })
  socket.on('error', (cause) => lost('code' in cause ? String(cause.code) : cause.message))
  // The server closes when its own port is taken away or another client takes over.
  socket.on('end', () => lost('closed by the terminal server'))
  socket.on('close', () => lost('closed'))
  // Whatever happened between connecting and listening has already happened.
  if (socket.destroyed) lost('closed')

  return {
    send: (chunk, taken) => {
      socket.write(chunk, (cause) => {
        if (!cause) taken()
      })
    },
    release: async (how) => {
      if (how === 'drain') {
        socket.end()
        await bounded(clock, CLOSE_MS, closed)
      }
      socket.destroy()
      await bounded(clock, CLOSE_MS, closed)
    },
    setOutputs: async () => fail(failure('LINK_UNSUPPORTED', `${name}: a raw TCP line has no modem lines`)),
    readInputs: async () => fail(failure('LINK_UNSUPPORTED', `${name}: a raw TCP line has no modem lines`)),
  }
}
