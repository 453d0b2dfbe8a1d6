// What watching costs a workstation: the built host with sixty probes a second over fifteen services, beside its radios; healthy,
// and with everything silent at once. Source of the limits: issue 5.
import { fork, type ChildProcess } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { DEFAULT_WATCH_SETTINGS } from '../../electron/host/watch/index.ts'
import { createHostClient } from '../../electron/contract/host-client.ts'
import { createSupervisor } from '../../electron/host/supervisor.ts'
import { systemClock } from '../../native/transport/clock.ts'
import { unpackedPing } from '../support/debian-server.ts'
import { buildHost } from './built-host.ts'
import type { BenchRow } from './row.ts'
import { LOAD_PROBES, LOAD_SERVICES, startLoadWorld, type LoadWorld } from './watch-load-site.ts'

const CPU_LIMIT_PERCENT = 3
const LAG_LIMIT_MS = 20
const SETTLED_MS = 15_000
const CPU_MS = 60_000
const LAG_MS = 30_000
/** After the fast probes ended. */
const AFTER_MS = 20_000
/** Linux counts processor time of a process in hundredths of a second, whatever its own clock. */
const TICKS_PER_S = 100
const LAG_PROGRAM = fileURLToPath(new URL('./host-lag.mjs', import.meta.url))

const pause = (ms: number): Promise<void> => new Promise((resolve) => void systemClock.after(ms, resolve))

export async function* benchWatchLoad(): AsyncGenerator<BenchRow> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-load-'))
  const world = await startLoadWorld(join(folder, 'site.yaml'))
  const bare = startBare(join(folder, 'bare.json'))
  const host = await startHost(folder)
  try {
    yield* measure({ folder, host, bare: bare.pid ?? 0, world })
  } finally {
    await host.stop()
    bare.kill()
    await world.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

interface Running {
  readonly folder: string
  readonly host: RunningHost
  readonly bare: number
  readonly world: LoadWorld
}

async function* measure(running: Running): AsyncGenerator<BenchRow> {
  const { host, world } = running
  const { pid } = host
  const { fastProbeMaxMs } = DEFAULT_WATCH_SETTINGS
  await pause(SETTLED_MS)
  const silent = host.silent()
  // A probe that asks nothing would cost nothing.
  if (silent.length > 0) throw new Error(`not answering: ${silent.join(', ')}`)
  const atStart = await residentMib(pid)
  const calm = await shareOver(pid, CPU_MS)
  const atEnd = await residentMib(pid)
  const against = { probes: LOAD_PROBES, services: LOAD_SERVICES, childrenPercent: calm.childrenPercent, children: 'four ping, one log reader' }
  yield row('processor of the host with sixty probes a second', '% of a core', calm.percent, { max: CPU_LIMIT_PERCENT, ...against })
  yield row('resident memory after a minute more', 'MiB', atEnd, { atStart })
  const lag = await lagOver(running, LAG_MS)
  yield lagRow('lateness of the event loop, 99th percentile', lag, { max: LAG_LIMIT_MS })

  await world.hang()
  const [storm, late] = await Promise.all([shareOver(pid, fastProbeMaxMs), lagOver(running, fastProbeMaxMs)])
  yield row('processor while all are asked fast, nobody answering', '% of a core', storm.percent, { forMs: fastProbeMaxMs })
  yield lagRow('lateness of the event loop meanwhile, 99th percentile', late, { max: LAG_LIMIT_MS })
  const after = await shareOver(pid, AFTER_MS)
  yield row('processor after that, still nobody answering', '% of a core', after.percent, { answeringPercent: calm.percent })
}

// ── the host's process ─────────────────────────────────────────────────────────────────────

interface RunningHost {
  readonly pid: number
  /** Probes that do not answer at this moment. */
  silent(): readonly string[]
  stop(): Promise<void>
}

/** With a page at its pipe, as there is in use: it takes every topic. */
async function startHost(folder: string): Promise<RunningHost> {
  const ready = Promise.withResolvers<number>()
  const page = createHostClient(systemClock, (packet) => supervisor.send(packet), () => {})
  const supervisor = createSupervisor({
    clock: systemClock,
    entry: buildHost(),
    args: ['--site', join(folder, 'site.yaml'), '--data', join(folder, 'data')],
    onPacket: (packet) => page.receive(packet),
    onState: (state) => {
      if (state.host === 'running') ready.resolve(state.pid)
      if (state.host === 'refused') ready.reject(new Error([state.error.detail, ...state.problems].join('\n')))
    },
  })
  const ping = await unpackedPing()
  // The supervisor's child inherits them, and nothing else shall.
  const given = { NODE_OPTIONS: `--import ${pathToFileURL(LAG_PROGRAM).href}`, HOST_LAG_FILE: join(folder, 'host.json'), HOST_PING: ping }
  Object.assign(process.env, given)
  supervisor.start()
  for (const name of Object.keys(given)) delete process.env[name]
  return {
    pid: await ready.promise,
    silent: () => Object.values(page.topic('services')).flatMap(({ probes }) => probes.flatMap(({ id, state }) => (state === 'answering' ? [] : [`${id} ${state}`]))),
    stop: () => supervisor.stop(),
  }
}

/** A process that does nothing: what this machine itself makes late. */
function startBare(file: string): ChildProcess {
  return fork(LAG_PROGRAM, { env: { ...process.env, HOST_LAG_FILE: file }, execArgv: ['--no-warnings'] })
}

// ── measuring ──────────────────────────────────────────────────────────────────────────────

interface Share {
  readonly percent: number
  /** Of the processes it started. */
  readonly childrenPercent: number
}

async function shareOver(pid: number, ms: number): Promise<Share> {
  const children = await childrenOf(pid)
  const ticks = async (): Promise<readonly number[]> => Promise.all([pid, ...children].map(ticksOf))
  const before = await ticks()
  const startMs = systemClock.monotonicMs()
  await pause(ms)
  const seconds = (systemClock.monotonicMs() - startMs) / 1000
  const used = (await ticks()).map((now, at) => ((now - (before[at] ?? now)) / TICKS_PER_S / seconds) * 100)
  const [percent = Number.NaN, ...others] = used
  return { percent, childrenPercent: others.reduce((sum, one) => sum + one, 0) }
}

/** Of all threads, in user and kernel. Source: proc(5), /proc/pid/stat, fields 14 and 15. */
async function ticksOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return Number(fields[11]) + Number(fields[12])
}

