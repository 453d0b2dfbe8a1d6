// Reads a fake /sys: what a scan tells of each kind of device, and that one that is wedged hides no other.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createDescriptorReader } from '../../../native/transport/device-scan/descriptor.ts'
import { createSysfsScan, type SysfsReader } from '../../../native/transport/device-scan/sysfs.ts'
import { readdir, readFile, realpath, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createFakeSysfs, KEYBOARD_DESCRIPTOR, PEDAL_DESCRIPTOR, type FakeSysfs } from '../../support/fake-sysfs.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { systemClock } from '../../../native/transport/clock.ts'

let sysfs: FakeSysfs
beforeEach(async () => {
  sysfs = await createFakeSysfs()
})
afterEach(() => sysfs.remove())

const scan = async (): Promise<unknown> => createSysfsScan({ clock: systemClock, root: sysfs.root })()

describe('a scan of Linux', () => {
  test('tells of a pedal its identity, its port behind the hub, its interface and its collection', async () => {
    await sysfs.plugHid({ node: 'hidraw3', port: '1-1.4', usb: '05f3:00ff', product: 'VEC USB Footpedal', serial: 'A7', interface: 1 })
    expect(await scan()).toEqual({ ok: true, value: { silent: [], sightings: [{
      bus: 'hid', path: '/dev/hidraw3', vendorId: 0x05f3, productId: 0x00ff, serial: 'A7', product: 'VEC USB Footpedal', topology: '1-1.4', interface: 1,
      usages: [{ page: 0x0c, usage: 0x03 }], hasDescriptor: true, plugging: '0003:05F3:00FF.0001',
    }] } })
  })

  test('hands out the report descriptor of a node, and says so where there is none', async () => {
    await sysfs.plugHid({ node: 'hidraw3', port: '1-1.4', usb: '05f3:00ff', descriptor: PEDAL_DESCRIPTOR })
    const read = createDescriptorReader(createManualClock(), sysfs.root)
    expect(await read('/dev/hidraw3')).toEqual({ ok: true, value: Uint8Array.from(PEDAL_DESCRIPTOR) })
    await sysfs.unplug('hidraw3')
    expect(await read('/dev/hidraw3')).toMatchObject({ ok: false, error: { code: 'LINK_UNSUPPORTED' } })
    for (const path of ['\\\\?\\hid#vid_05f3', '/dev/../hidraw3', '']) expect(await read(path)).toMatchObject({ ok: false, error: { code: 'LINK_UNSUPPORTED' } })
  })

  test('tells of a serial adapter its identity, names, port and interface', async () => {
    await sysfs.plugSerial({ node: 'ttyUSB0', port: '2-3', usb: '0403:6011', serial: 'FT1', product: 'Quad RS232', interface: 2 })
    await sysfs.plugSerial({ node: 'ttyACM10', port: '1-2', usb: '0cad:1234' })
    await sysfs.plugSerial({ node: 'ttyACM9', port: '1-2', usb: '0cad:1234', interface: 2 })
    expect(await scan()).toMatchObject({ ok: true, value: { sightings: [
      { bus: 'serial', path: '/dev/ttyACM9', vendorId: 0x0cad, productId: 0x1234, topology: '1-2', interface: 2 },
      { bus: 'serial', path: '/dev/ttyACM10', topology: '1-2', interface: 0, usages: [], hasDescriptor: false },
      { bus: 'serial', path: '/dev/ttyUSB0', vendorId: 0x0403, productId: 0x6011, serial: 'FT1', product: 'Quad RS232', topology: '2-3', interface: 2, plugging: '1' },
    ] } })
  })

  test('lists a built-in port with a chip, and none of those that are only reserved', async () => {
    await sysfs.addBuiltIn('ttyS0', true)
    await sysfs.addBuiltIn('ttyS1', false)
    expect(await scan()).toEqual({ ok: true, value: { silent: [], sightings: [{ bus: 'serial', path: '/dev/ttyS0', usages: [], hasDescriptor: false }] } })
  })

  test('takes a serial number with & for none, and a pedal without descriptor for one that does not tell its collections', async () => {
    await sysfs.plugHid({ node: 'hidraw0', port: '1-1', usb: '05f3:00ff', serial: '5&10a5e3f&0&3' })
    await rm(join(await realpath(join(sysfs.root, 'sys/class/hidraw/hidraw0/device')), 'report_descriptor'))
    const scanned = await createSysfsScan({ clock: systemClock, root: sysfs.root })()
    const [seen] = scanned.ok ? scanned.value.sightings : []
    expect(seen).toMatchObject({ usages: [], hasDescriptor: false })
    expect(seen).not.toHaveProperty('serial')
  })

  test('names each plugging in anew, though port and node are the same', async () => {
    const pedal = { node: 'hidraw0', port: '1-1', usb: '05f3:00ff' }
    await sysfs.plugHid(pedal)
    const first = await scan()
    await sysfs.unplug('hidraw0')
    expect(await scan()).toEqual({ ok: true, value: { sightings: [], silent: [] } })
    await sysfs.plugHid(pedal)
    expect(await scan()).not.toEqual(first)
  })

  test('finds nothing where the kernel knows no such devices, and says so where there is no /sys', async () => {
    await rm(join(sysfs.root, 'sys/class/hidraw'), { recursive: true })
    expect(await scan()).toEqual({ ok: true, value: { sightings: [], silent: [] } })
    await rm(join(sysfs.root, 'sys'), { recursive: true })
    expect(await scan()).toMatchObject({ ok: false, error: { code: 'LINK_UNSUPPORTED' } })
  })

  test('skips a device that is pulled while it is read', async () => {
    await sysfs.plugHid({ node: 'hidraw0', port: '1-1', usb: '05f3:00ff' })
    await sysfs.plugHid({ node: 'hidraw1', port: '1-2', usb: '05f3:00ff', descriptor: KEYBOARD_DESCRIPTOR })
    const pulled: SysfsReader = {
      ...plainReader,
      resolve: async (path) => {
        if (path.includes('hidraw0')) await sysfs.unplug('hidraw0')
        return realpath(path)
      },
    }
    expect(await createSysfsScan({ clock: systemClock, root: sysfs.root, read: pulled })()).toMatchObject({ ok: true, value: { sightings: [{ path: '/dev/hidraw1', usages: [{ page: 1, usage: 6 }] }] } })
  })
})

