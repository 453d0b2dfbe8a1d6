// Facts of the machine, read and nothing more.
import { readdir, readFile, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Clock } from '../../../../native/kit/clock.ts'
import { bounded, causeText } from '../../../../native/transport/bounded.ts'
import type { ClockFacts, MachineFacts } from '../judge/machine.ts'

/** The major version that the locked runtime has; see package.json. */
const NODE_MAJOR = 24
/** libuv's own number, where nobody sets another. */
const THREADS = 4
/** A native part that hangs while it loads must not hang the doctor. */
const LOAD_MS = 5_000
const TIME_SYNC_MARK = '/run/systemd/timesync/synchronized'
const TIME_SYNC_FOLDER = '/run/systemd/timesync'

export interface MachineDeps {
  readonly clock: Clock
  readonly environment: NodeJS.ProcessEnv
  readonly platform: NodeJS.Platform
  readonly dataFolder: string
  readonly serialPorts: number
}

export async function collectMachine(deps: MachineDeps, clockFacts: () => Promise<ClockFacts>): Promise<MachineFacts> {
  const libraries = await Promise.all(LIBRARIES.map(([name, load]) => tryLoad(deps.clock, name, load)))
  return {
    node: process.versions.node,
    wantedNodeMajor: NODE_MAJOR,
    libraries,
    disk: await diskOf(deps.dataFolder),
    programs: deps.platform === 'linux' ? await runningPrograms() : undefined,
    threads: { size: Number(deps.environment['UV_THREADPOOL_SIZE'] ?? THREADS), serialPorts: deps.serialPorts },
    clock: await clockFacts(),
  }
}

/** Loading is not enough: each loads its native part at the first call. None of these asks a device anything. */
const LIBRARIES: readonly (readonly [name: string, load: () => Promise<unknown>])[] = [
  ['serialport', async () => new (await import('serialport')).SerialPort({ path: '/', baudRate: 9600, autoOpen: false })],
  ['node-hid', async () => (await import('node-hid')).default.getHidapiVersion()],
  ['usb', async () => import('usb')],
]

async function tryLoad(clock: Clock, name: string, load: () => Promise<unknown>): Promise<MachineFacts['libraries'][number]> {
  const loaded = await bounded(clock, LOAD_MS, load().then(() => '', causeText))
  const trouble = loaded.done ? loaded.value : `${LOAD_MS} ms`
  return { name, loaded: trouble === '', detail: trouble }
}

/** The nearest folder that is there: before its first start a console has none. */
async function diskOf(folder: string): Promise<MachineFacts['disk']> {
  try {
    const { bavail, bsize } = await statfs(folder)
    return { folder, freeBytes: bavail * bsize }
  } catch (cause) {
    const above = dirname(folder)
    return above === folder ? { folder, trouble: causeText(cause) } : diskOf(above)
  }
}

async function runningPrograms(): Promise<readonly string[] | undefined> {
  try {
    const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
    const names = await Promise.all(ids.map((id) => readFile(join('/proc', id, 'comm'), 'utf8').catch(() => '')))
    return [...new Set(names.map((name) => name.trim()).filter(Boolean))]
  } catch {
    return undefined
  }
}

/** @returns a function that says at the end how the two clocks went since now */
export function watchClock(clock: Clock): () => Promise<ClockFacts> {
  const began = { utcMs: clock.utcMs(), monotonicMs: clock.monotonicMs() }
  return async () => {
    const lookedMs = clock.monotonicMs() - began.monotonicMs
    const utcMs = clock.utcMs()
    return {
      utcMs,
      lookedMs,
      driftMs: utcMs - began.utcMs - lookedMs,
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      synchronised: await synchronised(),
    }
  }
}

/** systemd-timesyncd leaves a mark; other time services leave none that everybody may read. */
async function synchronised(): Promise<ClockFacts['synchronised']> {
  const isThere = (path: string): Promise<boolean> => readdir(path).then(() => true, () => false)
  if (await readFile(TIME_SYNC_MARK).then(() => true, () => false)) return 'yes'
  return (await isThere(TIME_SYNC_FOLDER)) ? 'no' : 'unknown'
}
