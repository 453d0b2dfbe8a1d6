// Each kind of probe over real sockets against the simulated RBS and against strangers.
import { createSocket } from 'node:dgram'
import { createServer, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { Probe } from '../../../electron/host/watch/probe.ts'
import { createProbeOpener, type ProbeTarget } from '../../../electron/host/watch/probes/open-probe.ts'
import { DEFAULT_WATCH_SETTINGS } from '../../../electron/host/watch/settings.ts'
import type { ProbeResult } from '../../../electron/host/watch/types.ts'
import { systemClock, systemRandom } from '../../../native/transport/clock.ts'
import { openRbs, startRbs, type RbsSimulator } from '../../sim/rbs.ts'

const HOST = '127.0.0.1'
/** As the prober does: the signal goes off at the time-out. */
const TIMEOUT_MS = DEFAULT_WATCH_SETTINGS.probeTimeoutMs

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const clean of cleanups.splice(0).toReversed()) await clean()
})

async function rbs(): Promise<RbsSimulator> {
  const sim = await startRbs({ clock: systemClock, random: systemRandom })
  cleanups.push(() => sim.stop())
  return sim
}

function open(target: ProbeTarget): Probe {
  const opened = createProbeOpener({ clock: systemClock, random: systemRandom, settings: DEFAULT_WATCH_SETTINGS, witnessRadio: () => undefined })(target)
  if (!opened.ok) throw new Error(opened.error.detail)
  cleanups.push(() => opened.value.close())
  return opened.value
}

async function ask(probe: Probe, timeoutMs = TIMEOUT_MS): Promise<ProbeResult> {
  if (!probe.ask) throw new Error('a probe that is not asked')
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), timeoutMs)
  return probe.ask(abort.signal).finally(() => clearTimeout(timer))
}

const sip = (transport: 'udp' | 'tcp', port: number): Probe => open({ kind: 'sip', transport, host: HOST, port })

