// The lines of one console's devices: what the site file says becomes what is looked for, and what must be shared is shared.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDeviceLines, type DeviceLines } from '../../../electron/host/devices/device-lines.ts'
import { logDevices } from '../../../electron/host/devices/device-log.ts'
import { siteSchema } from '../../../electron/host/site/schema.ts'
import type { SiteButtons, SiteDevice, SiteRadio } from '../../../electron/host/site/types.ts'
import type { DeviceSighting } from '../../../native/kit/device-identity.ts'
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'
import { systemClock } from '../../../native/transport/clock.ts'
import type { ScanReport } from '../../../native/transport/device-scan/scan.ts'
import { createDeviceWatch, type DeviceWatch } from '../../../native/transport/device-watch.ts'
import { productNamed } from '../../support/hid-products.ts'
import { pedalAt } from '../../support/sightings.ts'
import { createPty, type Pty } from './pty.ts'

let seen: Result<ScanReport>
let changed: () => void
let watch: DeviceWatch
let lines: DeviceLines
let pty: Pty
const logged: string[] = []

beforeEach(async () => {
  logged.length = 0
  pty = await createPty()
  seen = ok({ sightings: [], silent: [] })
  const scanner = { scan: async () => seen }
  watch = createDeviceWatch({ clock: systemClock, scanner, events: { start: (news) => { changed = news.changed; return true }, stop: () => {} } })
  const write = (event: string, fields: Readonly<Record<string, string>>): void => void logged.push([event, ...Object.values(fields)].join(' '))
  logDevices(watch, { info: write, warn: write })
  watch.start()
  lines = createDeviceLines({ clock: systemClock, watch, scanner })
})
afterEach(async () => {
  watch.stop()
  await pty.end()
})

const deviceSchema = siteSchema.shape.devices.unwrap().element
const device = (fields: object): SiteDevice => deviceSchema.parse({ id: 'one', label: 'Een', ...fields })
const radio = (transport: object, id = 'desk-radio'): SiteRadio => device({ id, driver: 'tetra-pei', transport }) as SiteRadio
const pedal = (transport: object): SiteButtons => device({ driver: 'hid-buttons', product: 'vec-footpedal', buttons: { left: 'ptt' }, transport: { kind: 'hid', vendorId: '05f3', productId: '00ff', ...transport } }) as SiteButtons
const settle = async (sightings: readonly DeviceSighting[]): Promise<void> => {
  seen = ok({ sightings, silent: [] })
  changed()
  await expect.poll(() => watch.sightings).toEqual(sightings)
}

test('a witness and a channel that lead to one port by two names: the second is told who has it', async () => {
  const real = await import('node:fs/promises').then((fs) => fs.realpath(pty.path))
  const [first, second] = [radio({ kind: 'serial', path: pty.path }), radio({ kind: 'serial', path: real }, 'control-radio')]
  const [desk, control] = [lines.openLine(first.transport, first.id), lines.openLine(second.transport, second.id)]
  expect((await desk.open()).ok).toBe(true)
  expect(await control.open()).toEqual({ ok: false, error: { code: 'LINK_BUSY', detail: `${real}: taken by desk-radio` } })
  await desk.close()
  expect((await control.open()).ok).toBe(true)
  await control.close()
})

test('a set that is keyed by a port of a radio is refused it, and its line is never touched', async () => {
  const desk = lines.openLine(radio({ kind: 'serial', path: pty.path }).transport, 'desk-radio')
  expect((await desk.open()).ok).toBe(true)
  const keyed = device({ driver: 'keyed-radio', transport: { kind: 'serial', path: pty.path, keyBy: 'rts' } })
  if (keyed.driver !== 'keyed-radio') throw new Error('no keyed set')
  expect(await lines.openKeyLine(keyed.transport, 'keyed-set').open()).toMatchObject({ ok: false, error: { code: 'LINK_BUSY', detail: expect.stringContaining('taken by desk-radio') } })
  await desk.close()
})

test('a radio named by its adapter is opened at the node the adapter has', async () => {
  const { transport, id } = radio({ kind: 'serial', usb: { vendorId: '0403', productId: '6001', port: '1-4', interface: 2 } })
  const line = lines.openLine(transport, id)
  expect(await line.open()).toEqual({ ok: false, error: { code: 'LINK_MISSING', detail: 'serial://0403:6001/port 1-4/interface 2' } })
  await settle([{ bus: 'serial', path: pty.path, vendorId: 0x0403, productId: 0x6001, topology: '1-4', interface: 2, usages: [], hasDescriptor: false }])
  expect((await line.open()).ok).toBe(true)
  await line.close()
})

test('a pedal is looked for by serial number, port and collection, and told missing with the place where its like is', async () => {
  await settle([pedalAt('1-1', { serial: 'A7' })])
  const line = lines.openHid(pedal({ port: '1-2' }), productNamed('vec-footpedal'))
  expect(await line.open()).toMatchObject({ ok: false, error: { code: 'LINK_MISSING', detail: 'hid://05f3:00ff/port 1-2: seen instead at port 1-1 (/dev/hidraw-1-1, serial A7)' } })
  expect(lines.openHid(pedal({ serial: 'A7' }), productNamed('vec-footpedal')).name).toBe('hid://05f3:00ff/A7')
})

test('a driver hears of its own device only, and one behind the network of none', async () => {
  const heard: string[] = []
  const hear = (name: string, one: SiteDevice): void => void lines.arrivalsOf(one)?.onArrived(() => heard.push(name))
  hear('pedal', pedal({ port: '1-2' }))
  hear('adapter', radio({ kind: 'serial', usb: { vendorId: '0403', productId: '6001' } }))
  hear('path', radio({ kind: 'serial', path: '/dev/ttyUSB5' }))
  expect(lines.arrivalsOf(radio({ kind: 'tcp', host: '127.0.0.1', port: 4001 }))).toBeUndefined()
  const adapter: DeviceSighting = { bus: 'serial', path: '/dev/ttyUSB5', vendorId: 0x0403, productId: 0x6001, usages: [], hasDescriptor: false }
  await settle([pedalAt('1-1')])
  expect(heard).toEqual([])
  await settle([pedalAt('1-1'), pedalAt('1-2'), adapter])
  await expect.poll(() => heard.toSorted()).toEqual(['adapter', 'path', 'pedal'])
})

test('the log has one line for each plugging in and pulling, and one for each change of what is known', async () => {
  await settle([pedalAt('1-1', { product: 'VEC Pedal' })])
  await settle([])
  seen = fail(failure('LINK_TIMEOUT', 'device scan: no answer from node-hid'))
  changed()
  await expect.poll(() => watch.trouble).toBeDefined()
  await settle([pedalAt('1-2')])
  expect(logged).toEqual([
    'device.plugged-in port 1-1 (/dev/hidraw-1-1) 05f3:00ff VEC Pedal',
    'device.unplugged port 1-1 (/dev/hidraw-1-1) 05f3:00ff VEC Pedal',
    'device-scan.failed LINK_TIMEOUT device scan: no answer from node-hid',
    'device-scan.recovered',
    'device.plugged-in port 1-2 (/dev/hidraw-1-2) 05f3:00ff',
  ])
})
