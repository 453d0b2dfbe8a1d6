// Identity that survives replugging: what is plugged where, before and after, read from a fake /sys, and which node is opened.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { chooseDevice, type WantedDevice } from '../../../native/kit/device-identity.ts'
import { systemClock } from '../../../native/transport/clock.ts'
import { createSysfsScan } from '../../../native/transport/device-scan/sysfs.ts'
import { createFakeSysfs, KEYBOARD_DESCRIPTOR, type FakeHid, type FakeSerial, type FakeSysfs } from '../../support/fake-sysfs.ts'

type Plugged = readonly (FakeHid | FakeSerial)[]
const pedal = (node: string, port: string, more: Partial<FakeHid> = {}): FakeHid => ({ node, port, usb: '05f3:00ff', ...more })
const adapter = (node: string, port: string, more: Partial<FakeSerial> = {}): FakeSerial => ({ node, port, usb: '0403:6011', ...more })
const PEDAL: WantedDevice = { bus: 'hid', vendorId: 0x05f3, productId: 0x00ff, usage: { page: 0x0c, usage: 3 } }
const ADAPTER: WantedDevice = { bus: 'serial', vendorId: 0x0403, productId: 0x6011 }

let sysfs: FakeSysfs
beforeEach(async () => {
  sysfs = await createFakeSysfs()
})
afterEach(() => sysfs.remove())

async function openedAmong(plugged: Plugged, wanted: WantedDevice): Promise<string> {
  for (const { node } of plugged) await sysfs.unplug(node)
  for (const one of plugged) await (one.node.startsWith('hidraw') ? sysfs.plugHid(one) : sysfs.plugSerial(one))
  const scanned = await createSysfsScan({ clock: systemClock, root: sysfs.root })()
  const chosen = chooseDevice(wanted, scanned.ok ? scanned.value.sightings : [])
  for (const { node } of plugged) await sysfs.unplug(node)
  return chosen.ok ? chosen.value.path : chosen.error.code
}

describe('after replugging', () => {
  test.each<[string, WantedDevice, Plugged, string, Plugged, string]>([
    ['the same pedal is found at another port by its serial number', { ...PEDAL, serial: 'A7' },
      [pedal('hidraw0', '1-1', { serial: 'A7' }), pedal('hidraw1', '1-2', { serial: 'B8' })], '/dev/hidraw0',
      [pedal('hidraw0', '1-2', { serial: 'B8' }), pedal('hidraw1', '2-4.1', { serial: 'A7' })], '/dev/hidraw1'],
    ['the pedal of a port is found whatever number its node has, and no keyboard that got the old one', { ...PEDAL, topology: '1-1.4' },
      [pedal('hidraw0', '1-1.4')], '/dev/hidraw0',
      [pedal('hidraw0', '1-3', { usb: '046d:c31c', descriptor: KEYBOARD_DESCRIPTOR }), pedal('hidraw5', '1-1.4')], '/dev/hidraw5'],
    ['of two equal pedals the left one is found by its port', { ...PEDAL, topology: '1-1' },
      [pedal('hidraw0', '1-1'), pedal('hidraw1', '1-2')], '/dev/hidraw0',
      [pedal('hidraw0', '1-2'), pedal('hidraw1', '1-1')], '/dev/hidraw1'],
    ['of two equal pedals the right one is found by its port', { ...PEDAL, topology: '1-2' },
      [pedal('hidraw0', '1-1'), pedal('hidraw1', '1-2')], '/dev/hidraw1',
      [pedal('hidraw0', '1-2'), pedal('hidraw1', '1-1')], '/dev/hidraw0'],
    ['one of two equal pedals that was pulled is missing, and the other is not taken for it', { ...PEDAL, topology: '1-2' },
      [pedal('hidraw0', '1-1'), pedal('hidraw1', '1-2')], '/dev/hidraw1',
      [pedal('hidraw0', '1-1')], 'LINK_MISSING'],
    ['a pedal that was the only one is no longer known from its like', PEDAL,
      [pedal('hidraw0', '1-1')], '/dev/hidraw0',
      [pedal('hidraw0', '1-1'), pedal('hidraw1', '1-2')], 'LINK_AMBIGUOUS'],
    ['a pedal whose serial number is made up is told by its port', { ...PEDAL, topology: '1-2' },
      [pedal('hidraw0', '1-1', { serial: '5&1&0' }), pedal('hidraw1', '1-2', { serial: '5&1&0' })], '/dev/hidraw1',
      [pedal('hidraw3', '1-2', { serial: '7&2&0' })], '/dev/hidraw3'],
    ['the pedal is found, not the keyboard that is part of it', PEDAL,
      [pedal('hidraw0', '1-1', { descriptor: KEYBOARD_DESCRIPTOR }), pedal('hidraw1', '1-1', { interface: 1 })], '/dev/hidraw1',
      [pedal('hidraw0', '1-1', { interface: 1 }), pedal('hidraw1', '1-1', { descriptor: KEYBOARD_DESCRIPTOR })], '/dev/hidraw0'],
    ['the third port of an adapter is found, whatever its nodes are called', { ...ADAPTER, topology: '1-4', interface: 2 },
      [0, 1, 2, 3].map((one) => adapter(`ttyUSB${one}`, '1-4', { interface: one })), '/dev/ttyUSB2',
      [0, 1, 2, 3].map((one) => adapter(`ttyUSB${9 - one}`, '1-4', { interface: one })), '/dev/ttyUSB7'],
    ['a radio is found behind another hub by its serial number', { ...ADAPTER, serial: 'R1' },
      [adapter('ttyUSB0', '1-4', { serial: 'R1' }), adapter('ttyUSB1', '1-5', { serial: 'R2' })], '/dev/ttyUSB0',
      [adapter('ttyUSB0', '1-5', { serial: 'R2' }), adapter('ttyUSB1', '3-1.2.4', { serial: 'R1' })], '/dev/ttyUSB1'],
  ])('%s', async (_title, wanted, before, first, after, second) => {
    expect(await openedAmong(before, wanted)).toBe(first)
    expect(await openedAmong(after, wanted)).toBe(second)
  })
})
