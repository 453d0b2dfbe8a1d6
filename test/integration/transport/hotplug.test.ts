// From a node that comes in /dev to a driver that is up: real file events and a real scan of a fake /sys, a played library.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { join } from 'node:path'
import { HidButtons, type HidButtonsEvent } from '../../../native/hid-buttons/index.ts'
import { systemClock } from '../../../native/transport/clock.ts'
import { createSysfsScan } from '../../../native/transport/device-scan/sysfs.ts'
import { createDeviceWatch, type DeviceWatch } from '../../../native/transport/device-watch.ts'
import { createHidDevice, type HidWanted } from '../../../native/transport/hid-device.ts'
import { createOpenTurns } from '../../../native/transport/open-turns.ts'
import { createPortClaims } from '../../../native/transport/port-claims.ts'
import { nodeEvents } from '../../../native/transport/plug-events.ts'
import { createFakeSysfs, KEYBOARD_DESCRIPTOR, type FakeSysfs } from '../../support/fake-sysfs.ts'
import { productNamed } from '../../support/hid-products.ts'

const VEC = '05f3:00ff'
let sysfs: FakeSysfs
let watch: DeviceWatch
let opened: string[]
let pull: () => void
const drivers: HidButtons[] = []

beforeEach(async () => {
  sysfs = await createFakeSysfs()
  watch = createDeviceWatch({ clock: systemClock, scanner: { scan: createSysfsScan({ clock: systemClock, root: sysfs.root }) }, events: nodeEvents(join(sysfs.root, 'dev')) })
  watch.start()
  opened = []
})
afterEach(async () => {
  await Promise.all(drivers.splice(0).map((driver) => driver.stop()))
  watch.stop()
  await sysfs.remove()
})

const shared = { clock: systemClock, turns: createOpenTurns({ clock: systemClock, tryOpen: async () => true }), claims: createPortClaims() }

function start(owner: string, wanted: Partial<HidWanted> = {}): HidButtonsEvent[] {
  const what: HidWanted = { vendorId: 0x05f3, productId: 0x00ff, usage: { page: 0x0c, usage: 3 }, ...wanted }
  const transport = createHidDevice(what, { ...shared, owner, view: watch, load: async () => ({
    open: async (path) => {
      opened.push(path)
      const on = (event: string, listener: (value: never) => void): void => {
        if (event === 'error') pull = () => listener('could not read from HID device' as never)
      }
      return { write: async () => 1, sendFeatureReport: async () => 1, getFeatureReport: async () => Buffer.alloc(0), close: async () => {}, on }
    },
  }) })
  const events: HidButtonsEvent[] = []
  const driver = new HidButtons({ clock: systemClock, transport, product: productNamed('vec-footpedal'), arrivals: watch.arrivalsOf({ ...what, bus: 'hid' }) })
  driver.onEvent((event) => events.push(event))
  driver.start()
  drivers.push(driver)
  return events
}
const stateOf = (events: readonly HidButtonsEvent[]): string => {
  const last = events.findLast((event) => event.kind === 'link')
  return last?.kind !== 'link' ? '' : last.state === 'lost' ? last.cause.code : last.state
}

test('a pedal that is pulled and comes back as another node is open again at once, while a keyboard gets its old one', async () => {
  await sysfs.plugHid({ node: 'hidraw0', port: '1-1', usb: VEC })
  await expect.poll(() => watch.sightings.length).toBe(1)
  const events = start('pedal')
  await expect.poll(() => stateOf(events)).toBe('up')
  await sysfs.unplug('hidraw0')
  pull()
  await expect.poll(() => stateOf(events)).toBe('LINK_MISSING')
  // Long enough that the driver's own next attempt is seconds away.
  await new Promise((resolve) => setTimeout(resolve, 1_800))
  await sysfs.plugHid({ node: 'hidraw0', port: '1-2', usb: '046d:c31c', descriptor: KEYBOARD_DESCRIPTOR })
  await sysfs.plugHid({ node: 'hidraw3', port: '1-1', usb: VEC })
  const pluggedMs = performance.now()
  await expect.poll(() => stateOf(events), { interval: 5 }).toBe('up')
  expect(performance.now() - pluggedMs).toBeLessThan(1_000)
  expect(opened).toEqual(['/dev/hidraw0', '/dev/hidraw3'])
  expect(events.flatMap((event) => (event.kind === 'link' && event.state === 'lost' ? [event.cause.code] : []))).toEqual(['LINK_LOST', 'LINK_MISSING'])
})

test('two equal pedals are told apart by port, one that is not told is refused with both ports, and two that mean one are told', async () => {
  await sysfs.plugHid({ node: 'hidraw0', port: '1-1', usb: VEC })
  await sysfs.plugHid({ node: 'hidraw1', port: '1-2', usb: VEC })
  const [left, right, either, again] = [start('left', { topology: '1-1' }), start('right', { topology: '1-2' }), start('either'), start('again', { topology: '1-1' })]
  await expect.poll(() => [left, right, either, again].map(stateOf)).toEqual(['up', 'up', 'LINK_AMBIGUOUS', 'LINK_BUSY'])
  expect(either.at(-1)).toMatchObject({ cause: { detail: 'hid://05f3:00ff: 2 equal devices: port 1-1 (/dev/hidraw0), port 1-2 (/dev/hidraw1)' } })
  expect(again.at(-1)).toMatchObject({ cause: { detail: '/dev/hidraw0: taken by left' } })
  expect(opened.toSorted()).toEqual(['/dev/hidraw0', '/dev/hidraw1'])
})

test('a storm of nodes is looked at a few times only, and disks and consoles never', async () => {
  await expect.poll(() => watch.look().then((seen) => seen.ok)).toBe(true)
  let changes = 0
  watch.onChange(() => (changes += 1))
  for (let round = 0; round < 20; round++) {
    await sysfs.plugSerial({ node: `ttyUSB${round}`, port: `1-${round + 1}`, usb: '0403:6001' })
    await sysfs.addBuiltIn(`sda${round}`, true)
  }
  await expect.poll(() => watch.sightings.length, { timeout: 5_000 }).toBe(20)
  expect(changes).toBeLessThanOrEqual(10)
})
