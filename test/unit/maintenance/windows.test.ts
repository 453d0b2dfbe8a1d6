// Planned work in the time on the wall: summer, winter, and the two nights in between.
import { describe, expect, it } from 'vitest'
import { nextEdge, plannedUntil, spansNear, utcOfWall, type PlannedWindow } from '../../../electron/host/maintenance/windows.ts'

const iso = (utcMs: number | undefined): string | undefined => (utcMs === undefined || utcMs === Infinity ? undefined : new Date(utcMs).toISOString().slice(0, 16))
const at = (utc: string): number => Date.parse(`${utc}Z`)

describe('a time on the wall', () => {
  it.each([
    ['in winter', '2026-12-01 02:00', '2026-12-01T01:00'],
    ['in summer', '2026-07-01 02:00', '2026-07-01T00:00'],
    ['that comes twice is meant the first time', '2026-10-25 02:30', '2026-10-25T00:30'],
    ['that does not come is when the skipped hour is over', '2026-03-29 02:30', '2026-03-29T01:30'],
    ['just before the clock is set forward', '2026-03-29 01:59', '2026-03-29T00:59'],
    ['just after the clock was set back', '2026-10-25 03:00', '2026-10-25T02:00'],
  ])('%s', (_, wall, utc) => {
    expect(iso(utcOfWall(wall))).toBe(utc)
  })
})

describe('a window', () => {
  const once: PlannedWindow = { kind: 'once', from: '2026-12-01 02:00', until: '2026-12-01 05:00' }
  const weekly: PlannedWindow = { kind: 'weekly', day: 'tue', at: '23:00', hours: 3 }
  const until = (windows: readonly PlannedWindow[], utc: string): string | undefined => iso(plannedUntil(spansNear(windows, at(utc)), at(utc)))
  const edge = (windows: readonly PlannedWindow[], utc: string): string | undefined => iso(nextEdge(spansNear(windows, at(utc)), at(utc)))

  it('covers its beginning and not its end', () => {
    expect([until([once], '2026-12-01T00:59'), until([once], '2026-12-01T01:00'), until([once], '2026-12-01T03:59'), until([once], '2026-12-01T04:00')])
      .toEqual([undefined, '2026-12-01T04:00', '2026-12-01T04:00', undefined])
  })

  it('that comes each week covers its night, past midnight too, in summer and in winter', () => {
    expect(until([weekly], '2026-12-02T00:30')).toBe('2026-12-02T01:00')
    expect(until([weekly], '2026-07-07T21:00')).toBe('2026-07-08T00:00')
    expect(until([weekly], '2026-12-03T23:00')).toBeUndefined()
  })

  it('of a week keeps its length over the night in which the clock is set back', () => {
    const sunday: PlannedWindow = { kind: 'weekly', day: 'sun', at: '01:00', hours: 3 }
    expect(until([sunday], '2026-10-24T23:30')).toBe('2026-10-25T02:00')
  })

  it('that touches the next one goes on in it', () => {
    const next: PlannedWindow = { kind: 'once', from: '2026-12-01 05:00', until: '2026-12-01 06:00' }
    expect(until([once, next], '2026-12-01T02:00')).toBe('2026-12-01T05:00')
  })

  it('says when it next begins or ends', () => {
    expect(edge([once], '2026-11-30T12:00')).toBe('2026-12-01T01:00')
    expect(edge([once], '2026-12-01T01:00')).toBe('2026-12-01T04:00')
    expect(edge([weekly], '2026-12-02T00:30')).toBe('2026-12-02T01:00')
    expect(edge([weekly], '2026-12-02T01:00')).toBe('2026-12-08T22:00')
    expect(edge([once], '2026-12-02T00:00')).toBeUndefined()
  })
})
