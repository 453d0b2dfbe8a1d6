import { expect, test } from 'vitest'
import { lastOf, nextNumber, parseNumber } from '../../../electron/host/incident/numbers.ts'

const WINTER = Date.UTC(2026, 10, 26)

test('each series of a room counts by itself, and starts anew with the year here', () => {
  const first = nextNumber({}, { series: 'S', room: 'OB', utcMs: WINTER })
  expect(first.number).toBe('S-2026-OB-0001')
  const melding = nextNumber(first.last, { series: 'M', room: 'OB', utcMs: WINTER })
  expect(melding.number).toBe('M-2026-OB-0001')
  const second = nextNumber(melding.last, { series: 'S', room: 'OB', utcMs: WINTER })
  expect(second.number).toBe('S-2026-OB-0002')
  expect(nextNumber(second.last, { series: 'S', room: 'OB', utcMs: Date.UTC(2026, 11, 31, 23, 30) }).number).toBe('S-2027-OB-0001')
  expect(nextNumber(second.last, { series: 'O', room: 'OB', utcMs: WINTER }).number).toBe('O-2026-OB-0001')
})

test('a number is read back, and what is none is none', () => {
  expect(parseNumber('OM-2026-OB-12345')).toEqual({ series: 'OM', year: '2026', room: 'OB', count: 12345 })
  for (const text of ['X-2026-OB-0001', 'S-2026-OB-1', 'S-26-OB-0001', ' S-2026-OB-0001', 7, undefined]) expect(parseNumber(text)).toBeUndefined()
})

test('the last numbers are those of this room, whatever order they are found in', () => {
  expect(lastOf(['S-2026-OB-0002', 'S-2026-OB-0009', 'S-2026-ZH-0044', 'M-2025-OB-0003', 'nonsense'], 'OB')).toEqual({ 'S-2026': 9, 'M-2025': 3 })
  expect(nextNumber(lastOf(['S-2026-OB-9999'], 'OB'), { series: 'S', room: 'OB', utcMs: WINTER }).number).toBe('S-2026-OB-10000')
})
