// The point of many probes in one program: whatever some of them meet, every other one keeps its second and gets its answer.
import { spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { connect, createServer, type AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createProbeOpener, createWatch, DEFAULT_WATCH_SETTINGS, watchedSite, type ProbeTarget, type Sample } from '../../../electron/host/watch/index.ts'
import { iputilsPing } from '../../../electron/host/watch/probes/ping-program.ts'
import { systemClock, systemRandom } from '../../../native/transport/clock.ts'
import { startRbs, type RbsSimulator } from '../../sim/rbs.ts'
import { unpackedPing } from '../../support/debian-server.ts'

const HOST = '127.0.0.1'
/** Two regular questions of each at the least. */
const WATCHED_MS = 3_000
/** A loaded machine runs a timer late; a question that waited for a hanging one would be 800 ms late. */
const LATE_MAX_MS = 400

const cleanups: (() => unknown)[] = []
let rbs: RbsSimulator
let ping: string
beforeAll(async () => {
  ping = await unpackedPing()
  const started = await startRbs({ clock: systemClock, random: systemRandom })
  rbs = started
  cleanups.push(() => started.stop())
}, 300_000)
afterAll(async () => { for (const clean of cleanups.toReversed()) await clean() })

it('probes that hang in every way there is delay no other probe of any kind', async () => {
  const silentTcp = await acceptingAndSilent()
  const silentUdp = await udp(() => undefined)
  const blackhole = await neverAccepting()
  const names = await udp((question) => Buffer.concat([question.subarray(0, 2), Buffer.from('8580000100010000', 'hex'), question.subarray(10), Buffer.from('c00c00010001000000000004 0a000005'.replace(' ', ''), 'hex')]))
  const well: readonly ProbeTarget[] = [
    { kind: 'sip', transport: 'udp', host: HOST, port: rbs.sipPort },
    { kind: 'sip', transport: 'tcp', host: HOST, port: rbs.sipPort },
    { kind: 'tcp', host: HOST, port: rbs.sipPort, held: true },
    { kind: 'http', url: `http://${HOST}:${rbs.httpPort}/` },
    { kind: 'dns', server: HOST, port: names, name: 'rbs.example', recordType: 'A' },
    { kind: 'icmp', host: HOST },
  ]
  const hanging: readonly ProbeTarget[] = [
    { kind: 'tcp', host: HOST, port: blackhole },
    { kind: 'sip', transport: 'udp', host: HOST, port: silentUdp },
    { kind: 'sip', transport: 'tcp', host: HOST, port: silentTcp },
    { kind: 'sip', transport: 'tls', host: HOST, port: silentTcp },
    { kind: 'sip', transport: 'tcp', host: HOST, port: blackhole },
    { kind: 'http', url: `http://${HOST}:${silentTcp}/` },
    { kind: 'http', url: `https://${HOST}:${blackhole}/` },
    { kind: 'dns', server: HOST, port: silentUdp, name: 'rbs.example', recordType: 'A' },
    { kind: 'clock', server: HOST, port: silentUdp, maxOffsetMs: 1_000, everyS: 64 },
    { kind: 'tcp', host: 'hangs.example', port: 1 },
    { kind: 'icmp', host: 'hangs.example' },
    { kind: 'tcp', host: 'no-such-host.invalid', port: 1 },
  ]
  const samples = await watch(well, hanging)
  for (const [at, target] of well.entries()) {
    const taken = samples.filter((sample) => sample.probe === `well-${at}` && sample.regular)
    const gaps = taken.slice(1).map((sample, turn) => sample.sentMs - (taken[turn]?.sentMs ?? 0))
    expect(taken.length, target.kind).toBeGreaterThanOrEqual(2)
    expect(taken.map((sample) => sample.result.kind), target.kind).toEqual(taken.map(() => 'reply'))
    expect(Math.max(...taken.map(({ result }) => (result.kind === 'reply' ? (result.latencyMs ?? 0) : 0))), target.kind).toBeLessThan(LATE_MAX_MS)
    for (const gapMs of gaps) expect(Math.abs(gapMs - 1_000), target.kind).toBeLessThan(LATE_MAX_MS)
  }
  for (const at of hanging.keys()) {
    const taken = samples.filter((sample) => sample.probe === `hanging-${at}`)
    expect(taken.length, hanging[at]?.kind).toBeGreaterThanOrEqual(2)
    expect(taken.every((sample) => sample.result.kind === 'timeout' || sample.result.kind === 'unreachable'), hanging[at]?.kind).toBe(true)
  }
}, 30_000)

async function watch(well: readonly ProbeTarget[], hanging: readonly ProbeTarget[]): Promise<readonly Sample[]> {
  const probes = [...well.map((target, at) => ({ ...target, id: `well-${at}`, weight: 'primary' as const })), ...hanging.map((target, at) => ({ ...target, id: `hanging-${at}`, weight: 'primary' as const }))]
  const site = watchedSite([{ id: 'rbs', role: 'console', label: 'RBS', dependsOn: [], probes }])
  const open = createProbeOpener({
    clock: systemClock, random: systemRandom, settings: DEFAULT_WATCH_SETTINGS, witnessRadio: () => undefined, ping: iputilsPing(ping),
    resolve: (host) => (host === 'hangs.example' ? new Promise(() => {}) : Promise.resolve(undefined)),
  })
  const samples: Sample[] = []
  const live = createWatch({
    clock: systemClock,
    random: systemRandom,
    services: site.services,
    openProbe: (id) => open(site.targets.get(id) ?? { kind: 'witness', device: id }),
    onChange: () => {},
    trace: { began: () => {}, told: (event) => { if (event.kind === 'sampled') samples.push(event.sample) } },
  })
  live.start()
  await new Promise((resolve) => { setTimeout(resolve, WATCHED_MS + 1_000) })
  await live.stop()
  return samples
}

// ── ways to hang ───────────────────────────────────────────────────────────────────────────

async function acceptingAndSilent(): Promise<number> {
  const server = createServer((socket) => { socket.on('error', () => {}).resume() })
  await new Promise<void>((resolve) => { server.listen(0, HOST, resolve) })
  cleanups.push(() => server.close())
  return (server.address() as AddressInfo).port
}

async function udp(answer: (question: Buffer) => Buffer | undefined): Promise<number> {
  const socket = createSocket('udp4')
  socket.on('message', (question, from) => {
    const bytes = answer(question)
    if (bytes) socket.send(bytes, from.port, from.address)
  })
  await new Promise<void>((resolve) => { socket.bind(0, HOST, resolve) })
  cleanups.push(() => new Promise<void>((resolve) => { socket.close(() => resolve()) }))
  return socket.address().port
}

/** As an address behind a dead router: what is sent there is dropped, for the queue of a listener that stands still is full. */
async function neverAccepting(): Promise<number> {
  const child = spawn(process.execPath, ['-e', `
    const server = require('node:net').createServer().listen({ port: 0, host: '${HOST}', backlog: 1 }, () => console.log(server.address().port))
  `], { stdio: ['ignore', 'pipe', 'inherit'] })
  cleanups.push(() => child.kill('SIGKILL'))
  const port = await new Promise<number>((resolve) => { child.stdout.setEncoding('utf8').once('data', (text: string) => resolve(Number(text))) })
  child.kill('SIGSTOP')
  const fillers = Array.from({ length: 4 }, () => connect({ port, host: HOST }).on('error', () => {}))
  cleanups.push(() => { for (const one of fillers) one.destroy() })
  await new Promise((resolve) => { setTimeout(resolve, 50) })
  return port
}
