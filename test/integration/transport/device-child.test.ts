// The scan that runs in a process of its own, with libraries that are played: one of them never answers.
import { afterEach, describe, expect, test } from 'vitest'
import { fileURLToPath } from 'node:url'
import { systemClock } from '../../../native/transport/clock.ts'
import type { StartDeviceChild } from '../../../native/transport/device-scan/child-protocol.ts'
import { deviceChildProcess } from '../../../native/transport/device-scan/child-process.ts'
import { createChildScan, type ChildNews, type ChildScan } from '../../../native/transport/device-scan/child-scan.ts'
import { createManualClock } from '../../support/manual-clock.ts'

const PLAYED = fileURLToPath(new URL('../../support/played-libraries.ts', import.meta.url))
const played = deviceChildProcess(['--import', PLAYED])

/** As many children as were started, of which the first so many have a library that never answers. */
function children(wedged: number): { readonly start: StartDeviceChild; readonly started: () => number; readonly ended: () => number } {
  let started = 0
  let ended = 0
  return {
    start: () => {
      process.env['HID_LIBRARY'] = started++ < wedged ? 'wedged' : 'sound'
      const child = played()
      child.onGone(() => (ended += 1))
      return child
    },
    started: () => started,
    ended: () => ended,
  }
}

let running: ChildScan | undefined
afterEach(() => running?.stop())

const told = (scan: ChildScan): ChildNews[] => {
  const all: ChildNews[] = []
  scan.onNews((news) => all.push(news))
  return all
}

describe('a scan in a process of its own', () => {
  test('lists what node-hid and serialport tell, and that plugging in is noticed by event', async () => {
    const { start, started } = children(0)
    const scan = (running = createChildScan({ clock: systemClock, start }))
    const news = told(scan)
    const seen = { ok: true, value: { silent: [], sightings: [
      { bus: 'hid', path: '/dev/hidraw0', vendorId: 0x05f3, productId: 0x00ff, interface: 0, usages: [{ page: 0x0c, usage: 3 }], hasDescriptor: false },
      { bus: 'serial', path: 'COM3', vendorId: 0x0403, productId: 0x6001, serial: 'FT1', usages: [], hasDescriptor: false },
    ] } }
    expect(await Promise.all([scan.scan(), scan.scan()])).toEqual([seen, seen])
    await expect.poll(() => news).toEqual(['events-work', 'changed'])
    expect(started()).toBe(1)
  })

  test('that is held up is given up after three seconds, its process killed, and the suspect named; the next has a fresh one', async () => {
    const { start, started, ended } = children(1)
    const clock = createManualClock()
    const scan = (running = createChildScan({ clock, start }))
    const news = told(scan)
    const scanning = scan.scan()
    // The serial ports were listed and a plugging in was told while the other library hung.
    await expect.poll(() => news, { timeout: 10_000 }).toContain('changed')
    await clock.advanceAsync(3_000)
    expect(await scanning).toEqual({ ok: false, error: {
      code: 'LINK_TIMEOUT', detail: 'device scan: no answer from node-hid; plugged in since the last good scan: 05f3:00ff VEC Pedal',
    } })
    expect(news).toContain('events-fail')
    await expect.poll(ended, { timeout: 5_000 }).toBe(1)
    expect(await scan.scan()).toMatchObject({ ok: true, value: { sightings: [{ path: '/dev/hidraw0' }, { path: 'COM3' }] } })
    expect(started()).toBe(2)
  })

  test('whose process is killed from outside fails at once, and the next has a fresh one', async () => {
    const { start: begin } = children(1)
    const kills: (() => void)[] = []
    const scan = (running = createChildScan({ clock: systemClock, start: () => { const child = begin(); kills.push(() => child.kill()); return child } }))
    const scanning = scan.scan()
    kills[0]?.()
    expect(await scanning).toEqual({ ok: false, error: { code: 'LINK_TIMEOUT', detail: 'device scan: its process has ended' } })
    expect(await scan.scan()).toMatchObject({ ok: true })
  })

  test('goes on without events where the usb library breaks down', async () => {
    process.env['USB_LIBRARY'] = 'broken'
    const { start, started } = children(0)
    const scan = (running = createChildScan({ clock: systemClock, start }))
    const news = told(scan)
    await scan.scan()
    await expect.poll(() => [news[0], news.at(-1)]).toEqual(['events-work', 'events-fail'])
    expect(await scan.scan()).toMatchObject({ ok: true })
    expect(started()).toBe(1)
    delete process.env['USB_LIBRARY']
  })

  test('with the real libraries says what there is, or which program of the system is wanting, and lives on', async () => {
    const scan = (running = createChildScan({ clock: systemClock, start: deviceChildProcess() }))
    const scanned = await scan.scan()
    // serialport lists by udevadm on Linux, which a bare system has not.
    if (scanned.ok) expect(scanned.value.silent).toEqual([])
    else expect(scanned.error).toMatchObject({ code: 'LINK_UNSUPPORTED', detail: expect.stringContaining('udevadm') })
    expect(await scan.tryOpen('/dev/hidraw-of-nobody', 10_000)).toBe(true)
  })

  test('tries whether opening a device comes to an end: yes, also when it is denied; no, when it hangs', async () => {
    const scan = (running = createChildScan({ clock: systemClock, start: children(0).start }))
    expect(await scan.tryOpen('/dev/hidraw0', 10_000)).toBe(true)
    expect(await scan.tryOpen('/dev/denied', 10_000)).toBe(true)
    expect(await scan.tryOpen('/dev/wedged', 200)).toBe(false)
    expect(await scan.scan()).toMatchObject({ ok: true })
  })
})
