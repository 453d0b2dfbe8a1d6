// The report as programs and people get it.
import { expect, test } from 'vitest'
import { isFit, linesForPeople, reportedDevices, summary, type Examined } from '../../../electron/cli/doctor/report.ts'
import { words, type CheckState, type Finding } from '../../../electron/cli/doctor/finding.ts'
import { createText } from '../../../electron/cli/terminal/text.ts'
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok } from '../../../native/kit/result.ts'

const text = createText('nl')
const finding = (state: CheckState, id = 'a'): Finding => ({ id, state, title: words('doctor.disk'), detail: words('doctor.disk.free', { folder: '/x', mib: 12_345 }), cure: words('doctor.disk.cure') })
const examined = (required: boolean, ...states: readonly CheckState[]): Examined => ({
  look: { id: 'pedal', label: 'Pedaal', driver: 'hid-buttons', required, line: 'hid://05f3:00ff', bus: 'hid', found: fail(failure('LINK_MISSING', 'x')) },
  findings: states.map((state) => finding(state)),
})

test('a place of work is fit while nothing that it requires fails', () => {
  expect(isFit([examined(true, 'ok', 'warning', 'unknown'), examined(false, 'failed')])).toBe(true)
  expect(isFit([examined(true, 'ok', 'failed')])).toBe(false)
  expect(isFit([])).toBe(true)
})

test.each([
  [['ok', 'unknown'], 'ok'],
  [['ok', 'warning', 'unknown'], 'warning'],
  [['warning', 'failed'], 'failed'],
  [['unknown'], 'unknown'],
] as const)('checks that are %s make a device that is %s', (states, state) => {
  expect(reportedDevices([examined(true, ...states)], [])).toMatchObject([{ id: 'pedal', path: 'hid://05f3:00ff', state }])
})

test('what is plugged in and belongs to no device stands behind the devices', () => {
  const found: Examined = { ...examined(true, 'ok'), look: { ...examined(true).look, found: ok({ path: '/dev/hidraw0' }) } }
  const other: Finding = { ...finding('warning', 'plugged./dev/ttyUSB0'), detail: words('doctor.plugged.serial', { name: 'FTDI', place: '0403:6001, USB 1-2' }) }
  expect(reportedDevices([found], [other]).map(({ id, path, place }) => [id, path, place])).toEqual([['pedal', '/dev/hidraw0', ''], [undefined, '/dev/ttyUSB0', '0403:6001, USB 1-2']])
})

test('people read state, thing, what it is and what to do, and how many of each at the end', () => {
  expect(linesForPeople(finding('failed'), text)).toEqual(['✗ Schijf voor het logboek: 12.345 MiB vrij in /x', '    → Maak ruimte: een volle schijf houdt het logboek tegen.'])
  expect(summary([finding('ok'), finding('ok'), finding('failed')], text)).toBe('2 in orde, 0 let op, 1 mislukt, 0 onbekend')
})
