// The HID transport against a library that is played: this machine has no HID device; real ones meet it in test/hil.
import { describe, expect, test } from 'vitest'
import { failure, type Failure } from '../../native/kit/errors.ts'
import { systemClock } from '../../native/transport/clock.ts'
import { createHidDevice, type HidDeviceDeps, type HidWanted, type NativeHid, type NativeHidLibrary } from '../../native/transport/hid-device.ts'
import type { DeviceView } from '../../native/transport/device-scan/view.ts'
import { createOpenTurns } from '../../native/transport/open-turns.ts'
import { createPortClaims } from '../../native/transport/port-claims.ts'
import type { DeviceSighting } from '../../native/kit/device-identity.ts'
import { ok } from '../../native/kit/result.ts'
import { createManualClock } from '../support/manual-clock.ts'
import { pedalAt } from '../support/sightings.ts'

const VEC = { vendorId: 0x05f3, productId: 0x00ff }
const viewOf = (sightings: readonly DeviceSighting[], isStill = true): DeviceView => ({ look: async () => ok(sightings), isStill: async () => isStill })
const seen: readonly DeviceSighting[] = [pedalAt('1-1', { path: '/dev/hidraw0' })]

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

function bench(library: Partial<NativeHidLibrary> = {}, more: Partial<HidDeviceDeps> = {}, wanted: HidWanted = VEC) {
  const clock = createManualClock()
  const devices: PlayedHid[] = []
  const opened: string[] = []
  const deps: HidDeviceDeps = {
    clock,
    view: viewOf(seen),
    load: async () => ({
      open: async (path) => {
        opened.push(path)
        const device = new PlayedHid()
        devices.push(device)
        return device
      },
      ...library,
    }),
    probe: async () => '',
    ...more,
  }
  const transport = createHidDevice(wanted, deps)
  const losses: Failure[] = []
  const reports: number[][] = []
  transport.onLost((cause) => losses.push(cause))
  transport.onReport((report) => reports.push([...report]))
  return { clock, deps, transport, devices, opened, losses, reports }
}

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

  test('tells which device it holds, and none before, after closing, and once that is lost', async () => {
    const { transport, devices } = bench()
    const told = [transport.sighting]
    await transport.open()
    told.push(transport.sighting)
    await transport.close()
    told.push(transport.sighting)
    await transport.open()
    devices[1]?.tell('error', 'could not read from HID device')
    expect([...told, transport.sighting]).toEqual([undefined, seen[0], undefined, undefined])
  })

  test('its report descriptor is that of the very node that is open, and of none before and after', async () => {
    const asked: string[] = []
    const { transport } = bench({}, { readDescriptor: async (path) => (asked.push(path), ok(Uint8Array.of(5, 11))) })
    expect(await transport.readDescriptor?.()).toMatchObject({ ok: false, error: { code: 'LINK_CLOSED' } })
    await transport.open()
    expect(await transport.readDescriptor?.()).toEqual({ ok: true, value: Uint8Array.of(5, 11) })
    await transport.close()
    expect(await transport.readDescriptor?.()).toMatchObject({ ok: false, error: { code: 'LINK_CLOSED' } })
    expect(asked).toEqual(['/dev/hidraw0'])
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
    const { transport } = bench({ open: async () => { throw new Error(words) } }, { probe: async () => probed })
    expect(await transport.open()).toEqual({ ok: false, error: { code, detail: `/dev/hidraw0: ${words}` } })
  })

  test('a library that does not load says which packages to install', async () => {
    const { transport } = bench({ open: async () => { throw new Error('libusb-1.0.so.0: cannot open shared object file') } })
    expect(await transport.open()).toMatchObject({ ok: false, error: { code: 'LINK_UNSUPPORTED', detail: expect.stringMatching(/libusb-1\.0\.so\.0.*libusb-1\.0-0 and libudev1/) } })
  })

  test('a device that does not open in five seconds is LINK_TIMEOUT, and closed should it open later', async () => {
    const late = Promise.withResolvers<NativeHid>()
    const { clock, transport } = bench({ open: () => late.promise })
    const opening = transport.open()
    await clock.advanceAsync(5_000)
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

  test('a node that another device got before it was open is closed again, unread', async () => {
    const { transport, devices, reports } = bench({}, { view: viewOf(seen, false) })
    expect(await transport.open()).toEqual({ ok: false, error: { code: 'LINK_MISSING', detail: '/dev/hidraw0: another device has come there' } })
    devices[0]?.tell('data', Buffer.from([2, 0]))
    expect({ reports, closes: devices[0]?.closes }).toEqual({ reports: [], closes: 1 })
  })

  test('a device that is not in a picture that may be old is not said to be missing, and the suspect is named', async () => {
    const trouble = failure('LINK_TIMEOUT', 'device scan: no answer from node-hid; plugged in since the last good scan: 05f3:00ff')
    const { transport } = bench({}, { view: { ...viewOf([]), trouble } })
    expect(await transport.open()).toEqual({ ok: false, error: { code: 'LINK_TIMEOUT', detail: `hid://05f3:00ff; ${trouble.detail}` } })
  })

  test('the real library loads, and says that a node of nobody is missing', async () => {
    const transport = createHidDevice(VEC, { clock: systemClock, view: viewOf([pedalAt('1-1', { path: '/dev/hidraw-of-nobody' })]) })
    expect(await transport.open()).toMatchObject({ ok: false, error: { code: 'LINK_MISSING', detail: expect.stringContaining('/dev/hidraw-of-nobody') } })
  })

  test('a device of nobody is missing, and the real scan of this machine says so', async () => {
    const transport = createHidDevice({ vendorId: 0xfff0, productId: 0xfff1 }, { clock: systemClock })
    expect(await transport.open()).toEqual({ ok: false, error: { code: 'LINK_MISSING', detail: 'hid://fff0:fff1' } })
  })
})

