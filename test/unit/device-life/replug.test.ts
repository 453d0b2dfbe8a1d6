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

interface Replugging {
  readonly title: string
  readonly wanted: WantedDevice
  readonly before: Plugged
  /** What is opened then: a node or the reason why none. */
  readonly first: string
  readonly after: Plugged
  readonly second: string
}

describe('after replugging', () => {
  test.each<Replugging>([
    {
      title: 'the same pedal is found at another port by its serial number',
      wanted: { ...PEDAL, serial: 'A7' },
      before: [pedal('hidraw0', '1-1', { serial: 'A7' }), pedal('hidraw1', '1-2', { serial: 'B8' })],
      first: '/dev/hidraw0',
      after: [pedal('hidraw0', '1-2', { serial: 'B8' }), pedal('hidraw1', '2-4.1', { serial: 'A7' })],
      second: '/dev/hidraw1',
    },
    {
      title: 'the pedal of a port is found whatever number its node has, and no keyboard that got the old one',
      wanted: { ...PEDAL, topology: '1-1.4' },
      before: [pedal('hidraw0', '1-1.4')],
      first: '/dev/hidraw0',
      after: [pedal('hidraw0', '1-3', { usb: '046d:c31c', descriptor: KEYBOARD_DESCRIPTOR }), pedal('hidraw5', '1-1.4')],
      second: '/dev/hidraw5',
    },
    {
      title: 'of two equal pedals the left one is found by its port',
      wanted: { ...PEDAL, topology: '1-1' },
      before: [pedal('hidraw0', '1-1'), pedal('hidraw1', '1-2')],
      first: '/dev/hidraw0',
      after: [pedal('hidraw0', '1-2'), pedal('hidraw1', '1-1')],
      second: '/dev/hidraw1',
    },
    {
      title: 'of two equal pedals the right one is found by its port',
      wanted: { ...PEDAL, topology: '1-2' },
      before: [pedal('hidraw0', '1-1'), pedal('hidraw1', '1-2')],
      first: '/dev/hidraw1',
      after: [pedal('hidraw0', '1-2'), pedal('hidraw1', '1-1')],
      second: '/dev/hidraw0',
    },
    {
      title: 'one of two equal pedals that was pulled is missing, and the other is not taken for it',
      wanted: { ...PEDAL, topology: '1-2' },
      before: [pedal('hidraw0', '1-1'), pedal('hidraw1', '1-2')],
      first: '/dev/hidraw1',
      after: [pedal('hidraw0', '1-1')],
      second: 'LINK_MISSING',
    },
    {
      title: 'a pedal that was the only one is no longer known from its like',
      wanted: PEDAL,
      before: [pedal('hidraw0', '1-1')],
      first: '/dev/hidraw0',
      after: [pedal('hidraw0', '1-1'), pedal('hidraw1', '1-2')],
      second: 'LINK_AMBIGUOUS',
    },
    {
      title: 'a pedal whose serial number is made up is told by its port',
      wanted: { ...PEDAL, topology: '1-2' },
      before: [pedal('hidraw0', '1-1', { serial: '5&1&0' }), pedal('hidraw1', '1-2', { serial: '5&1&0' })],
      first: '/dev/hidraw1',
      after: [pedal('hidraw3', '1-2', { serial: '7&2&0' })],
      second: '/dev/hidraw3',
    },
    {
      title: 'the pedal is found, not the keyboard that is part of it',
      wanted: PEDAL,
      before: [pedal('hidraw0', '1-1', { descriptor: KEYBOARD_DESCRIPTOR }), pedal('hidraw1', '1-1', { interface: 1 })],
      first: '/dev/hidraw1',
      after: [pedal('hidraw0', '1-1', { interface: 1 }), pedal('hidraw1', '1-1', { descriptor: KEYBOARD_DESCRIPTOR })],
      second: '/dev/hidraw0',
    },
    {
      title: 'the third port of an adapter is found, whatever its nodes are called',
      wanted: { ...ADAPTER, topology: '1-4', interface: 2 },
      before: [0, 1, 2, 3].map((one) => adapter(`ttyUSB${one}`, '1-4', { interface: one })),
      first: '/dev/ttyUSB2',
      after: [0, 1, 2, 3].map((one) => adapter(`ttyUSB${9 - one}`, '1-4', { interface: one })),
      second: '/dev/ttyUSB7',
    },
    {
      title: 'a radio is found behind another hub by its serial number',
      wanted: { ...ADAPTER, serial: 'R1' },
      before: [adapter('ttyUSB0', '1-4', { serial: 'R1' }), adapter('ttyUSB1', '1-5', { serial: 'R2' })],
      first: '/dev/ttyUSB0',
      after: [adapter('ttyUSB0', '1-5', { serial: 'R2' }), adapter('ttyUSB1', '3-1.2.4', { serial: 'R1' })],
      second: '/dev/ttyUSB1',
    },
  ])('$title', async ({ wanted, before, first, after, second }) => {
    expect(await openedAmong(before, wanted)).toBe(first)
    expect(await openedAmong(after, wanted)).toBe(second)
  })
})
