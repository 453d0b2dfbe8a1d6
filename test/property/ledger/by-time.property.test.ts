// Times are found by halving, and all of them: also where the clock was set back, more than once.
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTimeOrder, turnsIn } from '../../../electron/host/ledger/reader/by-time.ts'
import { CLOCK_JITTER_MS } from '../../../electron/host/ledger/reader/search-slices.ts'

const START = 10_000_000
/** Mostly forward, sometimes a jitter back, sometimes set back by hours. */
const steps = fc.array(fc.oneof({ weight: 8, arbitrary: fc.nat(5000) }, { weight: 1, arbitrary: fc.integer({ min: -CLOCK_JITTER_MS, max: 0 }) }, { weight: 1, arbitrary: fc.integer({ min: -3_000_000, max: -CLOCK_JITTER_MS - 1 }) }), { minLength: 1, maxLength: 60 })

function written(times: readonly number[]): DatabaseSync {
  const database = new DatabaseSync(':memory:')
  database.exec('CREATE TABLE entries (seq INTEGER PRIMARY KEY, utc_ms INTEGER)')
  const insert = database.prepare('INSERT INTO entries VALUES (?, ?)')
  times.forEach((utcMs, at) => insert.run(at + 1, utcMs))
  return database
}

const timesOf = (walk: readonly number[]): readonly number[] => walk.reduce<readonly number[]>((times, step) => [...times, (times.at(-1) ?? START) + step], [])

test('every entry of a time lies where it is looked for', () => {
  fc.assert(fc.property(steps, fc.integer({ min: START - 4_000_000, max: START + 300_000 }), fc.nat(600_000), (walk, from, span) => {
    const times = timesOf(walk)
    const record = written(times)
    const { from: first, to: last } = createTimeOrder(record, turnsIn(record), times.length).around(from, from + span)
    times.forEach((utcMs, at) => {
      if (utcMs >= from && utcMs <= from + span) expect(at + 1 >= first && at + 1 <= last).toBe(true)
    })
    record.close()
  }))
})

test('the last entry at a moment is at or before it, and what follows is later or of a clock that was set back', () => {
  fc.assert(fc.property(steps, fc.integer({ min: START - 4_000_000, max: START + 300_000 }), (walk, utcMs) => {
    const times = timesOf(walk)
    const record = written(times)
    const turns = turnsIn(record)
    const last = createTimeOrder(record, turns, times.length).lastAt(utcMs)
    record.close()
    if (last === 0) expect(times[0]).toBeGreaterThan(utcMs)
    else expect(times[last - 1]).toBeLessThanOrEqual(utcMs)
    const next = times[last]
    if (last > 0 && next !== undefined && !turns.includes(last + 1)) expect(next).toBeGreaterThan(utcMs)
  }))
})
