// A key panel with lights: keys come in, lights go out as the panel's own reports.
import assert from 'node:assert/strict'
import type { Scene, Stage } from '../stage.ts'
import { nowMs, pause } from '../time.ts'
import { plugAndOpen, seen } from './open-pedal.ts'

const PANEL = { id: 'xk24', product: 'xkeys-xk24' } as const
const REPORT_BYTES = 36
const WRITTEN_MS = 5_000

/** As the panel gets it: the report id first, zeros to the end. */
const padded = (hex: string): string => hex.padEnd(REPORT_BYTES * 2, '0')

const ASK = padded('00b1')
const GREEN = padded('00b30601')
const KEY_1_RED = padded('00b5200101')
const KEY_1_DARK = padded('00b5200001')
const ALL_BLUE_DARK = padded('00b60000')
const ALL_RED_DARK = padded('00b60100')
const KEY_8_FLASHING_BLUE = padded('00b5090201')

/** What the panel was written since the last look, until all that is wanted has come. */
async function written(stage: Stage, ...wanted: readonly string[]): Promise<readonly string[]> {
  const reports: string[] = []
  const startMs = nowMs()
  while (!wanted.every((report) => reports.includes(report))) {
    assert.ok(nowMs() - startMs < WRITTEN_MS, `${wanted.join(', ')} not in ${reports.join(', ')}`)
    reports.push(...(await stage.hardware.do('pedal.outputs', PANEL.id)).value)
    await pause(5)
  }
  return reports
}

export const PANEL_SCENES: readonly Scene[] = [
  {
    title: 'an X-keys panel tells each key apart and shows the lights it is told to, while keys are pressed, and only what changes',
    async play(stage) {
      const panel = await plugAndOpen(stage, PANEL)
      await seen(panel, 'baseline')
      await written(stage, ASK)
      panel.driver.show({ green: 'on', 'key-1-red': 'on', 'key-8-blue': 'flash' })
      for (let time = 0; time < 4; time++) {
        await stage.hardware.do('pedal.press', PANEL.id, 'key-24')
        await stage.hardware.do('pedal.release', PANEL.id, 'key-24')
      }
      await written(stage, GREEN, KEY_1_RED, KEY_8_FLASHING_BLUE)
      await stage.hardware.do('pedal.press', PANEL.id, 'key-7')
      await seen(panel, 'down key-7')
      await stage.hardware.do('pedal.release', PANEL.id, 'key-7')
      await seen(panel, 'up key-7')
      assert.deepEqual(panel.briefs().filter((brief) => /^(?:down|up) /.test(brief)), [...Array.from({ length: 4 }, () => ['down key-24', 'up key-24']).flat(), 'down key-7', 'up key-7'])
      panel.driver.show({ green: 'on', 'key-8-blue': 'flash' })
      assert.deepEqual((await written(stage, KEY_1_DARK)).filter((report) => report === GREEN || report === KEY_8_FLASHING_BLUE), [])
    },
  },
  {
    title: 'a panel that is pulled shows again what it is told when it is back, and goes dark when the console stops',
    async play(stage) {
      const panel = await plugAndOpen(stage, PANEL)
      await seen(panel, 'baseline')
      panel.driver.show({ 'key-1-red': 'on' })
      await written(stage, KEY_1_RED)
      await stage.hardware.do('pedal.unplug', PANEL.id)
      panel.driver.show({ green: 'on', 'key-1-red': 'on' })
      await seen(panel, 'lost LINK_LOST')
      assert.equal(panel.briefs().filter((one) => one === 'lost LINK_LOST').length, 1)
      panel.events.length = 0
      await stage.hardware.do('pedal.plug', PANEL)
      await seen(panel, 'baseline')
      await written(stage, GREEN, KEY_1_RED)
      await panel.driver.stop()
      await written(stage, ALL_BLUE_DARK, ALL_RED_DARK)
    },
  },
]
