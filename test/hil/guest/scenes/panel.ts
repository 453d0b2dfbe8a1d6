// A key panel with lights: keys come in, lights go out as the panel's own reports.
import assert from 'node:assert/strict'
import { encodeLight } from '../../../../native/hid-buttons/index.ts'
import { productNamed } from '../product.ts'
import type { Scene, Stage } from '../stage.ts'
import { nowMs, pause } from '../time.ts'
import { plugAndOpen, seen } from './open-pedal.ts'

const PANEL = { id: 'xk24', product: 'xkeys-xk24' } as const
const REPORT_BYTES = 36
const WRITTEN_MS = 5_000

/** As the panel gets it: the report id first, zeros to the end. */
const padded = (hex: string): string => hex.padEnd(REPORT_BYTES * 2, '0')

/** What the panel was written since the last time; the last of it may still be on its way. */
async function written(stage: Stage, count: number): Promise<readonly string[]> {
  const reports: string[] = []
  const startMs = nowMs()
  while (reports.length < count && nowMs() - startMs < WRITTEN_MS) {
    reports.push(...(await stage.hardware.do('pedal.outputs', PANEL.id)).value)
    await pause(5)
  }
  return reports
}

export const PANEL_SCENES: readonly Scene[] = [
  {
    title: 'an X-keys panel tells each key apart and shows each light that it is told to, in order, while keys are pressed',
    async play(stage) {
      const panel = await plugAndOpen(stage, PANEL)
      await seen(panel, 'baseline')
      assert.deepEqual(await written(stage, 1), [padded('00b1')])
      const { lights } = productNamed(PANEL.product)
      const told = [['green', 'on', '00b30601'], ['key-1-red', 'on', '00b5200101'], ['key-8-blue', 'flash', '00b5090201'], ['key-1-red', 'off', '00b5200001']] as const
      for (const [name, state] of told) {
        await stage.hardware.do('pedal.press', PANEL.id, 'key-24')
        for (const report of encodeLight(lights, name, state)) assert.deepEqual(await panel.transport.write(report), { ok: true, value: undefined })
        await stage.hardware.do('pedal.release', PANEL.id, 'key-24')
      }
      assert.deepEqual(await written(stage, told.length), told.map(([, , report]) => padded(report)))
      await stage.hardware.do('pedal.press', PANEL.id, 'key-7')
      await seen(panel, 'down key-7')
      assert.deepEqual(panel.briefs().slice(3), [...told.flatMap(() => ['down key-24', 'up key-24']), 'down key-7'])
      await stage.hardware.do('pedal.release', PANEL.id, 'key-7')
    },
  },
  {
    title: 'a panel that is pulled while its lights are written refuses the write and is lost once, and shows what it is told when it is back',
    async play(stage) {
      const panel = await plugAndOpen(stage, PANEL)
      await seen(panel, 'baseline')
      const { lights } = productNamed(PANEL.product)
      const [lit] = encodeLight(lights, 'red', 'on')
      assert.ok(lit)
      await stage.hardware.do('pedal.unplug', PANEL.id)
      assert.equal((await panel.transport.write(lit)).ok, false)
      await seen(panel, 'lost LINK_LOST')
      assert.equal(panel.briefs().filter((one) => one === 'lost LINK_LOST').length, 1)
      panel.events.length = 0
      await stage.hardware.do('pedal.plug', PANEL)
      await seen(panel, 'baseline')
      await written(stage, 1)
      assert.deepEqual(await panel.transport.write(lit), { ok: true, value: undefined })
      assert.deepEqual(await written(stage, 1), [padded('00b30701')])
    },
  },
]
