// A keyed CM108 on a console that is a real process, so that it can be killed and stopped; its watchdog is the real one too.
import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { createSimulatedCm108, type SimulatedCm108 } from '../../../native/cm108/index.ts'
import { createSimulatedHidServer, type SimulatedHidServer } from '../../../native/transport/simulated-hid-server.ts'

const CONSOLE = fileURLToPath(new URL('./keyed-console.ts', import.meta.url))
export const PIN = 3
/** Life signs are missed after 300 ms; the rest is for a busy machine. */
export const UNKEY_LIMIT_MS = 500
/** The machine is shared: an end for waiting, not a promise. */
const PATIENCE_MS = 15_000
const LOOK_MS = 5

export interface Stage {
  readonly device: SimulatedHidServer
  readonly chip: SimulatedCm108
  readonly console: ChildProcess
  /** All it said, in order. */
  readonly said: readonly string[]
  /** Process id of its watchdog. */
  readonly watchdog: number
  order(word: 'key' | 'unkey' | 'close'): void
  until(what: string, holds: () => boolean): Promise<void>
  /** How long the pin stays high after `act`, looked at for PATIENCE_MS. */
  msUntilUnkeyed(act: () => void): Promise<number>
  /** Ends the console, waits for the watchdog to go by itself, then pulls the device. */
  end(): Promise<void>
}

export async function openStage(): Promise<Stage> {
  const made = await createSimulatedHidServer({ port: 0 })
  if (!made.ok) throw new Error(made.error.detail)
  const device = made.value
  const chip = createSimulatedCm108(device)
  const child = spawn(process.execPath, [CONSOLE, '127.0.0.1', String(device.port)], { stdio: ['pipe', 'pipe', 'inherit'] })
  const said: string[] = []
  createInterface({ input: child.stdout }).on('line', (line) => said.push(line))
  try {
    await until('the console said something', () => said.length > 0)
    const [, pid] = /^open (\d+)$/.exec(said[0] ?? '') ?? []
    if (pid === undefined) throw new Error(said[0])
    return stageOf({ device, chip, console: child, said, watchdog: Number(pid) })
  } catch (cause) {
    child.kill('SIGKILL')
    await device.unplug()
    throw cause
  }
}

function stageOf(parts: Pick<Stage, 'device' | 'chip' | 'console' | 'said' | 'watchdog'>): Stage {
  const { device, chip, console, watchdog } = parts
  return {
    ...parts,
    until,
    order: (word) => void console.stdin?.write(`${word}\n`),
    async msUntilUnkeyed(act) {
      const fromMs = performance.now()
      let lowMs = chip.isHigh(PIN) ? Number.POSITIVE_INFINITY : 0
      const stop = chip.onPins(() => {
        if (!chip.isHigh(PIN)) lowMs = Math.min(lowMs, performance.now() - fromMs)
      })
      act()
      await until('the pin is low', () => lowMs !== Number.POSITIVE_INFINITY).catch(() => undefined)
      stop()
      return Math.min(lowMs, PATIENCE_MS)
    },
    async end() {
      console.kill('SIGKILL')
      // None may be left behind to be found by the next one; it needs its device for its last un-keying.
      await until('the watchdog is gone', () => !isRunning(watchdog)).finally(() => device.unplug())
    },
  }
}

export async function keyedStage(): Promise<Stage> {
  const stage = await openStage()
  stage.order('key')
  await stage.until('it said that it keyed', () => stage.said.includes('keyed'))
  if (!stage.chip.isHigh(PIN)) throw new Error('it said that it keyed, and the pin is low')
  return stage
}

/** @returns how long each of so many consoles stayed keyed after `act`, some at once as on a busy machine */
export async function unkeyTimes({ times, atOnce, act }: { readonly times: number; readonly atOnce: number; readonly act: (stage: Stage) => void }): Promise<readonly number[]> {
  const took: number[] = []
  while (took.length < times) {
    const stages = await Promise.all(Array.from({ length: Math.min(atOnce, times - took.length) }, keyedStage))
    took.push(...(await Promise.all(stages.map((stage) => stage.msUntilUnkeyed(() => act(stage))))))
    await Promise.all(stages.map((stage) => stage.end()))
  }
  return took
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !isUnreaped(pid)
  } catch {
    return false
  }
}

/** Ended, and its new parent has not looked yet: some wait seconds before they do. */
function isUnreaped(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')
  } catch {
    return false
  }
}

async function until(what: string, holds: () => boolean): Promise<void> {
  const endMs = performance.now() + PATIENCE_MS
  while (!holds()) {
    if (performance.now() > endMs) throw new Error(`not within ${PATIENCE_MS} ms: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
}