describe('devices of one console', () => {
  test('two entries that lead to one pedal: the second is told who has it, until the first lets go', async () => {
    const claims = createPortClaims()
    const first = bench({}, { claims, owner: 'pedal links' })
    const second = bench({}, { claims, owner: 'pedal rechts' })
    await first.transport.open()
    expect(await second.transport.open()).toEqual({ ok: false, error: { code: 'LINK_BUSY', detail: '/dev/hidraw0: taken by pedal links' } })
    await first.transport.close()
    expect((await second.transport.open()).ok).toBe(true)
    second.devices[0]?.tell('error', 'gone')
    await second.clock.advanceAsync(0)
    expect((await first.transport.open()).ok).toBe(true)
  })

  test('one that never opens is named to each that waits behind it, and no second opening of it is begun', async () => {
    const clock = createManualClock()
    const shared = { clock, turns: createOpenTurns({ clock, tryOpen: async () => true }), claims: createPortClaims() }
    let begun = 0
    const wedged = bench({ open: () => { begun += 1; return new Promise<never>(() => {}) } }, shared)
    const other = bench({}, { ...shared, view: viewOf([pedalAt('1-2', { path: '/dev/hidraw1' })]) })
    const stuck = wedged.transport.open()
    await clock.advanceAsync(0)
    const waiting = other.transport.open()
    await clock.advanceAsync(8_000)
    expect(await stuck).toMatchObject({ ok: false, error: { code: 'LINK_TIMEOUT' } })
    expect(await waiting).toEqual({ ok: false, error: { code: 'LINK_TIMEOUT', detail: '/dev/hidraw1: not opened, for /dev/hidraw0 does not open and is in the way' } })
    const again = wedged.transport.open()
    await clock.advanceAsync(8_000)
    expect(await again).toEqual({ ok: false, error: { code: 'LINK_TIMEOUT', detail: '/dev/hidraw0: does not open' } })
    expect({ begun, opened: other.opened }).toEqual({ begun: 1, opened: [] })
  })

  test('one whose trial never comes back is not opened here, and the others are', async () => {
    const clock = createManualClock()
    const turns = createOpenTurns({ clock, tryOpen: async (path) => path !== '/dev/hidraw0' })
    const wedged = bench({}, { clock, turns })
    const other = bench({}, { clock, turns, view: viewOf([pedalAt('1-2', { path: '/dev/hidraw1' })]) })
    expect(await wedged.transport.open()).toEqual({ ok: false, error: { code: 'LINK_TIMEOUT', detail: '/dev/hidraw0: does not open' } })
    expect((await other.transport.open()).ok).toBe(true)
    expect(wedged.opened).toEqual([])
  })

  test('openings take their turn: the second begins when the first has ended', async () => {
    const clock = createManualClock()
    const turns = createOpenTurns({ clock, tryOpen: async () => true })
    const first = Promise.withResolvers<NativeHid>()
    const slow = bench({ open: () => first.promise }, { clock, turns })
    const other = bench({}, { clock, turns, view: viewOf([pedalAt('1-2', { path: '/dev/hidraw1' })]) })
    const opening = [slow.transport.open(), other.transport.open()]
    await clock.advanceAsync(1_000)
    expect(other.opened).toEqual([])
    first.resolve(new PlayedHid())
    await clock.advanceAsync(0)
    expect((await Promise.all(opening)).map((one) => one.ok)).toEqual([true, true])
  })
})

describe('panels that a person numbered', () => {
  const UNITS: Readonly<Record<string, number>> = { '/dev/hidraw0': 3, '/dev/hidraw1': 7 }
  const question = { ask: Uint8Array.of(0, 0xb1), byte: 0 }
  const panels = (unitId: number, answers = true) => {
    const devices = new Map<string, PlayedHid>()
    const made = bench({
      open: async (path) => {
        const device = new PlayedHid()
        devices.set(path, device)
        device.onWrite = async () => { if (answers) device.tell('data', Buffer.from([UNITS[path] ?? 0, 0, 0])); return 1 }
        return device
      },
    }, { view: viewOf([pedalAt('1-1', { path: '/dev/hidraw0' }), pedalAt('1-2', { path: '/dev/hidraw1' })]) }, { ...VEC, unitId, unitQuestion: question })
    return { ...made, devices }
  }

  test('are told apart by asking each for its number, and only the right one stays open', async () => {
    const { transport, devices, reports } = panels(7)
    expect((await transport.open()).ok).toBe(true)
    expect([...devices].map(([path, { closes }]) => [path, closes])).toEqual([['/dev/hidraw0', 1], ['/dev/hidraw1', 0]])
    devices.get('/dev/hidraw1')?.tell('data', Buffer.from([7, 0, 1]))
    expect(reports).toEqual([[7, 0, 1]])
  })

  test('of which none has the number are missing, each named with the number it has', async () => {
    const { transport, devices } = panels(9)
    expect(await transport.open()).toEqual({ ok: false, error: { code: 'LINK_MISSING', detail:
      'hid://05f3:00ff/unit 9: seen instead at port 1-1 (/dev/hidraw0, unit 3), port 1-2 (/dev/hidraw1, unit 7)' } })
    expect([...devices.values()].map(({ closes }) => closes)).toEqual([1, 1])
  })

  test('that do not answer are nobody’s', async () => {
    const { clock, transport } = panels(7, false)
    const opening = transport.open()
    await clock.advanceAsync(1_000)
    expect(await opening).toMatchObject({ ok: false, error: { code: 'LINK_MISSING' } })
  })
})
