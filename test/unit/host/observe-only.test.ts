// A site that observes asks its devices and tells them nothing, whoever presses what. Only a panel is written to, and only
// its lights: showing is what observing is for, and a light keys nobody. No light of it asks for a key that only looks.
import { expect, test } from 'vitest'
import type { Site } from '../../../electron/host/site/types.ts'
import { shownBy } from '../../../native/hid-buttons/index.ts'
import { toHex } from '../../../native/kit/bytes.ts'
import { productNamed } from '../../support/hid-products.ts'
import { createWorld, startHost, type HostBench } from '../../support/host-bench.ts'
import { hold, withLitPanel } from '../../support/lit-panel.ts'

const QUESTION = /^AT(E0|\+[A-Z]+\?)?$/
const RADIOS = ['desk-radio', 'control-radio', 'rbs-a', 'rbs-b']
const EVERY_KEY = Array.from({ length: 24 }, (_, index) => index + 1)

async function watched(): Promise<HostBench> {
  const on = await startHost(createWorld(), (site): Site => ({ ...withLitPanel(site), mode: 'observe' }))
  await on.run(75_000)
  for (const down of [false, true, false]) {
    on.pedal.report(0, 1, down ? 0x0e : 0, ...Array.from({ length: 29 }, () => 0))
    hold(on, ...(down ? EVERY_KEY : []))
    await on.run(2_000)
  }
  for (const id of ['rbs-a', 'rbs-b']) on.device(id).line.lose()
  on.device('control-radio').radio.hear({ ssi: 6_101_629, gssi: 4_037_001, priority: 15 })
  await on.run(60_000)
  return on
}

test('a radio is only asked, also when every key is pressed, the RBS fails and somebody calls for help', async () => {
  const on = await watched()
  await on.stop()
  const said = RADIOS.flatMap((id) => on.device(id).line.takeWritten().split('\r').filter((text) => text !== ''))
  expect(said.length).toBeGreaterThan(50)
  expect(said.filter((text) => !QUESTION.test(text))).toEqual([])
})

test('a pedal is only asked for its state', async () => {
  const on = await watched()
  await on.stop()
  const ask = toHex(productNamed('xkeys-xk3-pedal').ask ?? new Uint8Array())
  expect(new Set(on.pedal.written.map((report) => toHex(report)))).toEqual(new Set([ask]))
})

test('a panel is asked for its state and shown lights, of which only "seen" asks for a hand; at the end they are dark', async () => {
  const on = await watched()
  const product = productNamed('xkeys-xk24')
  const ask = toHex(product.ask ?? new Uint8Array())
  const lights = on.hid('panel').written.filter((report) => toHex(report) !== ask).map((report) => shownBy(product, report))
  expect(lights.length).toBeGreaterThan(20)
  expect(lights.filter((shown) => shown.length === 0)).toEqual([])
  const flashing = new Set(lights.flatMap((shown) => [...shown].filter(([, state]) => state === 'flash').map(([name]) => name)))
  expect([...flashing].toSorted()).toEqual(['key-14-red', 'red'])
  await on.stop()
  const shown = new Map(on.hid('panel').written.flatMap((report) => [...shownBy(product, report)]))
  expect([...shown].filter(([, state]) => state !== 'off')).toEqual([])
})
