// A host that may start no process looks for devices through its shell: both ends of that, with the real child between.
import { afterEach, expect, test } from 'vitest'
import { fileURLToPath } from 'node:url'
import { shellChildren, type ShellChildren } from '../../../electron/host/devices/shell-child.ts'
import { createDeviceChildren, type DeviceChildren, type ForkedChild } from '../../../electron/main/rules/device-children.ts'
import { systemClock } from '../../../native/transport/clock.ts'
import { deviceChildProcess } from '../../../native/transport/device-scan/child-process.ts'
import type { ToChild } from '../../../native/transport/device-scan/child-protocol.ts'
import { createChildScan, type ChildScan } from '../../../native/transport/device-scan/child-scan.ts'
import { createManualClock } from '../../support/manual-clock.ts'

const PLAYED = fileURLToPath(new URL('../../support/played-libraries.ts', import.meta.url))

/** As Electron forks one, by Node. */
function forked(): ForkedChild {
  const child = deviceChildProcess(['--import', PLAYED])()
  return {
    postMessage: (message) => child.send(message as ToChild),
    on: (event: 'message' | 'exit', listener: (message?: unknown) => void) => (event === 'exit' ? child.onGone(() => listener()) : child.onMessage(listener)),
    end: () => child.kill(),
  }
}

let scan: ChildScan | undefined
let shell: DeviceChildren
let forks = 0
afterEach(() => {
  scan?.stop()
  shell.endAll()
})

function host(): ShellChildren {
  const ends: { host?: ShellChildren } = {}
  forks = 0
  shell = createDeviceChildren({
    fork: () => {
      forks += 1
      return forked()
    },
    // As over a real pipe, nothing arrives within the call that sent it.
    send: (packet) => queueMicrotask(() => ends.host?.receive(structuredClone(packet))),
  })
  ends.host = shellChildren((packet) => queueMicrotask(() => shell.receive(structuredClone(packet))))
  return ends.host
}

test('a scan goes over the shell and back, and the child stays for the next', async () => {
  process.env['HID_LIBRARY'] = 'sound'
  scan = createChildScan({ clock: systemClock, start: host().start })
  expect(await scan.scan()).toMatchObject({ ok: true, value: { sightings: [{ path: '/dev/hidraw0' }, { path: 'COM3' }] } })
  expect(await scan.tryOpen('/dev/hidraw0', 10_000)).toBe(true)
  expect(forks).toBe(1)
})

test('a child that hangs is ended by the shell, and the next scan has a fresh one', async () => {
  process.env['HID_LIBRARY'] = 'wedged'
  const clock = createManualClock()
  const news: string[] = []
  scan = createChildScan({ clock, start: host().start })
  scan.onNews((one) => news.push(one))
  const scanning = scan.scan()
  await expect.poll(() => news, { timeout: 10_000 }).toContain('changed')
  await clock.advanceAsync(3_000)
  expect(await scanning).toMatchObject({ ok: false, error: { code: 'LINK_TIMEOUT', detail: expect.stringContaining('no answer from node-hid') } })
  process.env['HID_LIBRARY'] = 'sound'
  expect(await scan.scan()).toMatchObject({ ok: true })
  expect(forks).toBe(2)
})

test('a child that ends with its host is told to nobody, and one too many is not started', async () => {
  const told: string[] = []
  const children = host()
  for (let one = 0; one < 5; one++) children.start().onGone(() => told.push(`gone ${one}`))
  await expect.poll(() => told).toEqual(['gone 4'])
  expect(forks).toBe(4)
  shell.endAll()
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(told).toEqual(['gone 4'])
})

test('what is not for a child of the host is left for others', () => {
  const children = host()
  expect(children.receive({ packet: 'call', id: 1, name: 'note.add' })).toBe(false)
  expect(children.receive({ packet: 'device-child', child: 7, say: 'gone' })).toBe(true)
  expect(children.receive({ packet: 'device-child', child: 7, say: 'tell', inner: { tell: 'changed' } })).toBe(true)
})
