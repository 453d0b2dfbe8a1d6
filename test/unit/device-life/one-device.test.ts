// A device that another process has chosen: taken as handed over, and held against the kernel after its opening.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { chooseDevice, type DeviceSighting } from '../../../native/kit/device-identity.ts'
import { systemClock as clock } from '../../../native/transport/clock.ts'
import { viewOfOne, wantedAs } from '../../../native/transport/device-scan/one-device.ts'
import { createSysfsScan } from '../../../native/transport/device-scan/sysfs.ts'
import { createFakeSysfs, type FakeSysfs } from '../../support/fake-sysfs.ts'

const CHIP = { node: 'hidraw3', port: '1-1.4', usb: '0d8c:000c' } as const

let sysfs: FakeSysfs
let chosen: DeviceSighting
beforeEach(async () => {
  sysfs = await createFakeSysfs()
  await sysfs.plugHid(CHIP)
  const scanned = await createSysfsScan({ clock, root: sysfs.root })()
  const found = chooseDevice({ bus: 'hid', vendorId: 0x0d8c, productId: 0x000c }, scanned.ok ? scanned.value.sightings : [])
  if (!found.ok) throw new Error(found.error.detail)
  chosen = found.value
})
afterEach(() => sysfs.remove())

const view = () => viewOfOne(chosen, { clock, root: sysfs.root })

test('it is the only one there is to choose, whatever else is plugged in', async () => {
  await sysfs.plugHid({ ...CHIP, node: 'hidraw9', port: '1-2' })
  const seen = await view().look()
  expect(seen.ok && chooseDevice({ ...wantedAs(chosen), bus: 'hid' }, seen.value)).toEqual({ ok: true, value: chosen })
  expect(await view().isStill(chosen)).toBe(true)
})

test.each([
  ['its like at another port', { ...CHIP, port: '1-2' }],
  ['another product', { ...CHIP, usb: '046d:c31c' }],
  ['itself, pulled out and plugged in again', CHIP],
])('a node whose number went to %s is not it', async (_what, next) => {
  await sysfs.unplug(CHIP.node)
  await sysfs.plugHid(next)
  expect(await view().isStill(chosen)).toBe(false)
})

test('a node that is gone is not it', async () => {
  await sysfs.unplug(CHIP.node)
  expect(await view().isStill(chosen)).toBe(false)
})

test('a kernel that does not answer for it within half a second is no proof', async () => {
  const silent = { list: async () => [], resolve: () => new Promise<string>(() => undefined), read: async () => new Uint8Array() }
  expect(await viewOfOne(chosen, { clock, root: sysfs.root, read: silent }).isStill(chosen)).toBe(false)
})

test('where no kernel counts the pluggings, the path names the device by itself', async () => {
  const { plugging: _none, ...named } = chosen
  await sysfs.unplug(CHIP.node)
  expect(await view().isStill(named)).toBe(true)
})

test('what was chosen without its USB numbers is a bug, not the first device that comes', () => {
  const { vendorId: _none, ...nameless } = chosen
  expect(() => wantedAs(nameless)).toThrow('BUG_UNEXPECTED')
})
