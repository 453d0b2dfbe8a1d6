import { expect, test } from 'vitest'
import { lineForPeople } from '../../../electron/cli/trace/line-for-people.ts'

const AT = Date.UTC(2026, 10, 23, 21, 1, 5, 2)

test('a line of traffic stands with local time, device and direction', () => {
  expect(lineForPeople({ t: AT, device: 'desk-radio', dir: 'tx', line: 'AT+CREG?' })).toBe('22:01:05,002 desk-radio       > AT+CREG?')
  expect(lineForPeople({ t: AT, device: 'pedal', dir: 'rx', line: '0002', bus: 'hid' })).toBe('22:01:05,002 pedal            < 0002')
  expect(lineForPeople({ t: AT, device: 'pedal', dir: 'rx', line: '%%', discarded: true })).toBe('22:01:05,002 pedal            ! %%')
})

test('what a radio sends cannot steer the terminal', () => {
  expect(lineForPeople({ t: AT, device: 'desk-radio', dir: 'rx', line: '\u001b[2Jgone\u009b' })).toBe('22:01:05,002 desk-radio       < \\x1b[2Jgone\\x9b')
})