async function serve(each: (socket: Socket) => void): Promise<number> {
  const accepted = new Set<Socket>()
  const server = createServer((socket) => {
    accepted.add(socket)
    socket.on('close', () => accepted.delete(socket)).on('error', () => {})
    each(socket)
  })
  await new Promise<void>((resolve) => { server.listen(0, HOST, resolve) })
  cleanups.push(() => new Promise<void>((resolve) => {
    server.close(() => resolve())
    for (const socket of accepted) socket.destroy()
  }))
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

describe.each(['udp', 'tcp'] as const)('SIP over %s', (transport) => {
  it('is answered by a working RBS', async () => {
    const sim = await rbs()
    const result = await ask(sip(transport, sim.sipPort))
    expect(result).toMatchObject({ kind: 'reply', detail: 'SIP 200' })
  })

  it('is refused by a dead one, at once', async () => {
    const sim = await rbs()
    const probe = sip(transport, sim.sipPort)
    await ask(probe)
    await sim.fail('sip', { kind: 'refuse' })
    // The held TCP connection may be found broken first; the next question is refused.
    const results = [await ask(probe, 200), await ask(probe, 200)]
    expect(results.at(-1)).toEqual({ kind: 'refused', detail: 'ECONNREFUSED' })
    await sim.fail('sip', { kind: 'none' })
    expect(await ask(probe)).toMatchObject({ kind: 'reply' })
  })

  it('times out at a hung one, and its late answer is no answer to the next question', async () => {
    const sim = await rbs()
    const probe = sip(transport, sim.sipPort)
    await ask(probe)
    await sim.fail('sip', { kind: 'hang' })
    expect(await ask(probe, 100)).toEqual({ kind: 'timeout' })
    const next = ask(probe)
    await sim.fail('sip', { kind: 'none' })
    expect(await next).toMatchObject({ kind: 'reply' })
  })

  it('measures how slow an answer is', async () => {
    const sim = await rbs()
    const probe = sip(transport, sim.sipPort)
    await sim.fail('sip', { kind: 'slow', delayMs: 150 })
    const result = await ask(probe)
    expect(result.kind === 'reply' && result.latencyMs).toBeGreaterThanOrEqual(149)
  })

  it('asks several things at once without one waiting for another', async () => {
    const sim = await rbs()
    const probe = sip(transport, sim.sipPort)
    await ask(probe)
    await sim.fail('sip', { kind: 'slow', delayMs: 100 })
    const startMs = performance.now()
    const results = await Promise.all([ask(probe), ask(probe), ask(probe), ask(probe)])
    expect(results.every((one) => one.kind === 'reply')).toBe(true)
    expect(performance.now() - startMs).toBeLessThan(350)
  })
})

describe('SIP over UDP', () => {
  /** A stranger on the port, who sends back what `answers` makes of each request. */
  async function stranger(answers: (request: string, turn: number) => readonly string[]): Promise<number> {
    const socket = createSocket('udp4')
    let turn = 0
    socket.on('message', (bytes, from) => {
      for (const answer of answers(bytes.toString('latin1'), ++turn)) socket.send(answer, from.port, from.address)
    })
    await new Promise<void>((resolve) => { socket.bind(0, HOST, resolve) })
    cleanups.push(() => new Promise<void>((resolve) => { socket.close(() => resolve()) }))
    return socket.address().port
  }
  const respond = (request: string, status = '200 OK'): string => request.replace(/^OPTIONS .*/, `SIP/2.0 ${status}`)

  it.each(['404 Not Found', '405 Method Not Allowed'])('takes %s for a sign of life', async (status) => {
    const port = await stranger((request) => [respond(request, status)])
    expect(await ask(sip('udp', port))).toEqual({ kind: 'reply', latencyMs: expect.any(Number), detail: `SIP ${status.slice(0, 3)}` })
  })

  it('takes 503 for a sign of life of something that does not work', async () => {
    const port = await stranger((request) => [respond(request, '503 Service Unavailable')])
    expect(await ask(sip('udp', port))).toMatchObject({ kind: 'reply', limited: 'SIP 503' })
  })

  it('believes no answer that is not its own', async () => {
    const port = await stranger((request) => [
      'hello', '', request,
      respond(request).replace(/branch=[^;\r]*/, 'branch=z9hG4bKother'),
      respond(request).replace(/Call-ID: .*/, 'Call-ID: other'),
      respond(request).replace('CSeq: 1', 'CSeq: 2'),
    ])
    expect(await ask(sip('udp', port), 300)).toEqual({ kind: 'timeout' })
  })

  it('waits for the final answer behind a provisional one', async () => {
    const port = await stranger((request) => [respond(request, '100 Trying'), respond(request, '200 OK')])
    expect(await ask(sip('udp', port))).toMatchObject({ kind: 'reply', detail: 'SIP 200' })
    const busy = await stranger((request) => [respond(request, '100 Trying')])
    expect(await ask(sip('udp', busy), 200)).toEqual({ kind: 'timeout' })
  })

  it('finds its answer among foreign ones', async () => {
    const port = await stranger((request) => ['garbage', respond(request).replace(/branch=[^;\r]*/, 'branch=z9hG4bKother'), respond(request)])
    expect(await ask(sip('udp', port))).toMatchObject({ kind: 'reply' })
  })

  it('sends a lost request again after 500 ms, the same one, and within the time-out once only', async () => {
    const requests: string[] = []
    const port = await stranger((request, turn) => {
      requests.push(request)
      return turn === 2 ? [respond(request)] : []
    })
    const result = await ask(sip('udp', port))
    expect(result.kind === 'reply' && result.latencyMs).toBeGreaterThanOrEqual(495)
    expect(requests).toHaveLength(2)
    expect(requests[1]).toBe(requests[0])
  })

  it('asks each question under a new name', async () => {
    const requests: string[] = []
    const port = await stranger((request) => { requests.push(request); return [respond(request)] })
    const probe = sip('udp', port)
    await ask(probe)
    await ask(probe)
    const names = requests.map((request) => /branch=([^;]*)/.exec(request)?.[1])
    expect(new Set(names).size).toBe(2)
  })
})

describe('SIP over TCP', () => {
  it('tells at once that a held connection broke', async () => {
    const sim = await rbs()
    const probe = sip('tcp', sim.sipPort)
    const suspected = new Promise<void>((resolve) => { void probe.open?.({ push: () => {}, suspect: resolve, lost: () => {} }) })
    await ask(probe)
    await sim.fail('sip', { kind: 'refuse' })
    await suspected
  })

  it('holds one connection for many questions', async () => {
    let connections = 0
    const probe = sip('tcp', await serve((socket) => {
      connections++
      socket.on('data', (bytes) => socket.write(respond(bytes)))
    }))
    for (let turn = 0; turn < 5; turn++) expect(await ask(probe)).toMatchObject({ kind: 'reply' })
    expect(connections).toBe(1)
    await probe.close()
  })

  it('asks once more, on a new connection, what the other side ended unread', async () => {
    let requests = 0
    const probe = sip('tcp', await serve((socket) => socket.on('data', (bytes) => { if (++requests === 2) socket.end(); else socket.write(respond(bytes)) })))
    await ask(probe)
    expect(await ask(probe)).toMatchObject({ kind: 'reply', detail: 'SIP 200' })
    expect(requests).toBe(3)
  })

  it('bears a server that ends every connection after its answer: no storm of questions, no miss', async () => {
    let connections = 0
    const probe = sip('tcp', await serve((socket) => { connections++; socket.on('data', (bytes) => socket.end(respond(bytes))) }))
    const results: ProbeResult[] = []
    const asking = async (): Promise<void> => { results.push(await ask(probe)) }
    await probe.open?.({ push: () => {}, suspect: () => void asking(), lost: () => {} })
    for (let turn = 0; turn < 6; turn++) {
      await asking()
      await new Promise((resolve) => { setTimeout(resolve, 20) })
    }
    expect(results.map((one) => one.kind)).toEqual(Array.from({ length: 7 }, () => 'reply'))
    expect(connections).toBe(7)
  })

  it('over TLS times out at a server that accepts and says nothing, and is no refusal where TLS is not spoken', async () => {
    const silent = await tls(await serve(() => {}))
    expect(await ask(silent, 200)).toEqual({ kind: 'timeout' })
    const plain = await tls(await serve((socket) => socket.end('SIP/2.0 400 Bad Request\r\n\r\n')))
    expect(await ask(plain)).toMatchObject({ kind: 'unreachable' })
    const nobody = await tls(1)
    expect(await ask(nobody)).toEqual({ kind: 'refused', detail: 'ECONNREFUSED' })
  })

  async function tls(port: number): Promise<Probe> {
    const probe = open({ kind: 'sip', transport: 'tls', host: HOST, port })
    await probe.open?.({ push: () => {}, suspect: () => {}, lost: () => {} })
    return probe
  }
  const respond = (request: Uint8Array): string => Buffer.from(request).toString('latin1').replace(/^OPTIONS .*/, 'SIP/2.0 200 OK')
})

describe('a held TCP connection', () => {
  async function held(serveOne: (socket: Socket) => void) {
    const sockets = new Set<Socket>()
    const port = await serve((socket) => {
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket))
      serveOne(socket)
    })
    const probe = open({ kind: 'tcp', host: HOST, port, held: true })
    let suspected = 0
    await probe.open?.({ push: () => {}, suspect: () => { suspected++ }, lost: () => {} })
    const settle = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve, 30) })
    return { probe, sockets, settle, suspected: () => suspected }
  }

  it('is one, however often is asked, and none when the probe is closed', async () => {
    const at = await held((socket) => socket.resume())
    for (let turn = 0; turn < 5; turn++) expect(await ask(at.probe)).toMatchObject({ kind: 'reply' })
    await at.settle()
    expect([at.sockets.size, at.suspected()]).toEqual([1, 0])
    await at.probe.close()
    await at.settle()
    expect([at.sockets.size, at.suspected()]).toEqual([0, 0])
  })

  it.each(['end', 'resetAndDestroy'] as const)('that breaks by %s asks at once', async (how) => {
    const at = await held((socket) => socket.resume())
    await ask(at.probe)
    await at.settle()
    for (const socket of at.sockets) socket[how]()
    await at.settle()
    expect(at.suspected()).toBe(1)
  })

  it('to a server that talks first is held all the same, and seen to break', async () => {
    const at = await held((socket) => { socket.write('220 welcome\r\n'); setTimeout(() => socket.end('421 bye\r\n'), 10) })
    await ask(at.probe)
    await at.settle()
    expect(at.suspected()).toBe(1)
  })

  it('to a server that ends every connection at once is suspected once, and not held for a while', async () => {
    const at = await held((socket) => socket.end())
    for (let turn = 0; turn < 5; turn++) {
      expect(await ask(at.probe)).toMatchObject({ kind: 'reply' })
      await at.settle()
    }
    expect(at.suspected()).toBe(1)
  })
})

