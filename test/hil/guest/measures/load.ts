// What it costs to have devices: the processor of a process that holds six, and how long looking for devices holds it up.
import { systemClock } from '../../../../native/transport/clock.ts'
import { createDeviceScanner } from '../../../../native/transport/device-scan/create-scan.ts'
import { createLoopWatch } from '../../../../native/transport/loop-watch.ts'
import type { Scene } from '../stage.ts'
import { pause } from '../time.ts'
import { plugAndOpen as openAdapter } from '../scenes/open-adapter.ts'
import { plugAndOpen as openPedal } from '../scenes/open-pedal.ts'
import { radioUp } from '../scenes/open-radio.ts'

const IDLE_TIMES = 10
const IDLE_MS = 3_000
const SCANS = 60
const SCAN_TAKES_MS = 50

/** Percent of one core, time after time. */
async function shares(): Promise<readonly number[]> {
  const found: number[] = []
  for (let time = 0; time < IDLE_TIMES; time++) {
    const before = process.cpuUsage()
    const startMs = performance.now()
    await pause(IDLE_MS)
    const used = process.cpuUsage(before)
    found.push((used.user + used.system) / 10 / (performance.now() - startMs))
  }
  return found
}

/** The longest that this process stood still during each, ms. */
async function blocks(run: () => Promise<unknown>): Promise<readonly number[]> {
  const loop = createLoopWatch()
  const found: number[] = []
  await run() // compiles what it needs
  for (let time = 0; time < SCANS; time++) {
    await pause(SCAN_TAKES_MS)
    loop.start()
    await run()
    found.push(loop.stop())
  }
  return found
}

export const LOAD_MEASURES: readonly Scene[] = [
  {
    title: 'six devices open',
    limitMs: 2 * 60_000,
    async play(stage) {
      stage.note('processor of a process with no device open, for comparison', await shares())
      for (const serial of ['A', 'B', 'C']) await openPedal(stage, { id: serial, product: 'xkeys-xk3-pedal', serial })
      for (const serial of ['FT1', 'FT2']) await openAdapter(stage, {}, serial)
      await radioUp(stage)
      await pause(IDLE_MS) // the radio's lists are read
      stage.note('processor of a process with six devices open', await shares())
      const scan = createDeviceScanner({ clock: systemClock, platform: 'linux' }).scan
      stage.note('longest block of the event loop while as long as a scan nothing is done, for comparison', await blocks(() => pause(SCAN_TAKES_MS)))
      stage.note('longest block of the event loop in a scan of six devices', await blocks(scan))
    },
  },
]
