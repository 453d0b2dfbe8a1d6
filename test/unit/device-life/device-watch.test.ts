// The watch over what is plugged in, by a fake /sys and a hand-moved clock: arrivals, departures, troubles, and who is told.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'
import type { DeviceSighting } from '../../../native/kit/device-identity.ts'
import type { ScanReport } from '../../../native/transport/device-scan/scan.ts'
import { createDeviceWatch, type DeviceWatch } from '../../../native/transport/device-watch.ts'
import type { PlugEvents, PlugNews } from '../../../native/transport/plug-events.ts'
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts'
import { PEDAL, pedalAt } from '../../support/sightings.ts'

let clock: ManualClock
let answer: Result<ScanReport> | Promise<Result<ScanReport>>
let scans: number
let news: PlugNews | undefined
let watch: DeviceWatch
let told: string[]

const report = (sightings: readonly DeviceSighting[], silent: readonly string[] = []): Result<ScanReport> => ok({ sightings, silent })
const left = pedalAt('1-1', { path: '/dev/hidraw0', plugging: '1' })
const right = pedalAt('1-2', { path: '/dev/hidraw1', plugging: '2' })

function create(hears = true): DeviceWatch {
  const events: PlugEvents = { start: (given) => { news = given; return hears }, stop: () => { news = undefined } }
  const made = createDeviceWatch({ clock, events, scanner: { scan: async () => { scans += 1; return answer } }, loop: { start: () => {}, stop: () => scans } })
  made.onChange(({ arrived, departed }) => told.push(...arrived.map((one) => `+${one.path}`), ...departed.map((one) => `-${one.path}`)))
  made.onTrouble((trouble) => told.push(trouble?.code ?? 'fine'))
  return made
}
const started = async (): Promise<void> => {
  watch.start()
  await clock.advanceAsync(0)
}
const plug = async (...sightings: DeviceSighting[]): Promise<void> => {
  answer = report(sightings)
  news?.changed()
  await clock.advanceAsync(50)
}

beforeEach(() => {
  clock = createManualClock()
  scans = 0
  told = []
  answer = report([left])
  watch = create()
})
afterEach(() => {
  watch.stop()
  expect(clock.pending).toBe(0)
})

describe('what is plugged in', () => {
  test('is told at the first scan, 50 ms after each event, and looked at again after one and three seconds', async () => {
    await started()
    await plug(left, right)
    expect(told).toEqual(['+/dev/hidraw0', '+/dev/hidraw1'])
    answer = report([left, right, { bus: 'serial', path: '/dev/ttyUSB0', usages: [], hasDescriptor: false }])
    await clock.advanceAsync(950)
    expect(told.slice(2)).toEqual(['+/dev/ttyUSB0'])
    answer = report([left])
    await clock.advanceAsync(2_000)
    expect(told.slice(3)).toEqual(['-/dev/hidraw1', '-/dev/ttyUSB0'])
    expect(scans).toBe(4)
    await clock.advanceAsync(60_000)
    expect(scans).toBe(4)
  })

  test('that was pulled and put back between two scans has gone and come, though node and port are the same', async () => {
    await started()
    await plug({ ...left, plugging: '3' })
    expect(told).toEqual(['+/dev/hidraw0', '+/dev/hidraw0', '-/dev/hidraw0'])
  })

  test('is looked at each five seconds where no event comes, until events come', async () => {
    watch = create(false)
    await started()
    await clock.advanceAsync(10_000)
    expect(scans).toBe(3)
    news?.found()
    await clock.advanceAsync(60_000)
    expect(scans).toBe(4)
    news?.lost()
    await clock.advanceAsync(5_000)
    expect(scans).toBe(5)
  })

  test('is waited for by whoever asks before the first scan has ended', async () => {
    const slow = Promise.withResolvers<Result<ScanReport>>()
    answer = slow.promise
    await started()
    const looking = watch.look()
    slow.resolve(report([left]))
    expect(await looking).toEqual({ ok: true, value: [left] })
    expect(await watch.isStill(left)).toBe(true)
    answer = report([{ ...left, plugging: '9' }])
    expect(await watch.isStill(left)).toBe(false)
  })

  test('is told with how long the console stood still for it at the longest', async () => {
    await started()
    await plug(left)
    expect(watch.longestBlockMs).toBe(2)
  })
})

describe('a scan that fails', () => {
  test('leaves what was known, is told once a cause, and is over when one succeeds', async () => {
    await started()
    const wedged = fail(failure('LINK_TIMEOUT', 'device scan: no answer from node-hid'))
    answer = wedged
    news?.changed()
    await clock.advanceAsync(20_000)
    expect(told).toEqual(['+/dev/hidraw0', 'LINK_TIMEOUT'])
    expect(await watch.look()).toEqual({ ok: true, value: [left] })
    expect(watch.trouble).toEqual(wedged.error)
    await plug(left)
    expect(told.slice(2)).toEqual(['fine'])
  })

  test('from the start is what whoever opens a device is told', async () => {
    answer = fail(failure('LINK_UNSUPPORTED', 'device scan: no /sys'))
    await started()
    expect(await watch.look()).toEqual({ ok: false, error: { code: 'LINK_UNSUPPORTED', detail: 'device scan: no /sys' } })
  })

  test('for one device only does not make that device go, and names it', async () => {
    answer = report([left, right])
    await started()
    answer = report([left], ['/dev/hidraw1'])
    news?.changed()
    await clock.advanceAsync(50)
    expect(told.slice(2)).toEqual(['LINK_TIMEOUT'])
    expect({ paths: watch.sightings.map((one) => one.path), trouble: watch.trouble }).toEqual({ paths: ['/dev/hidraw0', '/dev/hidraw1'], trouble: { code: 'LINK_TIMEOUT', detail: 'device scan: no answer about /dev/hidraw1' } })
    answer = report([left, right])
    await clock.advanceAsync(10_000)
    expect(told.slice(3)).toEqual(['fine'])
  })

  test('after the end says nothing any more', async () => {
    const slow = Promise.withResolvers<Result<ScanReport>>()
    answer = slow.promise
    watch.start()
    watch.stop()
    slow.resolve(report([left]))
    await clock.advanceAsync(0)
    expect(told).toEqual([])
    expect(await watch.look()).toMatchObject({ ok: false, error: { code: 'LINK_CLOSED' } })
  })
})

describe('a driver that waits', () => {
  test('is told when its own device comes, and not of others', async () => {
    let calls = 0
    watch.arrivalsOf({ ...PEDAL, topology: '1-2' }).onArrived(() => (calls += 1))
    await started()
    await plug(left, { ...right, productId: 0x0405 })
    expect(calls).toBe(0)
    await plug(left, right)
    expect(calls).toBe(1)
  })

  test('of a serial port by its path is told when that node comes, also by a link that is not there yet', async () => {
    const calls: string[] = []
    watch.arrivalsOf({ path: '/dev/ttyUSB7' }).onArrived(() => calls.push('node'))
    watch.arrivalsOf({ path: '/dev/serial/by-id/usb-none' }).onArrived(() => calls.push('link'))
    await started()
    await plug(left, right)
    await plug(left, { bus: 'serial', path: '/dev/ttyUSB7', usages: [], hasDescriptor: false })
    await expect.poll(() => calls.toSorted()).toEqual(['link', 'node'])
  })
})
