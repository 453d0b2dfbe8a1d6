// The same contract over a raw TCP terminal server, and what only a network can meet.
import { spawn } from 'node:child_process'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import type { Failure } from '../../../native/kit/errors.ts'
import { systemClock } from '../../../native/transport/clock.ts'
import { createTcpSerial } from '../../../native/transport/tcp-serial.ts'
import { testSystemLine, type LineBench } from '../../contract/byte-line.ts'
import { eventually } from '../../contract/eventually.ts'

const ends: (() => Promise<unknown> | void)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})
const tcp = (port: number) => createTcpSerial({ host: '127.0.0.1', port }, { clock: systemClock })

async function terminalServer(): Promise<LineBench> {
  const sockets = new Set<Socket>()
  let heard = Buffer.alloc(0)
  let server: Server
  let port = 0
  const listen = async (): Promise<void> => {
    server = createServer((socket) => {
      sockets.add(socket)
      socket.on('data', (bytes) => {
        heard = Buffer.concat([heard, bytes])
      })
      socket.on('error', () => {})
      socket.on('close', () => sockets.delete(socket))
    })
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    port = (server.address() as AddressInfo).port
  }
  const stop = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve))
    for (const socket of sockets) socket.destroy()
    await closed
  }
  await listen()
  return {
    transport: tcp(port),
    // A terminal server has one client: the latest.
    say: (bytes) => void [...sockets].at(-1)?.write(bytes),
    heard: () => heard,
    cut: stop,
    mend: listen,
    end: stop,
  }
}

describe('TCP line', () => {
  testSystemLine(terminalServer)

  test('nobody listening is LINK_REFUSED, with the address', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    await new Promise((resolve) => server.close(resolve))
    expect(await tcp(port).open()).toEqual({ ok: false, error: { code: 'LINK_REFUSED', detail: `tcp://127.0.0.1:${port}: ECONNREFUSED` } })
  })

  test('a server that does not answer is LINK_TIMEOUT after two seconds', async () => {
    const port = await deafServer()
    const startedAt = performance.now()
    expect(await tcp(port).open()).toMatchObject({ ok: false, error: { code: 'LINK_TIMEOUT' } })
    const tookMs = performance.now() - startedAt
    expect(tookMs).toBeGreaterThan(1_900)
    expect(tookMs).toBeLessThan(3_000)
  })

  test('a server that closes the connection, as one does that is taken over, is a loss', async () => {
    const server = createServer((socket) => setTimeout(() => socket.end(), 20))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    ends.push(() => new Promise((resolve) => server.close(resolve)))
    const line = tcp((server.address() as AddressInfo).port)
    const losses: Failure[] = []
    line.onLost((cause) => losses.push(cause))
    expect((await line.open()).ok).toBe(true)
    await eventually(() => losses.length > 0, 1_000)
    expect(losses).toEqual([{ code: 'LINK_LOST', detail: `${line.name}: closed by the terminal server` }])
  })

  test('a raw TCP line has no modem lines and says so', async () => {
    const bench = await terminalServer()
    ends.push(() => bench.end(), () => bench.transport.close())
    await bench.transport.open()
    expect(await bench.transport.setOutputs({ rts: true, dtr: true })).toMatchObject({ ok: false, error: { code: 'LINK_UNSUPPORTED' } })
    expect(await bench.transport.readInputs()).toMatchObject({ ok: false, error: { code: 'LINK_UNSUPPORTED' } })
  })
})

/** A listener that accepts nothing and whose queue is full: the kernel then drops what knocks, as a dead host would. */
async function deafServer(): Promise<number> {
  const script = "const s=require('net').createServer();s.listen({port:0,host:'127.0.0.1',backlog:1},()=>console.log(s.address().port))"
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  ends.push(() => void child.kill('SIGKILL'))
  let said = ''
  child.stdout.on('data', (bytes: Buffer) => {
    said += bytes.toString()
  })
  await eventually(() => said.includes('\n'))
  child.kill('SIGSTOP')
  const port = Number(said)
  for (let knock = 0; knock < 4; knock++) {
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => {})
    ends.push(() => void socket.destroy())
  }
  await new Promise((resolve) => setTimeout(resolve, 100))
  return port
}
