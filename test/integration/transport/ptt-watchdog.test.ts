// The watchdog process for real: a console that is killed, frozen or closed while its CM108 is keyed, and a watchdog that dies.
import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import { createSimulatedCm108, type SimulatedCm108 } from '../../../native/cm108/index.ts'
import { createSimulatedHidServer, type SimulatedHidServer } from '../../../native/transport/simulated-hid-server.ts'
import { eventually } from '../../contract/eventually.ts'

const PARENT = fileURLToPath(new URL('../../support/cm108-parent.ts', import.meta.url))
const RUNS = 20
const AT_ONCE = 5
const LIMIT_MS = 500

interface Bench {
  readonly device: SimulatedHidServer
  readonly chip: SimulatedCm108
  readonly console: ChildProcess
  readonly said: string[]
  readonly watchdog: number
}

const ends: (() => Promise<unknown> | void)[] = []
afterEach(async () => {
  await Promise.all(ends.splice(0).map((end) => end()))
})

async function openBench(): Promise<Bench> {
  const made = await createSimulatedHidServer({ port: 0 })
  if (!made.ok) throw new Error(made.error.detail)
  const device = made.value
  const chip = createSimulatedCm108(device)
  const child = spawn(process.execPath, [PARENT, '127.0.0.1', String(device.port)], { stdio: ['pipe', 'pipe', 'inherit'] })
  const said: string[] = []
  createInterface({ input: child.stdout }).on('line', (line) => said.push(line))
  ends.push(async () => {
    child.kill('SIGKILL')
    await device.unplug()
  })
  await eventually(() => said.length > 0, 15_000)
  const [, pid] = /^open (\d+)$/.exec(said[0] ?? '') ?? []
  if (pid === undefined) throw new Error(said[0])
  return { device, chip, console: child, said, watchdog: Number(pid) }
}

const order = (bench: Bench, word: string): void => void bench.console.stdin?.write(`${word}\n`)

async function keyed(): Promise<Bench> {
  const bench = await openBench()
  order(bench, 'key')
  await eventually(() => bench.said.includes('keyed'))
  expect(bench.chip.isHigh(3)).toBe(true)
  return bench
}

/** How long the pin stays high after `act`. */
async function msUntilUnkeyed(bench: Bench, act: () => void): Promise<number> {
  const from = performance.now()
  const low = new Promise<number>((resolve) => {
    const stop = bench.chip.onPins(() => {
      if (bench.chip.isHigh(3)) return
      stop()
      resolve(performance.now() - from)
    })
  })
  act()
  return Promise.race([low, new Promise<number>((resolve) => setTimeout(() => resolve(Number.POSITIVE_INFINITY), 5_000))])
}

async function many(act: (bench: Bench) => void): Promise<number[]> {
  const times: number[] = []
  while (times.length < RUNS) {
    const benches = await Promise.all(Array.from({ length: AT_ONCE }, keyed))
    times.push(...(await Promise.all(benches.map((bench) => msUntilUnkeyed(bench, () => act(bench))))))
    await Promise.all(ends.splice(0).map((end) => end()))
    // Each went with its console: none is left behind to be found by the next one.
    await eventually(() => benches.every((bench) => !isRunning(bench.watchdog)))
  }
  return times
}

describe('the watchdog of a CM108', () => {
  test('a console that is killed while it talks is un-keyed within 500 ms, 20 times of 20', async () => {
    const times = await many((bench) => void bench.console.kill('SIGKILL'))
    expect(times.filter((ms) => ms < LIMIT_MS)).toHaveLength(RUNS)
  }, 60_000)

  test('a console that is frozen while it talks is un-keyed within 500 ms, 20 times of 20', async () => {
    const times = await many((bench) => void bench.console.kill('SIGSTOP'))
    expect(times.filter((ms) => ms < LIMIT_MS)).toHaveLength(RUNS)
  }, 60_000)

  test('a console that comes back from being frozen does not key again, and says that its line is gone', async () => {
    const bench = await keyed()
    await msUntilUnkeyed(bench, () => void bench.console.kill('SIGSTOP'))
    let wasHigh = false
    bench.chip.onPins(() => {
      wasHigh ||= bench.chip.isHigh(3)
    })
    bench.console.kill('SIGCONT')
    await eventually(() => bench.said.some((line) => line.startsWith('lost')))
    order(bench, 'key')
    await eventually(() => bench.said.includes('refused LINK_CLOSED'))
    expect([wasHigh, bench.chip.isHigh(3)]).toEqual([false, false])
  })

  test('a watchdog that is killed makes the console un-key at once, say so, and refuse to key', async () => {
    const bench = await keyed()
    const ms = await msUntilUnkeyed(bench, () => void process.kill(bench.watchdog, 'SIGKILL'))
    expect(ms).toBeLessThan(LIMIT_MS)
    await eventually(() => bench.said.includes('lost LINK_LOST unkeyed'))
    order(bench, 'key')
    await eventually(() => bench.said.includes('refused LINK_CLOSED'))
    expect(bench.chip.isHigh(3)).toBe(false)
  })

  test('a watchdog that hangs is noticed: the console un-keys, says so, and refuses to key', async () => {
    const bench = await keyed()
    const ms = await msUntilUnkeyed(bench, () => void process.kill(bench.watchdog, 'SIGSTOP'))
    expect(ms).toBeLessThan(2 * LIMIT_MS)
    await eventually(() => bench.said.includes('lost LINK_TIMEOUT unkeyed'))
    order(bench, 'key')
    await eventually(() => bench.said.includes('refused LINK_CLOSED'))
    await eventually(() => !isRunning(bench.watchdog))
  })

  test('closing un-keys, and the watchdog ends with its console', async () => {
    const bench = await keyed()
    expect(await msUntilUnkeyed(bench, () => order(bench, 'close'))).toBeLessThan(LIMIT_MS)
    await eventually(() => !isRunning(bench.watchdog))
  })

  test('talking for as long as one likes is not cut while the console lives', async () => {
    const bench = await keyed()
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    expect(bench.chip.isHigh(3)).toBe(true)
    order(bench, 'unkey')
    await eventually(() => bench.said.includes('unkeyed'))
    expect(bench.said.filter((line) => line.startsWith('lost'))).toEqual([])
  })

  test('a device that is unplugged takes its watchdog along, and is told as lost while keyed', async () => {
    const bench = await keyed()
    await bench.device.unplug()
    await eventually(() => bench.said.some((line) => line.startsWith('lost LINK_LOST')))
    await eventually(() => !isRunning(bench.watchdog))
  })
})

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
