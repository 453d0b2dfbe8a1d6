// Which device is meant: the keys in their order, and the port of each candidate where a person must say.
import { describe, expect, test } from 'vitest'
import { chooseDevice, deviceName, isPerhaps, realSerial, sightingKey, type DeviceSighting, type WantedDevice } from '../../../native/kit/device-identity.ts'
import { PEDAL, PEDAL_USAGE, pedalAt } from '../../support/sightings.ts'

const [here, there] = [pedalAt('1-1.4'), pedalAt('1-2')]
const pathOf = (wanted: WantedDevice, sightings: readonly DeviceSighting[]): string => {
  const chosen = chooseDevice(wanted, sightings)
  return chosen.ok ? chosen.value.path : chosen.error.code
}

describe('the device that is meant', () => {
  test.each<[string, WantedDevice, readonly DeviceSighting[], string]>([
    ['the only one of its kind', PEDAL, [here], here.path],
    ['the one with the serial number, at any port', { ...PEDAL, serial: 'B', topology: '1-9' }, [{ ...here, serial: 'A' }, { ...there, serial: 'B' }], there.path],
    ['of two with the same serial number the one at the port', { ...PEDAL, serial: '1', topology: '1-2' }, [{ ...here, serial: '1' }, { ...there, serial: '1' }], there.path],
    ['the one with the unit number, at any port', { ...PEDAL, unitId: 7, topology: '1-9' }, [{ ...here, unitId: 3 }, { ...there, unitId: 7 }], there.path],
    ['while nobody has asked for unit numbers, the one at the port', { ...PEDAL, unitId: 7, topology: '1-2' }, [here, there], there.path],
    ['of two without a number the one that was not asked yet', { ...PEDAL, unitId: 7 }, [{ ...here, unitId: 3 }, there], there.path],
    ['the one at the port', { ...PEDAL, topology: '1-2' }, [here, there], there.path],
    ['the interface of a device with several', { bus: 'serial', vendorId: 1, productId: 2, interface: 1 }, [0, 1].map((one) => ({ bus: 'serial', path: `/dev/ttyUSB${one}`, vendorId: 1, productId: 2, interface: one, usages: [], hasDescriptor: false })), '/dev/ttyUSB1'],
    ['the path of each collection apart, as Windows lists them', { ...PEDAL, usage: PEDAL_USAGE }, [pedalAt('7&1', { path: 'COL01', usages: [{ page: 1, usage: 4 }] }), pedalAt('7&1', { path: 'COL02' })], 'COL02'],
    ['one path that is listed twice', PEDAL, [here, { ...here, usages: [{ page: 1, usage: 4 }] }], here.path],
    ['one that does not tell its collections', { ...PEDAL, usage: PEDAL_USAGE }, [{ ...here, usages: [] }], here.path],
    ['one that is a keyboard too, for its other collection', { ...PEDAL, usage: { page: 1, usage: 5 } }, [{ ...here, usages: [{ page: 1, usage: 6 }, { page: 1, usage: 5 }] }], here.path],
    ['the very node that is named', { ...PEDAL, path: there.path }, [here, there], there.path],
  ])('is %s', (_title, wanted, sightings, path) => {
    expect(pathOf(wanted, sightings)).toBe(path)
    expect(pathOf(wanted, sightings.toReversed())).toBe(path)
  })

  test.each<[string, WantedDevice, DeviceSighting]>([
    ['another product', PEDAL, { ...here, productId: 0x0405 }],
    ['a device on another bus', PEDAL, { ...here, bus: 'serial' }],
    ['another serial number', { ...PEDAL, serial: 'B' }, { ...here, serial: 'A' }],
    ['a device without serial number', { ...PEDAL, serial: 'B' }, here],
    ['another unit number', { ...PEDAL, unitId: 7 }, { ...here, unitId: 3 }],
    ['another port, even with no other device there is', { ...PEDAL, topology: '1-9' }, here],
    ['another port, though its unit number was not asked yet', { ...PEDAL, unitId: 7, topology: '1-9' }, here],
    ['a place that nobody knows', { ...PEDAL, topology: '1-9' }, { ...PEDAL, path: 'x', usages: [], hasDescriptor: false }],
    ['another collection', { ...PEDAL, usage: PEDAL_USAGE }, { ...here, usages: [{ page: 1, usage: 5 }] }],
    ['a mouse', PEDAL, { ...here, usages: [{ page: 1, usage: 2 }] }],
    ['a keyboard', PEDAL, { ...here, usages: [{ page: 1, usage: 6 }] }],
    ['a keypad', PEDAL, { ...here, usages: [{ page: 1, usage: 7 }] }],
    ['a keyboard, even if somebody asks for its keys', { ...PEDAL, usage: { page: 1, usage: 6 } }, { ...here, usages: [{ page: 1, usage: 6 }] }],
    ['a Windows keyboard by its path', PEDAL, { ...here, usages: [], path: '\\\\?\\HID#VID_05F3&COL01#7#{guid}\\KBD' }],
  ])('is never %s', (_title, wanted, sighting) => {
    expect(pathOf(wanted, [sighting])).toBe('LINK_MISSING')
    expect(isPerhaps(wanted, sighting)).toBe(false)
  })
})

describe('what a person is told', () => {
  test('of two equal devices none is taken, and each is named by its port', () => {
    expect(chooseDevice(PEDAL, [there, here])).toEqual({ ok: false, error: {
      code: 'LINK_AMBIGUOUS', detail: 'hid://05f3:00ff: 2 equal devices: port 1-1.4 (/dev/hidraw-1-1.4), port 1-2 (/dev/hidraw-1-2)',
    } })
  })

  test('a pedal that was plugged in elsewhere is missing, with the place where it is now', () => {
    expect(chooseDevice({ ...PEDAL, topology: '1-2' }, [{ ...here, serial: 'A' }])).toEqual({ ok: false, error: {
      code: 'LINK_MISSING', detail: 'hid://05f3:00ff/port 1-2: seen instead at port 1-1.4 (/dev/hidraw-1-1.4, serial A)',
    } })
    expect(chooseDevice(PEDAL, [])).toEqual({ ok: false, error: { code: 'LINK_MISSING', detail: 'hid://05f3:00ff' } })
  })

  test('a device is named with all that tells it from others', () => {
    expect(deviceName({ bus: 'serial', vendorId: 0x0403, productId: 0x6011, serial: 'FT1', unitId: 3, topology: '1-1', interface: 2 })).toBe('serial://0403:6011/FT1/unit 3/port 1-1/interface 2')
  })

  test.each([[undefined, undefined], ['', undefined], [' ', undefined], ['5&10a5e3f&0&3', undefined], [' A7 ', 'A7']])('serial number %o counts as %o', (told, counts) => {
    expect(realSerial(told)).toBe(counts)
  })

  test('the same device at the same port is another sighting after it was pulled', () => {
    expect(sightingKey({ ...here, plugging: '1' })).not.toBe(sightingKey({ ...here, plugging: '2' }))
    expect(sightingKey({ ...here, plugging: '1' })).toBe(sightingKey({ ...pedalAt('1-1.4'), plugging: '1' }))
  })
})
