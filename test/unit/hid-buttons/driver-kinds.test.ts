// Devices whose reports differ in kind, and keys that send no release: nothing is keyed by what may have been down before.
import { beforeEach, describe, expect, test } from 'vitest'
import { expandProduct, HidButtons, type HidButtonsEvent, type HidProduct } from '../../../native/hid-buttons/index.ts'
import { failure } from '../../../native/kit/errors.ts'
import { productNamed } from '../../support/hid-products.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { ScriptedHid } from '../../support/scripted-transport.ts'

let clock = createManualClock()
let transport = new ScriptedHid()
let events: HidButtonsEvent[] = []

async function started(product: HidProduct): Promise<HidButtons> {
  const driver = new HidButtons({ transport, product, clock })
  driver.onEvent((event) => events.push(event))
  driver.start()
  await clock.advanceAsync(0)
  return driver
}
const taken = (): HidButtonsEvent[] => events.splice(0)

beforeEach(() => {
  clock = createManualClock()
  transport = new ScriptedHid()
  events = []
})

describe('a device with several reports', () => {
  // Gamepad report 04 and keyboard report 01 of one foot switch.
  const gamepad = (button: number): void => transport.report(4, 0, button)
  const keyboard = (key: number): void => transport.report(1, 0, 0, key, 0, 0, 0, 0, 0)

  test('an input found down in the first report of its kind is no press until it was let go', async () => {
    const driver = await started(productNamed('pcsensor-footswitch'))
    keyboard(0)
    taken()
    gamepad(1)
    expect(taken()).toEqual([{ kind: 'found', name: 'button-1' }])
    expect(driver.down).toEqual(['button-1'])
    gamepad(0)
    expect(taken()).toEqual([{ kind: 'up', name: 'button-1' }])
    gamepad(1)
    expect(taken()).toEqual([{ kind: 'down', name: 'button-1' }])
  })

  test('an input found down so is let go with the others when the device is lost', async () => {
    await started(productNamed('pcsensor-footswitch'))
    keyboard(5)
    gamepad(1)
    taken()
    transport.lose(failure('LINK_LOST', 'unplugged'))
    expect(taken()).toMatchObject([{ kind: 'up', name: 'button-1' }, { kind: 'up', name: 'kbd-05' }, { kind: 'link', state: 'lost' }])
  })

  test('a key held in one report stays down through reports of another kind', async () => {
    await started(productNamed('pcsensor-footswitch'))
    gamepad(0)
    keyboard(0)
    gamepad(1)
    taken()
    keyboard(5)
    keyboard(0)
    gamepad(0)
    expect(taken()).toEqual([{ kind: 'down', name: 'kbd-05' }, { kind: 'up', name: 'kbd-05' }, { kind: 'up', name: 'button-1' }])
  })
})

describe('a key that sends no release', () => {
  const HEADSET = {
    format: 1, label: 'headset', usb: ['1209:0001'], sources: ['test'],
    reports: [{ inputs: [{ name: 'hook', byte: 0, bit: 1 }, { name: 'mute', byte: 0, bit: 0, oneShot: true }] }],
  } as const

  test('is let go at once, each time it is told, and not in the baseline', async () => {
    const expanded = expandProduct('headset', HEADSET)
    if (!expanded.ok) throw new Error(expanded.error.detail)
    await started(expanded.value)
    transport.report(3)
    transport.report(3)
    transport.report(3)
    transport.report(0)
    expect(taken().slice(2)).toEqual([
      { kind: 'baseline', down: ['hook'] },
      { kind: 'down', name: 'mute' }, { kind: 'up', name: 'mute' },
      { kind: 'down', name: 'mute' }, { kind: 'up', name: 'mute' },
      { kind: 'up', name: 'hook' },
    ])
  })
})
