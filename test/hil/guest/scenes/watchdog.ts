// A chip that keeps its pin high when the program dies: somebody else must take it down.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Scene, Stage } from '../stage.ts'
import { nowMs, pause } from '../time.ts'

const CHIP = { id: 'chip', product: 'cm108' } as const
const PROGRAM = 'test/hil/guest/programs/key-cm108.ts'
/** Pin 3 as output, high and low. */
const KEYED = '0000040400'
const UNKEYED = '0000000400'
const KEYED_WITHIN_MS = 30_000
const UNKEYED_MS = 1_000

/** Waits until the chip was last told this. @returns when that was seen */
async function toldLast(stage: Stage, report: string, limitMs: number): Promise<number> {
  const startMs = nowMs()
  let last = ''
  for (;;) {
    last = (await stage.hardware.do('pedal.outputs', CHIP.id)).value.at(-1) ?? last
    const atMs = nowMs()
    if (last === report) return atMs
    assert.ok(atMs - startMs < limitMs, `not within ${limitMs} ms: ${report}, but ${last}`)
    await pause(5)
  }
}

async function keyedConsole(stage: Stage): Promise<ReturnType<typeof spawn>> {
  await stage.hardware.do('pedal.plug', CHIP)
  stage.atEnd(() => stage.hardware.do('pedal.unplug', CHIP.id))
  const program = spawn(process.execPath, [PROGRAM], { stdio: ['ignore', 'pipe', 'inherit'] })
  stage.atEnd(() => program.kill('SIGKILL'))
  await once(program.stdout, 'data', { signal: AbortSignal.timeout(KEYED_WITHIN_MS) })
  await toldLast(stage, KEYED, UNKEYED_MS)
  return program
}

export const WATCHDOG_SCENES: readonly Scene[] = [
  {
    title: 'a CM108 interface is un-keyed within 1 s when the console’s process is killed, or stands still, while it sends',
    async play(stage) {
      for (const signal of ['SIGKILL', 'SIGSTOP'] as const) {
        const program = await keyedConsole(stage)
        const atMs = nowMs()
        program.kill(signal)
        const tookMs = (await toldLast(stage, UNKEYED, UNKEYED_MS * 5)) - atMs
        stage.note(`${signal} → un-keyed, ms`, tookMs)
        assert.ok(tookMs < UNKEYED_MS, `${signal}: un-keyed after ${tookMs} ms`)
        program.kill('SIGKILL')
        await stage.hardware.do('pedal.unplug', CHIP.id)
      }
    },
  },
]
