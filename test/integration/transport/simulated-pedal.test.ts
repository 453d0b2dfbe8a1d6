// The simulated pedal over a real loopback line: press, unplug, replug, as the demo does it.
import { afterEach, expect, test } from 'vitest'
import { createSimulatedButtons, HidButtons, type HidButtonsEvent } from '../../../native/hid-buttons/index.ts'
import { systemClock } from '../../../native/transport/clock.ts'
import { createSimulatedHidServer, type SimulatedHidServer } from '../../../native/transport/simulated-hid-server.ts'
import { createSimulatedHid } from '../../../native/transport/simulated-hid.ts'
import { eventually } from '../../contract/eventually.ts'
import { productNamed } from '../../support/hid-products.ts'

const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

async function bench(id: string) {
  const made = await createSimulatedHidServer({ port: 0 })
  if (!made.ok) throw new Error(made.error.detail)
  const server: SimulatedHidServer = made.value
  const pedal = createSimulatedButtons(productNamed(id), server)
  const driver = new HidButtons({
    transport: createSimulatedHid({ host: '127.0.0.1', port: server.port }, { clock: systemClock }),
    product: productNamed(id),
    clock: systemClock,
  })
  const events: HidButtonsEvent[] = []
  driver.onEvent((event) => events.push(event))
  ends.push(() => driver.stop(), () => server.unplug())
  driver.start()
  await eventually(() => server.openings === 1 && events.some((one) => one.kind === 'link' && one.state === 'up'))
  return { server, pedal, driver, events }
}

test('an X-keys pedal held while it is plugged in is known at once, and is no press', async () => {
  const { server, pedal, events } = await bench('xkeys-xk3-pedal')
  await eventually(() => events.at(-1)?.kind === 'baseline')
  pedal.press('middle')
  await eventually(() => events.at(-1)?.kind === 'down')
  await server.unplug()
  await eventually(() => events.at(-1)?.kind === 'link')
  expect(events.slice(-2)).toMatchObject([{ kind: 'up', name: 'middle' }, { state: 'lost', cause: { code: 'LINK_LOST' } }])
  await server.replug()
  await eventually(() => events.at(-1)?.kind === 'baseline')
  expect(events.at(-1)).toEqual({ kind: 'baseline', down: ['middle'] })
})

test('a VEC pedal is unknown until it moves, then keys', async () => {
  const { pedal, driver, events } = await bench('vec-footpedal')
  expect(driver.down).toBeUndefined()
  pedal.press('left')
  pedal.release('left')
  pedal.press('left')
  await eventually(() => events.at(-1)?.kind === 'down')
  expect(events.slice(-3)).toEqual([{ kind: 'baseline', down: ['left'] }, { kind: 'up', name: 'left' }, { kind: 'down', name: 'left' }])
})

test('an input that the pedal does not have cannot be pressed', async () => {
  const { pedal } = await bench('vec-footpedal')
  expect(() => pedal.press('top')).toThrow('no input top')
})
