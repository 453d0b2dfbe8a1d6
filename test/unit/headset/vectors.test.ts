// The lines of hid.jsonl that are of a headset with a known descriptor, through the driver: keys as they are told, lamps as they are written.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fromHex, toHex } from '../../../native/kit/bytes.ts'
import type { LightState } from '../../../native/kit/buttons.ts'
import { Headset } from '../../../native/headset/index.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { ScriptedHid } from '../../support/scripted-transport.ts'

interface Vector {
  readonly device: string
  readonly usagePage: string | null
  readonly descriptorHex: string | null
  readonly reportHex: string
  readonly direction: 'in' | 'out'
  readonly meaning: string
  readonly expect: { readonly down: readonly string[]; readonly leds: Readonly<Record<string, LightState>> }
}
const vectors = readFileSync(new URL('../../fixtures/hid.jsonl', import.meta.url), 'utf8').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Vector)
const ofHeadsets = vectors.filter(({ usagePage, descriptorHex }) => usagePage === '000b' && descriptorHex !== null)
const bytes = (hex: string): Uint8Array => fromHex(hex) ?? new Uint8Array()

async function bench({ descriptorHex }: Vector) {
  const clock = createManualClock()
  const hid = new ScriptedHid()
  hid.descriptor = bytes(descriptorHex ?? '')
  const driver = new Headset({ transport: hid, clock, keys: [], transmit: [] })
  const down: string[] = []
  driver.onEvent((event) => {
    if (event.kind === 'down') down.push(event.name)
  })
  driver.start()
  await clock.advanceAsync(5_000)
  return { clock, hid, driver, down }
}

test('there are lines of both directions to replay', () => {
  expect(['in', 'out'].map((direction) => ofHeadsets.filter((one) => one.direction === direction).length)).toEqual([4, 4])
})

test.each(ofHeadsets.filter(({ direction }) => direction === 'in'))('$device $reportHex: $meaning', async (vector) => {
  const { clock, hid, down } = await bench(vector)
  const report = bytes(vector.reportHex)
  // Nothing down, as the baseline; then the line's report, when nothing that was written is still answered.
  hid.report(...report.map((byte, at) => (at === 0 ? byte : 0)))
  await clock.advanceAsync(5_000)
  hid.report(...report)
  expect(down.toSorted()).toEqual(vector.expect.down)
})

test.each(ofHeadsets.filter(({ direction }) => direction === 'out'))('$device $reportHex is written: $meaning', async (vector) => {
  const { clock, hid, driver } = await bench(vector)
  const lit = Object.entries(vector.expect.leds).filter(([, state]) => state === 'on').map(([name]) => name)
  hid.written.splice(0)
  if (lit.length === 0) await Promise.all([driver.stop(), clock.advanceAsync(1_000)])
  // Mute is lit by its key alone.
  else if (lit.includes('mute')) hid.report(8, 1)
  else driver.show(Object.fromEntries(lit.map((name) => [name, 'on'])))
  await clock.advanceAsync(100)
  expect(hid.written.map(toHex)).toContain(vector.reportHex)
})
