// Is it there, may we, did it open, what does a console know of it: with what mends each.
import { describe, expect, test } from 'vitest'
import { judgeFound, judgeLink, judgeOpen, judgePermission, judgeUnopened, placeOf, type DeviceLook, type NodeFacts } from '../../../electron/cli/doctor/judge/devices.ts'
import { judgePlugged } from '../../../electron/cli/doctor/judge/plugged.ts'
import type { DeviceSighting } from '../../../native/kit/device-identity.ts'
import { ERRORS, failure, type ErrorCode } from '../../../native/kit/errors.ts'
import { fail, ok } from '../../../native/kit/result.ts'

const PEDAL: DeviceSighting = { bus: 'hid', path: '/dev/hidraw3', vendorId: 0x05f3, productId: 0x00ff, topology: '1-1.4', usages: [{ page: 12, usage: 3 }], hasDescriptor: true }
const NODE: NodeFacts = { path: '/dev/hidraw3', allowed: false, owner: 'root', group: 'root', mode: '600', isMember: false }
const LOOK: DeviceLook = { id: 'pedal', label: 'Pedaal', driver: 'hid-buttons', required: true, line: 'hid://05f3:00ff', bus: 'hid', found: ok({ path: '/dev/hidraw3', sighting: PEDAL }), node: NODE }

test('a device is said by its path, its USB identity and the port it is plugged into', () => {
  expect(placeOf(PEDAL)).toBe('05f3:00ff, USB 1-1.4')
  expect(placeOf({ ...PEDAL, serial: 'A7' })).toBe('05f3:00ff, USB 1-1.4, serial A7')
  expect(placeOf(undefined)).toBe('')
  expect(judgeFound(LOOK)).toMatchObject({ id: 'device.pedal.found', state: 'ok', detail: { values: { path: '/dev/hidraw3', driver: 'hid-buttons' } } })
})

test('one that is missing and one of two equal ones are mended differently', () => {
  expect(judgeFound({ ...LOOK, bus: 'network', line: 'tcp://10.0.0.5:4001', found: ok({ path: 'tcp://10.0.0.5:4001' }) }), 'an address is no device').toBeUndefined()
  expect(judgeFound({ ...LOOK, found: fail(failure('LINK_MISSING', 'x')) })).toMatchObject({ state: 'failed', cure: { key: 'doctor.found.cure' } })
  expect(judgeFound({ ...LOOK, found: fail(failure('LINK_AMBIGUOUS', 'x')) })).toMatchObject({ state: 'failed', cure: { key: 'doctor.found.ambiguous' } })
})

describe('access', () => {
  test.each([
    ['a pedal without the rules', {}, 'missing', 'doctor.rules.install'],
    ['a pedal with old rules', {}, 'outdated', 'doctor.rules.install'],
    ['a pedal that was in before the rules', {}, 'installed', 'doctor.permission.replug'],
    ['a port of a group the user is not in', { bus: 'serial' }, 'installed', 'doctor.permission.group'],
    ['a port whose group counts after the next login', { bus: 'serial', node: { ...NODE, isMember: true } }, 'installed', 'doctor.permission.replug'],
  ] as const)('%s', (_what, change, rules, cure) => {
    expect(judgePermission({ ...LOOK, ...change }, rules)).toMatchObject({ state: 'failed', cure: { key: cure } })
  })

  test('that is there is shown with its owner, and a network line has none', () => {
    expect(judgePermission({ ...LOOK, node: { ...NODE, allowed: true } }, 'missing')).toMatchObject({ state: 'ok', detail: { values: { owner: 'root', mode: '600' } } })
    const { node: _none, ...network } = LOOK
    expect(judgePermission(network, 'missing')).toBeUndefined()
  })
})

test.each(Object.keys(ERRORS) as ErrorCode[])('an opening that fails with %s names the cause and a cure', (code) => {
  expect(judgeOpen(LOOK, fail(failure(code, 'x')), 12)).toMatchObject({ state: 'failed', detail: { key: `error.${code}`, values: { detail: 'x' } }, cure: { key: expect.stringContaining('doctor.') } })
})

test('an opening that works is timed', () => {
  expect(judgeOpen(LOOK, ok(), 12.4)).toMatchObject({ state: 'ok', detail: { values: { ms: 12 } } })
})

test('a line that keys is not opened, and that is said', () => {
  expect(judgeUnopened(LOOK)).toMatchObject({ id: 'device.pedal.open', state: 'unknown', detail: { key: 'doctor.open.keys' } })
})

test('beside a running console a device is as that console knows it', () => {
  const facts = { id: 'pedal', driver: 'hid-buttons', sinceUtcMs: 0 } as const
  expect(judgeLink(LOOK, undefined).state).toBe('unknown')
  expect(judgeLink(LOOK, { ...facts, link: 'up' }).state).toBe('ok')
  expect(judgeLink(LOOK, { ...facts, link: 'opening' }).state).toBe('unknown')
  expect(judgeLink(LOOK, { ...facts, link: 'down', cause: 'LINK_BUSY', detail: 'y' })).toMatchObject({ state: 'failed', detail: { key: 'error.LINK_BUSY' }, cure: { key: 'doctor.open.busy' } })
})

test('what is plugged in and belongs to no device is told with the driver that fits; what no driver fits is nobody’s news', () => {
  const adapter: DeviceSighting = { bus: 'serial', path: '/dev/ttyUSB0', vendorId: 0x0403, productId: 0x6001, manufacturer: 'FTDI', product: 'FT232R', topology: '1-2', usages: [], hasDescriptor: false }
  const board: DeviceSighting = { bus: 'serial', path: '/dev/ttyS0', usages: [], hasDescriptor: false }
  const tablet: DeviceSighting = { ...PEDAL, path: '/dev/hidraw9', vendorId: 1 }
  const known = ({ vendorId }: DeviceSighting) => (vendorId === 0x05f3 ? { id: 'vec-footpedal', label: 'VEC', driver: 'hid-buttons' } : undefined)
  const told = judgePlugged([PEDAL, adapter, board, tablet], new Set(), known)
  expect(told.map((one) => [one.id, one.cure?.values])).toEqual([
    ['plugged./dev/hidraw3', { driver: 'hid-buttons', product: 'vec-footpedal' }],
    ['plugged./dev/ttyUSB0', { path: '/dev/ttyUSB0' }],
  ])
  expect(judgePlugged([PEDAL, adapter], new Set(['/dev/hidraw3', '/dev/ttyUSB0']), known)).toEqual([])
})
