// The faulty road over real sockets, in front of a small server that says back what it hears.
import { createSocket } from 'node:dgram'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock as clock } from '../../../native/transport/clock.ts'
import { createChance } from '../../sim/chance.ts'
import { startUdpFaultProxy } from '../../sim/fault-proxy-udp.ts'
import { startTcpFaultProxy, type FaultProxy } from '../../sim/fault-proxy.ts'
import { bindTcp, LOOPBACK } from '../../sim/loopback-ports.ts'
import { steady, WORKS, type FaultPlan, type RoadFault } from '../../sim/road-faults.ts'

const QUIET_MS = 250
const heard: string[] = []
let server: Server
let targetPort = 0

beforeAll(async () => {
  server = createServer((socket) => {
    socket.on('error', () => {})
    socket.on('data', (bytes) => {
      heard.push(String(bytes))
      socket.write(bytes)
    })
  })
  const bound = await bindTcp(server, 0)
  if (bound.ok) targetPort = bound.value
})

afterAll(() => new Promise<void>((resolve) => { server.close(() => resolve()) }))

async function through<Value>(plan: FaultPlan, use: (proxy: FaultProxy) => Promise<Value>): Promise<Value> {
  const proxy = await startTcpFaultProxy({ clock, chance: createChance(5), plan, startMs: clock.monotonicMs(), targetPort })
  try {
    return await use(proxy)
  } finally {
    await proxy.stop()
  }
}

/** What comes of one question: the answer, the error, or silence. */
function ask(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket: Socket = connect({ host: LOOPBACK, port })
    const finish = (outcome: string): void => {
      timer.cancel()
      socket.destroy()
      resolve(outcome)
    }
    const timer = clock.after(QUIET_MS, () => finish('silence'))
    socket.once('connect', () => socket.write(text))
    socket.once('data', (bytes) => finish(String(bytes)))
    socket.on('error', (error: NodeJS.ErrnoException) => finish(error.code ?? ''))
    socket.on('close', () => finish('closed'))
  })
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => { clock.after(ms, resolve) })

describe('a faulty road over TCP', () => {
  test.concurrent.each<readonly [RoadFault, string, heard: boolean]>([
    [WORKS, 'answered', true],
    [{ kind: 'hang' }, 'silence', false],
    [{ kind: 'loss', share: 1 }, 'silence', false],
    [{ kind: 'loss', share: 0 }, 'answered', true],
    [{ kind: 'one-way', lost: 'requests' }, 'silence', false],
    [{ kind: 'one-way', lost: 'answers' }, 'silence', true],
    [{ kind: 'refuse' }, 'ECONNREFUSED', false],
    [{ kind: 'reset' }, 'ECONNRESET', false],
  ])('with %o ends in %s', async (fault, outcome, isHeard) => {
    const text = JSON.stringify(fault)
    await through(steady(fault), async ({ port }) => {
      // A port is let go a moment after the plan says so.
      if (fault.kind === 'refuse') await pause(20)
      expect(await ask(port, text)).toBe(outcome === 'answered' ? text : outcome)
      expect(heard.includes(text)).toBe(isHeard)
    })
  })

  test.concurrent('is late by its delay', async () => {
    await through(steady({ kind: 'slow', byMs: 100, jitterMs: 50 }), async ({ port }) => {
      const startMs = clock.monotonicMs()
      expect(await ask(port, 'late')).toBe('late')
      expect(clock.monotonicMs() - startMs).toBeGreaterThanOrEqual(99)
    })
  })

  test.concurrent('ends held connections when it refuses, and is back at the same port', async () => {
    await through([{ fromMs: 0, fault: WORKS }, { fromMs: 150, fault: { kind: 'refuse' } }, { fromMs: 400, fault: WORKS }], async ({ port }) => {
      const held = connect({ host: LOOPBACK, port })
      const ended = new Promise<void>((resolve) => { held.on('close', () => resolve()).on('error', () => {}) })
      await new Promise<void>((resolve) => { held.once('connect', () => resolve()) })
      await ended
      expect(await ask(port, 'gone')).toBe('ECONNREFUSED')
      await pause(350)
      expect(await ask(port, 'back')).toBe('back')
    })
  })

  test.concurrent('keeps a connection through a hang, and forgets what was said in it', async () => {
    await through([{ fromMs: 0, fault: WORKS }, { fromMs: 100, fault: { kind: 'hang' } }, { fromMs: 300, fault: WORKS }], async ({ port }) => {
      const held = connect({ host: LOOPBACK, port })
      const said: string[] = []
      held.on('data', (bytes) => said.push(String(bytes)))
      await pause(150)
      held.write('into the void')
      await pause(200)
      held.write('after it')
      await pause(100)
      expect(said).toEqual(['after it'])
      held.destroy()
    })
  })
})

describe('a faulty road over UDP', () => {
  const COUNT = 400

  async function answersThrough(fault: RoadFault): Promise<number> {
    const echo = createSocket('udp4')
    echo.on('message', (bytes, from) => echo.send(bytes, from.port, from.address))
    const client = createSocket('udp4')
    let answers = 0
    client.on('message', () => answers++)
    client.on('error', () => {})
    await new Promise<void>((resolve) => { echo.bind(0, LOOPBACK, () => resolve()) })
    const proxy = await startUdpFaultProxy({ clock, chance: createChance(5), plan: steady(fault), startMs: clock.monotonicMs(), targetPort: echo.address().port })
    for (let sent = 0; sent < COUNT; sent++) {
      client.send(`${sent}`, proxy.port, LOOPBACK)
      if (sent % 50 === 49) await pause(5)
    }
    await pause(QUIET_MS)
    await proxy.stop()
    for (const socket of [echo, client]) socket.close()
    return answers
  }

  test.concurrent('loses each datagram by itself, there and back', async () => {
    const answers = await answersThrough({ kind: 'loss', share: 0.3 })
    expect(answers / COUNT).toBeGreaterThan(0.4)
    expect(answers / COUNT).toBeLessThan(0.58)
  })

  test.concurrent('lets all through when it works, late ones too, and none when it hangs', async () => {
    const [all, late, none] = await Promise.all([answersThrough(WORKS), answersThrough({ kind: 'slow', byMs: 20, jitterMs: 20 }), answersThrough({ kind: 'hang' })])
    expect([all, late, none]).toEqual([COUNT, COUNT, 0])
  })

  test.concurrent('lets its port go when it refuses, so that the system says that nobody is there', async () => {
    const proxy = await startUdpFaultProxy({ clock, chance: createChance(9), plan: steady({ kind: 'refuse' }), startMs: clock.monotonicMs(), targetPort })
    const client = createSocket('udp4')
    const failed = new Promise<string>((resolve) => { client.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? '')) })
    await new Promise<void>((resolve) => { client.connect(proxy.port, LOOPBACK, () => resolve()) })
    client.send('anybody?')
    expect(await failed).toBe('ECONNREFUSED')
    client.close()
    await proxy.stop()
  })
})
