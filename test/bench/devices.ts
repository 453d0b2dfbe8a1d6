// What looking for devices costs: how long a scan takes, and how long the process stands still for it, which a press would
// have to wait. By a fake /sys of files; the real one is met in test/hil.
import { join } from 'node:path'
import { systemClock } from '../../native/transport/clock.ts'
import { createSysfsScan } from '../../native/transport/device-scan/sysfs.ts'
import { createDeviceWatch } from '../../native/transport/device-watch.ts'
import { createLoopWatch } from '../../native/transport/loop-watch.ts'
import { createShellTrial } from '../../native/transport/open-turns.ts'
import { nodeEvents } from '../../native/transport/plug-events.ts'
import { createFakeSysfs, type FakeSysfs } from '../support/fake-sysfs.ts'
import type { BenchRow } from './row.ts'
import { quantilesOf } from './quantiles.ts'

const SCANS = 200
const TRIALS = 50
const PLUGGINGS = 40
const PAUSE_MS = 10
const BLOCK_LIMIT_MS = 20
const SCAN_LIMIT_MS = 3_000
/** 50 ms of settling, then a scan. */
const TOLD_LIMIT_MS = 1_000
const clock = systemClock
const pause = (ms: number): Promise<void> => new Promise((resolve) => void clock.after(ms, resolve))

export async function* benchDevices(): AsyncGenerator<BenchRow> {
  for (const devices of [6, 60]) {
    const sysfs = await createFakeSysfs()
    try {
      await plug(sysfs, devices)
      const { tookMs, blockMs } = await measureScans(sysfs)
      yield row(`scan of ${devices} devices, 99th percentile`, tookMs, SCAN_LIMIT_MS, { devices })
      const blocked = row(`longest stand-still of the event loop during a scan of ${devices} devices`, blockMs, BLOCK_LIMIT_MS, { devices, ...(await measureQuiet(tookMs)) })
      yield { ...blocked, value: Math.max(...blockMs) }
    } finally {
      await sysfs.remove()
    }
  }
  yield row('longest stand-still of the event loop while a device is tried', await measureTrials(), BLOCK_LIMIT_MS, {})
  yield row('node comes in /dev → driver told, 99th percentile', await measurePluggings(), TOLD_LIMIT_MS, { settlingMs: 50 })
}

/** Half pedals, half adapters, ten on a hub. */
async function plug(sysfs: FakeSysfs, devices: number): Promise<void> {
  for (let count = 0; count < devices; count++) {
    const port = `${1 + Math.floor(count / 20)}-${1 + Math.floor((count % 20) / 10)}.${1 + (count % 10)}`
    if (count % 2 === 0) await sysfs.plugHid({ node: `hidraw${count}`, port, usb: '05f3:00ff', serial: `S${count}` })
    else await sysfs.plugSerial({ node: `ttyUSB${count}`, port, usb: '0403:6001', serial: `S${count}` })
  }
}

async function measureScans({ root }: FakeSysfs): Promise<{ readonly tookMs: number[]; readonly blockMs: number[] }> {
  const scan = createSysfsScan({ clock, root })
  const loop = createLoopWatch()
  const [tookMs, blockMs]: [number[], number[]] = [[], []]
  await scan()
  for (let time = 0; time < SCANS; time++) {
    loop.start()
    const startMs = clock.monotonicMs()
    const scanned = await scan()
    tookMs.push(clock.monotonicMs() - startMs)
    blockMs.push(loop.stop())
    if (!scanned.ok) throw new Error(scanned.error.detail)
    await pause(PAUSE_MS)
  }
  return { tookMs, blockMs }
}

/** The machine's own stand-still in as much time without a scan: what is no fault of the scan. */
async function measureQuiet(tookMs: readonly number[]): Promise<{ readonly quietP99: number; readonly quietMax: number }> {
  const loop = createLoopWatch()
  const blockMs: number[] = []
  for (const ms of tookMs) {
    loop.start()
    await pause(ms)
    blockMs.push(loop.stop())
    await pause(PAUSE_MS)
  }
  const rounded = (value: number): number => Math.round(value * 10) / 10
  return { quietP99: rounded(quantilesOf(blockMs).p99), quietMax: rounded(Math.max(...blockMs)) }
}

async function measureTrials(): Promise<number[]> {
  const tryOpen = createShellTrial(clock)
  const loop = createLoopWatch()
  const blockMs: number[] = []
  for (let time = 0; time < TRIALS; time++) {
    loop.start()
    await pause(PAUSE_MS)
    await tryOpen('/dev/null', SCAN_LIMIT_MS)
    blockMs.push(loop.stop())
  }
  return blockMs
}

async function measurePluggings(): Promise<number[]> {
  const sysfs = await createFakeSysfs()
  const watch = createDeviceWatch({ clock, scanner: { scan: createSysfsScan({ clock, root: sysfs.root }) }, events: nodeEvents(join(sysfs.root, 'dev')) })
  watch.start()
  await watch.look()
  const tookMs: number[] = []
  try {
    for (let time = 0; time < PLUGGINGS; time++) {
      const told = new Promise<number>((resolve) => void watch.arrivalsOf({ path: `/dev/ttyUSB${time}` }).onArrived(() => resolve(clock.monotonicMs())))
      await sysfs.plugSerial({ node: `ttyUSB${time}`, port: `1-${time + 1}`, usb: '0403:6001' })
      const pluggedMs = clock.monotonicMs()
      tookMs.push((await told) - pluggedMs)
      await pause(PAUSE_MS)
    }
  } finally {
    watch.stop()
    await sysfs.remove()
  }
  return tookMs
}

function row(figure: string, values: readonly number[], limit: number, against: Readonly<Record<string, number>>): BenchRow {
  const { p50, p99, n } = quantilesOf(values)
  return { bench: 'devices', figure, unit: 'ms', value: p99, p50, p99, n, against: { limit, ...against } }
}
