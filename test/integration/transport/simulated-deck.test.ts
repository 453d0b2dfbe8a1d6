// The simulated Stream Deck over a real loopback line: faces arrive whole, keys come back, and a cable that was out brings both anew.
import { afterEach, expect, test } from 'vitest'
import type { ButtonsEvent } from '../../../native/kit/buttons.ts'
import { BUTTON_DRIVERS } from '../../../native/registry.ts'
import { createSimulatedDeck, DECK_KINDS } from '../../../native/stream-deck/index.ts'
import { systemClock } from '../../../native/transport/clock.ts'
import { createSimulatedHidServer } from '../../../native/transport/simulated-hid-server.ts'
import { createSimulatedHid } from '../../../native/transport/simulated-hid.ts'
import { eventually } from '../../contract/eventually.ts'
import { productNamed } from '../../support/hid-products.ts'
import { readBitmap, readJpeg } from '../../support/pictures.ts'

const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

test.each([['streamdeck-original', 'original', 0x0060], ['streamdeck-xl', 'xl', 0x006c]] as const)('%s gets its faces and sends its keys, and both anew after its cable was out', async (file, kind, productId) => {
  const made = await createSimulatedHidServer({ port: 0 })
  if (!made.ok) throw new Error(made.error.detail)
  const server = made.value
  const deck = createSimulatedDeck(DECK_KINDS[kind], server)
  const driver = BUTTON_DRIVERS['hid-buttons']({
    transport: createSimulatedHid({ host: '127.0.0.1', port: server.port }, { clock: systemClock }),
    product: productNamed(file),
    productId,
    captions: { 'key-1': 'NOOD' },
    clock: systemClock,
  })
  const events: ButtonsEvent[] = []
  driver.onEvent((event) => events.push(event))
  ends.push(() => driver.stop(), () => server.unplug())
  driver.start()
  driver.show({ 'key-1-blue': 'on', 'key-1-red': 'off', green: 'on' })
  await eventually(() => deck.pictures.size === DECK_KINDS[kind].keys && events.some((event) => event.kind === 'about'))
  const picture = deck.pictures.get(1)!
  expect((kind === 'original' ? readBitmap : readJpeg)(picture)).toMatchObject(kind === 'original' ? { width: 72, height: 72 } : { width: 96, height: 96 })
  expect([deck.badPages, deck.brightness]).toEqual([0, 60])
  expect(events).toContainEqual({ kind: 'about', firmware: '1.02.003', serial: 'SIM0000001AB' })

  deck.press(2)
  deck.press(3)
  await eventually(() => driver.down?.length === 2)
  await server.unplug()
  await eventually(() => events.at(-1)?.kind === 'link')
  expect(events.slice(-3)).toMatchObject([{ kind: 'up', name: 'key-2' }, { kind: 'up', name: 'key-3' }, { kind: 'link', state: 'lost' }])
  const fresh = createSimulatedDeck(DECK_KINDS[kind], server)
  await server.replug()
  await eventually(() => fresh.pictures.size === DECK_KINDS[kind].keys)
  await driver.stop()
  await eventually(() => fresh.isIdle)
})