describe('TCP and HTTP', () => {
  it('a port that accepts is a reply, one that does not a refusal', async () => {
    const sim = await rbs()
    const probe = open({ kind: 'tcp', host: HOST, port: sim.sipPort })
    expect(await ask(probe)).toMatchObject({ kind: 'reply' })
    await sim.fail('sip', { kind: 'hang' })
    // The kernel accepts for a process that stands still: why such a probe is secondary.
    expect(await ask(probe)).toMatchObject({ kind: 'reply' })
    await sim.fail('sip', { kind: 'refuse' })
    expect(await ask(probe)).toEqual({ kind: 'refused', detail: 'ECONNREFUSED' })
  })

  it('a page is a reply, a hung one a time-out, a dead one a refusal', async () => {
    const sim = await rbs()
    const probe = open({ kind: 'http', url: `http://${HOST}:${sim.httpPort}/` })
    expect(await ask(probe)).toMatchObject({ kind: 'reply', detail: 'HTTP 200' })
    await sim.fail('page', { kind: 'hang' })
    expect(await ask(probe, 100)).toEqual({ kind: 'timeout' })
    await sim.fail('page', { kind: 'refuse' })
    expect(await ask(probe)).toEqual({ kind: 'refused', detail: 'ECONNREFUSED' })
  })

  it('finds a host by its name', async () => {
    const sim = await rbs()
    expect(await ask(open({ kind: 'http', url: `http://localhost:${sim.httpPort}/` }))).toMatchObject({ kind: 'reply' })
    expect(await ask(open({ kind: 'tcp', host: 'no-such-host.invalid', port: 1 }), 5_000)).toEqual({ kind: 'unreachable', detail: 'no address for this name' })
  })

  it.each([[404, 'reply'], [401, 'reply'], [500, 'unreachable'], [503, 'unreachable']])('a page that says %i is %s', async (status, kind) => {
    const server = createServer((socket) => { socket.resume().end(`HTTP/1.1 ${status} X\r\ncontent-length: 0\r\n\r\n`) })
    await new Promise<void>((resolve) => { server.listen(0, HOST, resolve) })
    cleanups.push(() => new Promise<void>((resolve) => { server.close(() => resolve()) }))
    const address = server.address()
    const port = typeof address === 'object' && address ? address.port : 0
    expect(await ask(open({ kind: 'http', url: `http://${HOST}:${port}/` }))).toMatchObject({ kind, detail: `HTTP ${status}` })
  })
})

