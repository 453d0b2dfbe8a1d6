// How soon the host is ready after its process started, and what memory it holds: the built one, as npm start runs it,
// and the sources beside it.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSupervisor } from '../../electron/host/supervisor.ts'
import { systemClock, systemRandom } from '../../native/transport/clock.ts'
import { startWorld } from '../sim/world.ts'
import { buildHost, ROOT } from './built-host.ts'
import type { BenchRow } from './row.ts'
import { quantilesOf } from './quantiles.ts'

const STARTS = 15
const READY_LIMIT_MS = 250
const MEMORY_LIMIT_MIB = 100
const SETTLED_MS = 3000

interface Start {
  readonly readyMs: number
  readonly mebibytes: number
}

export async function* benchStart(): AsyncGenerator<BenchRow> {
  const entries = { built: buildHost(), sources: join(ROOT, 'electron', 'host', 'main.ts') }
  const starts = { built: await measure(entries.built, STARTS), sources: await measure(entries.sources, 5) }
  const picked = (pick: (start: Start) => number): Picked => ({ built: starts.built.map(pick), sources: starts.sources.map(pick) })
  yield row('start of the process → host ready', 'ms', picked((one) => one.readyMs), READY_LIMIT_MS)
  yield row('resident memory 3 s after ready', 'MiB', picked((one) => one.mebibytes), MEMORY_LIMIT_MIB)
}

interface Picked {
  readonly built: readonly number[]
  readonly sources: readonly number[]
}

function row(figure: string, unit: string, { built, sources }: Picked, limit: number): BenchRow {
  const { p50, p99, n } = quantilesOf(built)
  return { bench: 'start', figure, unit, value: p50, p50, p99, n, against: { limit, fromSourcesP50: Math.round(quantilesOf(sources).p50) } }
}

/** Of the built host, each start over the same data folder. */
export async function measureReady(data: string, times: number): Promise<number[]> {
  const entry = buildHost()
  return inWorld(async (site) => {
    const took: number[] = []
    for (let time = 0; time < times; time++) took.push((await startOnce(entry, { site, data, settleMs: 0 })).readyMs)
    return took
  })
}

const measure = (entry: string, times: number): Promise<Start[]> => inWorld(async (site, folder) => {
  const starts: Start[] = []
  for (let time = 0; time < times; time++) starts.push(await startOnce(entry, { site, data: join(folder, String(time)), settleMs: SETTLED_MS }))
  return starts
})

async function inWorld<T>(use: (site: string, folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-start-'))
  const world = await startWorld(systemClock, systemRandom)
  const site = join(folder, 'site.yaml')
  await world.writeSite(site)
  try {
    return await use(site, folder)
  } finally {
    await world.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function startOnce(entry: string, { site, data, settleMs }: { site: string; data: string; settleMs: number }): Promise<Start> {
  const ready = Promise.withResolvers<{ pid: number; tookMs: number }>()
  const supervisor = createSupervisor({
    clock: systemClock,
    entry,
    args: ['--site', site, '--data', data],
    onPacket: () => {},
    onState: (state) => {
      if (state.host === 'running') ready.resolve(state)
      if (state.host === 'refused') ready.reject(new Error(state.error.detail))
    },
  })
  supervisor.start()
  const { pid, tookMs } = await ready.promise
  await new Promise<void>((resolve) => void systemClock.after(settleMs, resolve))
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  const kibibytes = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN)
  await supervisor.stop()
  return { readyMs: tookMs, mebibytes: kibibytes / 1024 }
}
