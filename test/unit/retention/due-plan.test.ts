// Which old texts are due, and in which ranges: by the record's own times, whatever its clock did.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { prepareDraft } from '../../../electron/host/ledger/draft.ts'
import type { EntryDraft } from '../../../electron/host/ledger/port.ts'
import { isWithin } from '../../../electron/host/ledger/deletions.ts'
import { choose, MOST_TEXTS, planDue, walk, type Candidate, type TimedRow } from '../../../electron/host/ledger/reader/due-plan.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const NOW = Date.UTC(2026, 10, 26, 12)
const BEFORE = NOW - 90 * DAY_MS
const hourly = (count: number, fromUtcMs: number, stepMs = HOUR_MS): TimedRow[] => Array.from({ length: count }, (_, at) => ({ seq: at + 1, utcMs: fromUtcMs + at * stepMs }))
const START = { after: { seq: 0, utcMs: BEFORE - 10 * DAY_MS }, beforeUtcMs: BEFORE, nowUtcMs: NOW }

describe('walking through the times of a record', () => {
  test('it ends before the first entry that is too young', () => {
    const { through, isEnd } = walk(hourly(500, BEFORE - 100 * HOUR_MS), START)
    expect(through).toEqual({ seq: 100, utcMs: BEFORE - HOUR_MS })
    expect(isEnd).toBe(true)
  })

  test('a clock that was set back for a while makes nothing older than the entries before it', () => {
    const rows = [{ seq: 1, utcMs: BEFORE + HOUR_MS }, { seq: 2, utcMs: Date.UTC(1970, 0, 1) }, { seq: 3, utcMs: BEFORE - 300 * DAY_MS }]
    expect(walk(rows, START).through.seq).toBe(0)
  })

  test('a clock that ran years ahead for a while holds up nothing that is old by the entries around it', () => {
    const rows = [{ seq: 1, utcMs: BEFORE - DAY_MS }, { seq: 2, utcMs: Date.UTC(2040, 0, 1) }, { seq: 3, utcMs: BEFORE - HOUR_MS }, { seq: 4, utcMs: BEFORE + HOUR_MS }]
    expect(walk(rows, START).through).toEqual({ seq: 3, utcMs: BEFORE - HOUR_MS })
  })

  test('while nobody vouches for the clock no more recorded time than allowed is dealt with, and standing still is hardly any', () => {
    const minutes = hourly(2000, BEFORE - 50 * DAY_MS, 60_000)
    const limited = walk(minutes, { ...START, after: { seq: 0, utcMs: BEFORE - 50 * DAY_MS }, mostMs: 3 * HOUR_MS })
    expect(limited).toMatchObject({ spentMs: 3 * HOUR_MS, isEnd: false })
    expect(limited.through.seq).toBe(181)
    const stood = [{ seq: 1, utcMs: BEFORE - 40 * DAY_MS }, { seq: 2, utcMs: BEFORE - 2 * DAY_MS }]
    expect(walk(stood, { ...START, mostMs: HOUR_MS }).through.seq).toBe(2)
  })
})

describe('packing texts into ranges', () => {
  const sample = (seq: number, kept = false): Candidate => ({ seq, kind: 'watch.samples', kept })

  test('what stays splits a range, what has no text does not', () => {
    expect(choose([sample(3), sample(9), sample(10, true), sample(12)])).toEqual({ kinds: ['watch.samples'], ranges: [[3, 9], [12, 12]], texts: 3, until: undefined })
  })

  test('one deletion takes so many texts at most, and says up to where it came', () => {
    const many = Array.from({ length: MOST_TEXTS + 5 }, (_, at) => sample(2 * at + 1))
    const { texts, ranges, until } = choose(many)
    expect(texts).toBe(MOST_TEXTS)
    expect(ranges).toEqual([[1, 2 * MOST_TEXTS - 1]])
    expect(until).toBe(2 * MOST_TEXTS)
  })

  test('property: exactly the texts that are due up to its end are named, none that stays, within what one entry may hold', () => {
    const rows = fc.array(fc.record({ gap: fc.integer({ min: 1, max: 4000 }), kind: fc.constantFrom('note.added', 'people.told', 'action.added'), kept: fc.boolean() }), { maxLength: 400 })
    fc.assert(fc.property(rows, (said) => {
      let seq = 0
      const candidates = said.map(({ gap, kind, kept }) => ({ seq: (seq += gap), kind, kept }))
      const { kinds, ranges, texts, until } = choose(candidates)
      const upTo = candidates.filter((one) => one.seq <= (until ?? Number.POSITIVE_INFINITY))
      const named = candidates.filter((one) => isWithin({ kinds, ranges }, one.seq, one.kind))
      expect(named).toEqual(upTo.filter(({ kept }) => !kept))
      expect(named.length).toBe(texts)
      if (texts > 0) expect(prepareDraft({ kind: 'content.deleted', actor: { role: 'system', position: 'host' }, payload: { kinds, ranges } as EntryDraft['payload'] }, { stamp: { monoUs: 0, utcMs: 0, clock: 'unknown' }, salt: () => new Uint8Array(16) }).ok).toBe(true)
      // It always comes further, however full it is.
      if (upTo.length === 0) expect(candidates.length).toBe(0)
    }))
  })
})

describe('a plan', () => {
  test('a slice that holds more than one deletion comes back for the rest, with the time of where it came', () => {
    const rows = hourly(MOST_TEXTS + 10, BEFORE - 10 * DAY_MS, 1000)
    const candidates = rows.map(({ seq }) => ({ seq, kind: 'watch.samples', kept: false }))
    const due = planDue({ rows, isWhole: true, candidatesTo: (to) => candidates.filter(({ seq }) => seq <= to) }, { ...START, kinds: { only: ['watch.samples'] }, keeps: 'nothing' })
    expect(due).toMatchObject({ texts: MOST_TEXTS, isLast: false, through: rows[MOST_TEXTS - 1] })
  })

  test('where nothing has a text it says that nothing more is due', () => {
    const due = planDue({ rows: hourly(5, BEFORE - DAY_MS), isWhole: true, candidatesTo: () => [] }, { ...START, kinds: { only: [] }, keeps: 'nothing' })
    expect(due).toMatchObject({ ranges: [], texts: 0, isLast: true, through: { seq: 5 } })
  })
})