async function childrenOf(pid: number): Promise<readonly number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')
  return text.split(' ').filter((one) => one.trim() !== '').map(Number)
}

async function residentMib(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024
}

interface Lag {
  readonly p50: number
  readonly p99: number
  readonly max: number
  readonly n: number
}

interface LagPair {
  readonly host: Lag
  readonly bare: Lag
}

async function lagOver({ folder, host, bare }: Running, ms: number): Promise<LagPair> {
  const measured = [host.pid, bare]
  for (const pid of measured) process.kill(pid, 'SIGUSR2')
  await pause(ms)
  for (const pid of measured) process.kill(pid, 'SIGUSR2')
  await pause(1_000)
  const read = async (name: string): Promise<Lag> => JSON.parse(await readFile(join(folder, name), 'utf8')) as Lag
  return { host: await read('host.json'), bare: await read('bare.json') }
}

// ── rows ───────────────────────────────────────────────────────────────────────────────────

const row = (figure: string, unit: string, value: number, against: BenchRow['against']): BenchRow =>
  ({ bench: 'watch-load', figure, unit, value, p50: value, p99: value, n: 1, against })

const lagRow = (figure: string, { host, bare }: LagPair, against: BenchRow['against']): BenchRow =>
  ({ bench: 'watch-load', figure, unit: 'ms', value: host.p99, p50: host.p50, p99: host.p99, n: host.n, against: { ...against, longestMs: host.max, bareProcessP99: bare.p99, bareProcessLongestMs: bare.max } })
