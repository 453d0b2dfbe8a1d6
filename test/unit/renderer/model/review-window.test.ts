// What piece of time a storing is looked back on in, and how its axis and moments are said.
import { describe, expect, it } from 'vitest'
import { createText } from '../../../../renderer/i18n/texts.ts'
import { momentText, shareOf, ticksOf, windowOf, windowOfFault } from '../../../../renderer/model/review-window.ts'
import { createWords } from '../../../../renderer/model/words.ts'

const words = createWords('nl', createText('nl'))
const MINUTE = 60_000
const OPENED = Date.UTC(2026, 10, 23, 20, 11, 38)
const fault = { openedUtcMs: OPENED, begunUtcMs: OPENED - 4 * MINUTE, state: 'open' } as const

describe('the window of a storing', () => {
  it('begins ten minutes before the storing did, and stands still while it grows by seconds', () => {
    const windows = [0, 1, 30, 299].map((second) => windowOfFault(fault, OPENED + second * 1000))
    for (const window of windows) expect(window).toEqual(windows[0])
    expect(windows[0]).toMatchObject({ fromUtcMs: Date.UTC(2026, 10, 23, 19, 57), live: true })
  })

  it.each([10, 45, 90, 700, 4000, 20_000])('holds now, %i minutes after it was found', (minutes) => {
    const now = OPENED + minutes * MINUTE
    const { fromUtcMs, toUtcMs } = windowOfFault(fault, now)
    expect(toUtcMs).toBeGreaterThanOrEqual(now)
    expect(toUtcMs - fromUtcMs).toBeLessThan((now - fromUtcMs) * 2 + 20 * MINUTE)
  })

  it('of a closed one ends a little after its end, and grows no more', () => {
    const closed = { ...fault, state: 'closed', closedUtcMs: OPENED + 20 * MINUTE } as const
    expect(windowOfFault(closed, OPENED + 30 * MINUTE)).toEqual(windowOfFault(closed, OPENED + 9000 * MINUTE))
    expect(windowOfFault(closed, OPENED + 30 * MINUTE).live).toBe(false)
  })

  it('of one closed just now says nothing of the minutes after it before they have been', () => {
    const closed = { ...fault, state: 'closed', closedUtcMs: OPENED + 20 * MINUTE } as const
    expect(windowOfFault(closed, OPENED + 21 * MINUTE)).toEqual({ ...windowOfFault(closed, OPENED + 30 * MINUTE), live: true })
  })

  it('without a storing is the last hour, around a moment half an hour either side', () => {
    const lately = windowOf({ on: 'lately' }, undefined, OPENED)
    expect(lately.toUtcMs).toBeGreaterThanOrEqual(OPENED)
    expect(windowOf({ on: 'moment', utcMs: OPENED - 100 * MINUTE }, undefined, OPENED)).toEqual({ fromUtcMs: OPENED - 130 * MINUTE, toUtcMs: OPENED - 70 * MINUTE, live: false })
  })

  it('keeps what lies outside at its edges', () => {
    const window = { fromUtcMs: 1000, toUtcMs: 2000, live: false }
    expect([0, 1000, 1500, 2000, 9000].map((utcMs) => shareOf(utcMs, window))).toEqual([0, 0, 0.5, 1, 1])
  })
})

describe('the axis', () => {
  const texts = (fromUtcMs: number, minutes: number): readonly string[] => ticksOf({ fromUtcMs, toUtcMs: fromUtcMs + minutes * MINUTE, live: false }, words).map(({ text }) => text)

  it('counts whole moments of the local clock, and names the day where one begins', () => {
    expect(texts(Date.UTC(2026, 10, 23, 20, 3), 60)).toEqual(['21:10', '21:20', '21:30', '21:40', '21:50', '22:00'])
    expect(texts(Date.UTC(2026, 10, 23, 22, 45), 30)).toEqual(['23:45', '23:50', '23:55', 'di 24-11', '00:05', '00:10', '00:15'])
    expect(texts(Date.UTC(2026, 6, 1, 4, 10), 1440)).toEqual(['12:00', '18:00', 'do 02-07', '06:00'])
  })

  it('goes on over the night in which an hour comes twice', () => {
    expect(texts(Date.UTC(2026, 9, 25, 0, 0), 150)).toEqual(['02:00', '02:30', '02:00', '02:30', '03:00', '03:30'])
  })

  it('of weeks names days', () => {
    const ticks = texts(Date.UTC(2026, 10, 1, 10, 0), 14 * 1440)
    expect(ticks.length).toBeGreaterThan(3)
    for (const tick of ticks) expect(tick).toMatch(/^(ma|di|wo|do|vr|za|zo) \d\d-11$/)
  })
})

describe('a moment', () => {
  it('names its day where that is another one, and which of two where the clock was set back', () => {
    const now = Date.UTC(2026, 10, 23, 20, 47)
    expect(momentText(Date.UTC(2026, 10, 23, 20, 11, 38), now, words)).toBe('21:11:38')
    expect(momentText(Date.UTC(2026, 10, 22, 22, 59, 59), now, words)).toBe('zo 22-11 23:59:59')
    expect(momentText(Date.UTC(2026, 9, 25, 0, 30), Date.UTC(2026, 9, 25, 9, 0), words)).toBe('02:30:00 zomertijd')
    expect(momentText(Date.UTC(2026, 9, 25, 1, 30), Date.UTC(2026, 9, 25, 9, 0), words)).toBe('02:30:00 wintertijd')
  })
})
