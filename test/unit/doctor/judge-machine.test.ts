// What the facts of a machine mean: each trouble that has bitten somebody, with what mends it.
import { describe, expect, test } from 'vitest'
import { judgeConsole, judgeMachine, type MachineFacts } from '../../../electron/cli/doctor/judge/machine.ts'
import { failure } from '../../../native/kit/errors.ts'

const MIB = 1024 * 1024
const GOOD: MachineFacts = {
  node: '24.21.0',
  wantedNodeMajor: 24,
  libraries: [{ name: 'serialport', loaded: true, detail: '' }, { name: 'node-hid', loaded: true, detail: '' }],
  clock: { utcMs: Date.UTC(2026, 10, 26), driftMs: 3, lookedMs: 2_000, timeZone: 'Europe/Amsterdam', synchronised: 'yes' },
  disk: { folder: '/var/lib/a', freeBytes: 50_000 * MIB },
  programs: ['systemd', 'dbus-daemon'],
  threads: { size: 4, serialPorts: 2 },
}
const stateOf = (facts: MachineFacts, id: string, rules = false): [string | undefined, string | undefined] => {
  const found = judgeMachine(facts, rules).find((one) => one.id === id)
  return [found?.state, found?.cure?.key]
}
const clock = (change: Partial<MachineFacts['clock']>): MachineFacts => ({ ...GOOD, clock: { ...GOOD.clock, ...change } })

test('a machine in order has nothing to mend', () => {
  expect(judgeMachine(GOOD, true).filter((one) => one.state !== 'ok' || one.cure)).toEqual([])
})

type Trouble = readonly [what: string, facts: MachineFacts, id: string, state: string, cure: string | undefined]

describe('trouble', () => {
  test.each([
    ['an older Node', { ...GOOD, node: '20.19.2' }, 'runtime.node', 'failed', 'doctor.node.cure'],
    ['a HID library without its system libraries', { ...GOOD, libraries: [{ name: 'node-hid', loaded: false, detail: 'libudev.so.1' }] }, 'runtime.node-hid', 'failed', 'doctor.library.hid'],
    ['a serial library that is half installed', { ...GOOD, libraries: [{ name: 'serialport', loaded: false, detail: 'x' }] }, 'runtime.serialport', 'failed', 'doctor.library.reinstall'],
    ['a clock that nobody set', clock({ utcMs: 0 }), 'clock.set', 'failed', 'doctor.clock.cure'],
    ['a clock that jumps while it is looked at', clock({ driftMs: -4_000 }), 'clock.set', 'warning', 'doctor.clock.cure'],
    ['a clock without a time server', clock({ synchronised: 'no' }), 'clock.source', 'warning', 'doctor.clock.cure'],
    ['a time server nobody can ask about', clock({ synchronised: 'unknown' }), 'clock.source', 'unknown', undefined],
    ['another time zone', clock({ timeZone: 'UTC' }), 'clock.zone', 'warning', 'doctor.zone.cure'],
    ['a disk that fills', { ...GOOD, disk: { folder: '/', freeBytes: 1_000 * MIB } }, 'disk', 'warning', 'doctor.disk.cure'],
    ['a disk that is full', { ...GOOD, disk: { folder: '/', freeBytes: 100 * MIB } }, 'disk', 'failed', 'doctor.disk.cure'],
    ['a disk that cannot be read', { ...GOOD, disk: { folder: '/', trouble: 'EIO' } }, 'disk', 'unknown', undefined],
    ['a braille daemon that takes adapters', { ...GOOD, programs: ['brltty'] }, 'programs.brltty', 'warning', 'doctor.brltty.cure'],
    ['modem probing', { ...GOOD, programs: ['ModemManager'] }, 'programs.modemmanager', 'warning', 'doctor.rules.install'],
    ['a system that hides its programs', { ...GOOD, programs: undefined }, 'programs.brltty', 'unknown', undefined],
    ['more ports than threads', { ...GOOD, threads: { size: 4, serialPorts: 6 } }, 'threads', 'warning', 'doctor.threads.cure'],
    ['many ports and threads enough', { ...GOOD, threads: { size: 16, serialPorts: 6 } }, 'threads', 'ok', undefined],
  ] as const satisfies readonly Trouble[])('%s', (...[, facts, id, state, cure]: Trouble) => {
    expect(stateOf(facts, id)).toEqual([state, cure])
  })

  test('modem probing is no trouble once the rules keep it off our adapters', () => {
    expect(stateOf({ ...GOOD, programs: ['ModemManager'] }, 'programs.modemmanager', true)).toEqual(['ok', undefined])
  })
})

test('a running console that tells is in order, one that is silent is unknown and says why', () => {
  expect(judgeConsole({ console: 'none' }).state).toBe('ok')
  expect(judgeConsole({ console: 'told', pid: 7 })).toMatchObject({ state: 'ok', detail: { values: { pid: 7 } } })
  expect(judgeConsole({ console: 'lock', trouble: failure('LINK_DENIED', '/x') })).toMatchObject({ state: 'unknown', detail: { key: 'error.LINK_DENIED' }, cure: { key: 'doctor.console.cure' } })
})
