// What the libraries list on Windows, as sightings.
import { expect, test } from 'vitest'
import { hidSightings, serialSightings } from '../../../native/transport/device-scan/listed.ts'

const VEC = { vendorId: 0x05f3, productId: 0x00ff, interface: -1, usagePage: 0x0c, usage: 3, serialNumber: '', product: 'VEC USB Footpedal' }
const path = (instance: string, collection = ''): string => `\\\\?\\HID#VID_05F3&PID_00FF${collection}#${instance}#{4d1e55b2-f16f-11cf-88cb-001111000030}`

test('two equal pedals on Windows are told apart by the instance that stands for their port', () => {
  expect(hidSightings([{ ...VEC, path: path('7&2B4F1C9&0&0000') }, { ...VEC, path: path('7&11AA22&0&0000') }])).toEqual(['7&2b4f1c9&0', '7&11aa22&0'].map((topology, at) => ({
    bus: 'hid', vendorId: 0x05f3, productId: 0x00ff, topology, product: 'VEC USB Footpedal', usages: [{ page: 0x0c, usage: 3 }], hasDescriptor: false,
    path: path(at === 0 ? '7&2B4F1C9&0&0000' : '7&11AA22&0&0000'),
  })))
})

test('the collections of one device are at one port', () => {
  const listed = hidSightings([{ ...VEC, usagePage: 1, usage: 6, path: path('8&1&0&0000', '&Col01') }, { ...VEC, path: path('8&1&0&0001', '&Col02') }])
  expect(listed.map(({ topology, usages }) => [topology, usages.length])).toEqual([['8&1&0', 1], ['8&1&0', 1]])
})

test('a path that Linux lists once for each collection is one device with both', () => {
  expect(hidSightings([{ ...VEC, path: '/dev/hidraw0' }, { ...VEC, path: '/dev/hidraw0', usagePage: 1, usage: 6 }])).toMatchObject([{ usages: [{ page: 0x0c, usage: 3 }, { page: 1, usage: 6 }] }])
})

test('an entry without a path is none, usage page 0 tells nothing, and a made-up serial number does not count', () => {
  expect(hidSightings([{ ...VEC }, { ...VEC, path: '' }, { ...VEC, path: 'x', usagePage: 0, usage: 0, serialNumber: '5&1&0&3', interface: 2 }]))
    .toEqual([{ bus: 'hid', path: 'x', vendorId: 0x05f3, productId: 0x00ff, interface: 2, product: 'VEC USB Footpedal', usages: [], hasDescriptor: false }])
})

test('of a serial port its identity, place and part are told, where Windows knows them', () => {
  expect(serialSightings([
    { path: 'COM3', vendorId: '0CAD', productId: '1234', serialNumber: '7&34A&0&0000', pnpId: 'USB\\VID_0CAD&PID_1234&MI_02\\7&34A&0&0002', locationId: 'Port_#0002.Hub_#0003', manufacturer: 'Maker' },
    { path: 'COM1', pnpId: 'ACPI\\PNP0501\\1' },
  ])).toEqual([
    { bus: 'serial', path: 'COM3', vendorId: 0x0cad, productId: 0x1234, interface: 2, topology: 'Port_#0002.Hub_#0003', manufacturer: 'Maker', usages: [], hasDescriptor: false },
    { bus: 'serial', path: 'COM1', usages: [], hasDescriptor: false },
  ])
})