describe('a question that is given up', () => {
  const targets = (sim: RbsSimulator): readonly ProbeTarget[] => [
    { kind: 'sip', transport: 'udp', host: HOST, port: sim.sipPort },
    { kind: 'sip', transport: 'tcp', host: HOST, port: sim.sipPort },
    { kind: 'tcp', host: HOST, port: sim.sipPort },
    { kind: 'http', url: `http://${HOST}:${sim.httpPort}/` },
  ]

  it('at any moment ends, and leaves no error behind', async () => {
    const sim = await rbs()
    await sim.fail('rbs', { kind: 'hang' })
    await sim.fail('page', { kind: 'hang' })
    for (const target of targets(sim)) {
      const probe = open(target)
      for (const afterMs of [0, 0, 1, 2, 5, 20]) {
        const result = await ask(probe, afterMs)
        expect(['timeout', 'reply']).toContain(result.kind)
      }
      const gone = new AbortController()
      gone.abort()
      expect(await probe.ask?.(gone.signal)).toEqual({ kind: 'timeout' })
    }
    // Errors of sockets that were let go would surface here.
    await new Promise((resolve) => { setTimeout(resolve, 50) })
  })

  it('lets go of its sockets', async () => {
    const sim = await rbs()
    await sim.fail('rbs', { kind: 'hang' })
    const before = process.getActiveResourcesInfo().filter((one) => /TCP|UDP/.test(one)).length
    for (const target of targets(sim).slice(0, 3)) {
      const probe = open(target)
      await Promise.all([ask(probe, 30), ask(probe, 60), ask(probe, 90)])
      await probe.close()
    }
    await new Promise((resolve) => { setTimeout(resolve, 50) })
    expect(process.getActiveResourcesInfo().filter((one) => /TCP|UDP/.test(one)).length).toBeLessThanOrEqual(before)
  })
})

it('a simulated RBS on a port that is taken says so', async () => {
  const sim = await rbs()
  expect(await openRbs({ clock: systemClock, sipPort: sim.sipPort })).toMatchObject({ ok: false, error: { code: 'LINK_BUSY' } })
})
