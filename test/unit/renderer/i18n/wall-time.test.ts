// A moment that a person types: today, another day, over midnight, and on the two nights the clock is set.
import { describe, expect, it } from 'vitest'
import { readMoment, wallToUtc, whichOfTwo } from '../../../../renderer/i18n/wall-time.ts'
import { clockTime, fullDate } from '../../../../renderer/i18n/times.ts'

const local = (utcMs: number | undefined): string => (utcMs === undefined ? 'none' : `${fullDate(utcMs, 'nl').slice(-10)} ${clockTime(utcMs)}`)
/** Over midnight: 22:50 on 23 November until 00:40 on the 24th, local time. */
const NIGHT = { fromUtcMs: Date.UTC(2026, 10, 23, 21, 50), toUtcMs: Date.UTC(2026, 10, 23, 23, 40), nearUtcMs: Date.UTC(2026, 10, 23, 22, 0), dateAlone: 'begins' } as const

describe('a typed moment', () => {
  it.each([
    ['23:15', '23-11-2026 23:15:00'],
    ['0:12:05', '24-11-2026 00:12:05'],
    ['00.12', '24-11-2026 00:12:00'],
    ['14:00', '23-11-2026 14:00:00'],
    ['1-7', '01-07-2026 00:00:00'],
    ['1-7-2025 9:30', '01-07-2025 09:30:00'],
    ['29-2-2024 12:00', '29-02-2024 12:00:00'],
    ['29-2-2026', 'none'],
    ['24:00', 'none'],
    ['12:61', 'none'],
    ['kwart over', 'none'],
    ['', 'none'],
  ])('%s is %s beside a window over midnight', (typed, expected) => {
    expect(local(readMoment(typed, NIGHT))).toBe(expected)
  })

  it('a date alone is the end of that day where it is a term', () => {
    expect(local(readMoment('30-11', { ...NIGHT, dateAlone: 'ends' }))).toBe('30-11-2026 23:59:59')
  })
})

describe('the nights the clock is set', () => {
  it('takes the first of the two hours that come twice, and tells which of the two a moment is', () => {
    const first = wallToUtc({ year: 2026, month: 10, day: 25, hour: 2, minute: 30, second: 0 })
    expect(first).toBe(Date.UTC(2026, 9, 25, 0, 30))
    expect(whichOfTwo(Date.UTC(2026, 9, 25, 0, 30))).toBe('first')
    expect(whichOfTwo(Date.UTC(2026, 9, 25, 1, 30))).toBe('second')
    expect([Date.UTC(2026, 9, 24, 23, 30), Date.UTC(2026, 9, 25, 2, 30), Date.UTC(2026, 10, 23, 20, 0)].map(whichOfTwo)).toEqual([undefined, undefined, undefined])
  })

  it('takes a time that is left out in spring as an hour later', () => {
    expect(local(wallToUtc({ year: 2026, month: 3, day: 29, hour: 2, minute: 30, second: 0 }))).toBe('29-03-2026 03:30:00')
  })
})
