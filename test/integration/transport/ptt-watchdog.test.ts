// The watchdog process for real: a console that is killed, frozen or closed while its CM108 is keyed, and a watchdog that dies.
// Twenty times of twenty: `npm run soak -- watchdog`.
import { afterEach, describe, expect, test } from 'vitest'
import { isRunning, keyedStage, PIN, UNKEY_LIMIT_MS, unkeyTimes, type Stage } from '../../soak/watchdog/stage.ts'

const TIMES = 5

const stages: Stage[] = []
afterEach(async () => {
  await Promise.all(stages.splice(0).map((stage) => stage.end()))
})

async function keyed(): Promise<Stage> {
  const stage = await keyedStage()
  stages.push(stage)
  return stage
}

const said = (stage: Stage, start: string): Promise<void> => stage.until(start, () => stage.said.some((line) => line.startsWith(start)))

async function refusesToKey(stage: Stage): Promise<void> {
  stage.order('key')
  await said(stage, 'refused LINK_CLOSED')
  expect(stage.chip.isHigh(PIN)).toBe(false)
}

describe('the watchdog of a CM108', () => {
  test.each([['killed', 'SIGKILL'], ['frozen', 'SIGSTOP']] as const)(`a console that is %s while it talks is un-keyed within ${UNKEY_LIMIT_MS} ms, ${TIMES} times of ${TIMES}`, async (_how, signal) => {
    const took = await unkeyTimes({ times: TIMES, atOnce: TIMES, act: (stage) => void stage.console.kill(signal) })
    expect(took).toHaveLength(TIMES)
    expect(took.filter((ms) => ms >= UNKEY_LIMIT_MS)).toEqual([])
  })

  test('a console that comes back from being frozen does not key again, and says that its line is gone', async () => {
    const stage = await keyed()
    await stage.msUntilUnkeyed(() => void stage.console.kill('SIGSTOP'))
    let wasHigh = false
    stage.chip.onPins(() => {
      wasHigh ||= stage.chip.isHigh(PIN)
    })
    stage.console.kill('SIGCONT')
    await said(stage, 'lost')
    await refusesToKey(stage)
    expect(wasHigh).toBe(false)
  })

  test('a watchdog that is killed makes the console un-key at once, say so, and refuse to key', async () => {
    const stage = await keyed()
    expect(await stage.msUntilUnkeyed(() => void process.kill(stage.watchdog, 'SIGKILL'))).toBeLessThan(UNKEY_LIMIT_MS)
    await said(stage, 'lost LINK_LOST unkeyed')
    await refusesToKey(stage)
  })

  test('a watchdog that hangs is noticed: the console un-keys, says so, and refuses to key', async () => {
    const stage = await keyed()
    expect(await stage.msUntilUnkeyed(() => void process.kill(stage.watchdog, 'SIGSTOP'))).toBeLessThan(2 * UNKEY_LIMIT_MS)
    await said(stage, 'lost LINK_TIMEOUT unkeyed')
    await refusesToKey(stage)
    await stage.until('the watchdog is gone', () => !isRunning(stage.watchdog))
  })

  test('closing un-keys, and the watchdog ends with its console', async () => {
    const stage = await keyed()
    expect(await stage.msUntilUnkeyed(() => stage.order('close'))).toBeLessThan(UNKEY_LIMIT_MS)
    await stage.until('the watchdog is gone', () => !isRunning(stage.watchdog))
  })

  test('talking for as long as one likes is not cut while the console lives', async () => {
    const stage = await keyed()
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    expect(stage.chip.isHigh(PIN)).toBe(true)
    stage.order('unkey')
    await said(stage, 'unkeyed')
    expect(stage.said.filter((line) => line.startsWith('lost'))).toEqual([])
  })

  test('a device that is unplugged takes its watchdog along, and is told as lost while keyed', async () => {
    const stage = await keyed()
    await stage.device.unplug()
    await said(stage, 'lost LINK_LOST keyed')
    await stage.until('the watchdog is gone', () => !isRunning(stage.watchdog))
  })
})