describe('a device that the kernel holds', () => {
  const HID = '/sys/devices/usb1/1-1/1-1:1.0/0003:05F3:00FF.0001'
  const SERIAL = '/sys/devices/usb1/1-2/1-2:1.0/ttyUSB0'
  const files: Readonly<Record<string, string>> = {
    [`${HID}/uevent`]: 'HID_ID=0003:000005F3:000000FF',
    [`${HID}/report_descriptor`]: '',
    '/sys/devices/usb1/1-2/idVendor': '0403',
    '/sys/devices/usb1/1-2/idProduct': '6001',
  }
  const folders: Readonly<Record<string, readonly string[]>> = { '/sys/class': [], '/sys/class/hidraw': ['hidraw0'], '/sys/class/tty': ['ttyUSB0'] }
  const played: SysfsReader = {
    list: async (folder) => folders[folder] ?? [],
    resolve: async (path) => (path.includes('hidraw') ? HID : SERIAL),
    read: async (file) => new TextEncoder().encode(files[file] ?? ''),
  }

  test('is named after half a second, hides no other, and is not asked again before it has answered', async () => {
    const held = Promise.withResolvers<void>()
    let asked = 0
    const clock = createManualClock()
    const look = createSysfsScan({ clock, read: {
      ...played,
      read: async (file) => {
        if (file.endsWith('/idVendor')) {
          asked += 1
          await held.promise
        }
        return played.read(file)
      },
    } })
    for (let round = 0; round < 3; round++) {
      const looking = look()
      await clock.advanceAsync(500)
      expect(await looking).toMatchObject({ ok: true, value: { sightings: [{ path: '/dev/hidraw0' }], silent: ['/dev/ttyUSB0'] } })
    }
    expect(asked).toBe(1)
    held.resolve()
    await clock.advanceAsync(0)
    expect(await look()).toMatchObject({ ok: true, value: { sightings: [{ path: '/dev/hidraw0' }, { path: '/dev/ttyUSB0', vendorId: 0x0403 }], silent: [] } })
    expect(clock.pending).toBe(0)
  })

  test('ends a scan that comes to no end within three seconds', async () => {
    const clock = createManualClock()
    const looking = createSysfsScan({ clock, read: { ...played, list: async (folder) => (folder.endsWith('hidraw') ? new Promise(() => {}) : []) } })()
    await clock.advanceAsync(3_000)
    expect(await looking).toEqual({ ok: false, error: { code: 'LINK_TIMEOUT', detail: 'device scan: no answer about any device' } })
  })
})

const plainReader: SysfsReader = { list: (folder) => readdir(folder), resolve: (path) => realpath(path), read: (file) => readFile(file) }
