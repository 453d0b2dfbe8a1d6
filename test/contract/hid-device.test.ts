// The HID transport against a library that is played: this machine has no HID device; real ones meet it in test/hil.
import { describe, expect, test } from 'vitest'
import type { Failure } from '../../native/kit/errors.ts'
import { systemClock } from '../../native/transport/clock.ts'
import { chooseHid, type HidEntry } from '../../native/transport/hid-choice.ts'
import { createHidDevice, type NativeHid, type NativeHidLibrary } from '../../native/transport/hid-device.ts'
import { createManualClock } from '../support/manual-clock.ts'

const VEC = { vendorId: 0x05f3, productId: 0x00ff }
const entry = (more: Partial<HidEntry> = {}): HidEntry => ({ ...VEC, path: '/dev/hidraw0', usagePage: 0x0c, usage: 0x03, ...more })

class PlayedHid implements NativeHid {
  closes = 0
  readonly written: Buffer[] = []
  onWrite: () => Promise<number> = async () => 1
  readonly #listeners: Record<string, ((value: never) => void)[]> = {}
  async write(report: Buffer): Promise<number> { this.written.push(report); return this.onWrite() }
  async sendFeatureReport(report: Buffer): Promise<number> { this.written.push(report); return this.onWrite() }
  async getFeatureReport(id: number, length: number): Promise<Buffer> { await this.onWrite(); return Buffer.from([id, length]) }
  async close(): Promise<void> {
    this.closes++
    if (this.closes > 1) throw new Error('device is already closed')
  }
  on(event: string, listener: (value: never) => void): this { (this.#listeners[event] ??= []).push(listener); return this }
  tell(event: 'data' | 'error', value: unknown): void { for (const listener of this.#listeners[event] ?? []) listener(value as never) }
}

function bench(library: Partial<NativeHidLibrary> = {}, probed = '') {
  const clock = createManualClock()
  const devices: PlayedHid[] = []
  const opened: string[] = []
  const transport = createHidDevice(VEC, {
    clock,
    load: async () => ({
      list: async () => [entry()],
      open: async (path) => {
        opened.push(path)
        const device = new PlayedHid()
        devices.push(device)
        return device
      },
      ...library,
    }),
    probe: async () => probed,
  })
  const losses: Failure[] = []
  const reports: number[][] = []
  transport.onLost((cause) => losses.push(cause))
  transport.onReport((report) => reports.push([...report]))
  return { clock, transport, devices, opened, losses, reports }
}

describe('choosing a device', () => {
  test.each<[string, Parameters<typeof chooseHid>[0], HidEntry[], string]>([
    ['one entry', VEC, [entry()], '/dev/hidraw0'],
    ['one path listed for each of its collections', VEC, [entry(), entry({ usage: 0x01 })], '/dev/hidraw0'],
    ['the one with the serial number', { ...VEC, serial: 'B' }, [entry({ serialNumber: 'A' }), entry({ serialNumber: 'B', path: '/dev/hidraw1' })], '/dev/hidraw1'],
    ['the collection that carries the reports', { ...VEC, usage: { page: 0x0c, usage: 0x03 } }, [entry({ path: '\\\\?\\HID#COL01', usagePage: 1, usage: 4 }), entry({ path: '\\\\?\\HID#COL02' })], '\\\\?\\HID#COL02'],
    ['an entry without usages, as libusb lists', { ...VEC, usage: { page: 0x0c, usage: 0x03 } }, [entry({ path: '3-1:1.0', usagePage: 0, usage: 0 })], '3-1:1.0'],
    ['the given path of two equal devices', { ...VEC, path: '/dev/hidraw1' }, [entry(), entry({ path: '/dev/hidraw1' })], '/dev/hidraw1'],
  ])('%s is chosen', (_title, wanted, entries, path) => {
    expect(chooseHid(wanted, entries)).toEqual({ ok: true, value: path })
  })

  test.each<[string, HidEntry]>([
    ['a mouse', entry({ usagePage: 1, usage: 2 })],
    ['a keyboard', entry({ usagePage: 1, usage: 6 })],
    ['a keypad', entry({ usagePage: 1, usage: 7 })],
    ['a Windows keyboard by its path', entry({ usagePage: 0, usage: 0, path: '\\\\?\\HID#VID_05F3&COL01#7#{guid}\\KBD' })],
    ['another product', entry({ productId: 0x0405 })],
    ['an entry without path', entry({ path: undefined })],
  ])('%s is never opened', (_title, one) => {
    expect(chooseHid(VEC, [one])).toMatchObject({ ok: false, error: { code: 'LINK_MISSING', detail: 'hid://05f3:00ff' } })
  })

  test('of two equal devices none is chosen: that is for people to say', () => {
    const choice = chooseHid(VEC, [entry(), entry({ path: '/dev/hidraw1' })])
    expect(choice).toMatchObject({ ok: false, error: { code: 'LINK_AMBIGUOUS', detail: expect.stringContaining('/dev/hidraw0, /dev/hidraw1') } })
  })
})

describe('a HID device', () => {
  test('reports arrive as the library delivers them, writes go out, and after closing nothing comes', async () => {
    const { transport, devices, opened, reports } = bench()
    expect((await transport.open()).ok).toBe(true)
    devices[0]?.tell('data', Buffer.from([2, 0]))
    expect((await transport.write(Uint8Array.of(0, 0xb1))).ok).toBe(true)
    await transport.close()
    devices[0]?.tell('data', Buffer.from([0, 0]))
    expect({ opened, reports, written: devices[0]?.written.map((one) => [...one]), closes: devices[0]?.closes })
      .toEqual({ opened: ['/dev/hidraw0'], reports: [[2, 0]], written: [[0, 0xb1]], closes: 1 })
    expect(await transport.write(Uint8Array.of(0))).toMatchObject({ ok: false, error: { code: 'LINK_CLOSED' } })
  })

  test.each([['a string, as node-hid 3.4 says it', 'could not read from HID device: read error'], ['an Error', new Error('could not read from HID device: read error')]])(
    'an unplug told by %s is one loss, closed once, and can be opened again', async (_title, cause) => {
      const { transport, devices, losses } = bench()
      await transport.open()
      devices[0]?.tell('error', cause)
      devices[0]?.tell('error', cause)
      expect(losses).toEqual([{ code: 'LINK_LOST', detail: 'hid://05f3:00ff: could not read from HID device: read error' }])
      expect((await transport.open()).ok).toBe(true)
      await transport.close()
      expect(devices.map((one) => one.closes)).toEqual([1, 1])
    })

  test.each([
    ['EACCES', 'could not open device', 'LINK_DENIED'],
    ['ENOENT', 'could not open device', 'LINK_MISSING'],
    ['', 'could not open device', 'LINK_BUSY'],
    ['', 'Failed to open a device with path: Permission denied', 'LINK_DENIED'],
  ])('a device that does not open (%s, "%s") is %s', async (probed, words, code) => {
    const { transport } = bench({ open: async () => { throw new Error(words) } }, probed)
    expect(await transport.open()).toEqual({ ok: false, error: { code, detail: `/dev/hidraw0: ${words}` } })
  })

  test('a library that does not load says which packages to install', async () => {
    const { transport } = bench({ list: async () => { throw new Error('libusb-1.0.so.0: cannot open shared object file') } })
    expect(await transport.open()).toMatchObject({ ok: false, error: { code: 'LINK_UNSUPPORTED', detail: expect.stringMatching(/libusb-1\.0\.so\.0.*libusb-1\.0-0 and libudev1/) } })
  })

  test('a device that does not open in three seconds is LINK_TIMEOUT, and closed should it open later', async () => {
    const late = Promise.withResolvers<NativeHid>()
    const { clock, transport } = bench({ open: () => late.promise })
    const opening = transport.open()
    await clock.advanceAsync(3_000)
    expect(await opening).toMatchObject({ ok: false, error: { code: 'LINK_TIMEOUT' } })
    const device = new PlayedHid()
    late.resolve(device)
    await clock.advanceAsync(0)
    expect(device.closes).toBe(1)
  })

  test('closing during the opening closes the device that then opens', async () => {
    const { transport, devices } = bench()
    const opening = transport.open()
    await transport.close()
    expect(await opening).toMatchObject({ ok: false, error: { code: 'LINK_CLOSED' } })
    expect(devices.map((one) => one.closes)).toEqual([1])
  })

  test('a report that the device does not take is refused, one that it never answers times out', async () => {
    const { clock, transport, devices } = bench()
    await transport.open()
    const device = devices[0] as PlayedHid
    device.onWrite = async () => { throw new Error('could not write: EPIPE') }
    expect(await transport.write(Uint8Array.of(0))).toMatchObject({ ok: false, error: { code: 'DEVICE_DENIED' } })
    device.onWrite = () => new Promise(() => {})
    const writing = transport.write(Uint8Array.of(0))
    await clock.advanceAsync(1_500)
    expect(await writing).toMatchObject({ ok: false, error: { code: 'LINK_TIMEOUT' } })
  })

  test('feature reports are set and asked, and bounded like any other', async () => {
    const { clock, transport, devices } = bench()
    expect(await transport.getFeature(6, 32)).toMatchObject({ ok: false, error: { code: 'LINK_CLOSED' } })
    await transport.open()
    const device = devices[0] as PlayedHid
    expect(await transport.getFeature(6, 32)).toEqual({ ok: true, value: Uint8Array.of(6, 32) })
    expect(await transport.sendFeature(Uint8Array.of(3, 8, 70))).toEqual({ ok: true })
    expect(device.written.map((report) => [...report])).toEqual([[3, 8, 70]])
    device.onWrite = async () => { throw new Error('could not get feature report from device') }
    expect(await transport.getFeature(9, 32)).toMatchObject({ ok: false, error: { code: 'DEVICE_DENIED' } })
    device.onWrite = () => new Promise(() => {})
    const asking = transport.getFeature(6, 32)
    await clock.advanceAsync(1_500)
    expect(await asking).toMatchObject({ ok: false, error: { code: 'LINK_TIMEOUT' } })
  })

  test('the real library loads, and says that a device of nobody is missing', async () => {
    const transport = createHidDevice({ vendorId: 0xfff0, productId: 0xfff1 }, { clock: systemClock })
    expect(await transport.open()).toEqual({ ok: false, error: { code: 'LINK_MISSING', detail: 'hid://fff0:fff1' } })
  })
})
