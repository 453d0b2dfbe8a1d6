import { expect, test } from 'vitest'
import { decodeDeletion, DeletedTexts, MOST_RANGES } from '../../../electron/host/ledger/deletions.ts'

const ranges = { kinds: ['watch.samples'], ranges: [[1, 4], [6, 9]] }

test('a deletion names one earlier entry, or ranges of earlier entries of some kinds', () => {
  expect(decodeDeletion({ seq: 9, reason: 'x' }, 10)).toBe(9)
  expect(decodeDeletion(ranges, 10)).toEqual(ranges)
  expect(decodeDeletion({ ...ranges, ranges: [[1, 4], [5, 5]], simulated: true }, 6)).toMatchObject({ ranges: [[1, 4], [5, 5]] })
})

test.each<[string, Record<string, unknown>]>([
  ['the entry itself', { seq: 10 }], ['a later entry', { seq: 11 }], ['no entry', {}], ['a fraction', { seq: 1.5 }], ['text', { seq: '3' }],
])('a deletion of %s deletes nothing', (_what, payload) => {
  expect(decodeDeletion(payload, 10)).toBeUndefined()
})

test.each<[string, Record<string, unknown>]>([
  ['kinds without ranges', { kinds: ['a.b'] }],
  ['ranges without kinds', { ranges: [[1, 2]] }],
  ['no kinds', { ...ranges, kinds: [] }],
  ['an empty kind', { ...ranges, kinds: [''] }],
  ['a kind that is no text', { ...ranges, kinds: ['a.b', 7] }],
  ['no ranges', { ...ranges, ranges: [] }],
  ['a range of one end', { ...ranges, ranges: [[1]] }],
  ['a range of three ends', { ...ranges, ranges: [[1, 2, 3]] }],
  ['a range that runs backwards', { ...ranges, ranges: [[4, 1]] }],
  ['ranges that overlap', { ...ranges, ranges: [[1, 4], [4, 9]] }],
  ['ranges in the wrong order', { ...ranges, ranges: [[6, 9], [1, 4]] }],
  ['a range from nothing', { ...ranges, ranges: [[0, 4]] }],
  ['a range with a fraction', { ...ranges, ranges: [[1, 4.5]] }],
  ['a range that reaches the entry itself', { ...ranges, ranges: [[1, 10]] }],
  ['a seq beside ranges', { ...ranges, seq: 3 }],
  ['too many ranges', { ...ranges, ranges: Array.from({ length: MOST_RANGES + 1 }, (_, at) => [2 * at + 1, 2 * at + 1]) }],
])('%s: malformed', (what, payload) => {
  expect(decodeDeletion(payload, what.startsWith('too many') ? 10_000 : 10)).toBe('malformed')
})

test('a text that is gone is covered by its seq, or by a range and its kind, and by nothing else', () => {
  const deleted = new DeletedTexts()
  deleted.add(12)
  deleted.add({ kinds: ['a.b', 'c.d'], ranges: [[20, 29], [40, 49]] })
  deleted.add({ kinds: ['a.b', 'c.d'], ranges: [[30, 31], [45, 60]] })
  deleted.add({ kinds: ['e.f'], ranges: [[1, 100]] })
  const covered = (kind: unknown): number[] => [11, 12, 19, 20, 29, 30, 32, 39, 40, 60, 61].filter((seq) => deleted.covers(seq, kind))
  expect(covered('a.b')).toEqual([12, 20, 29, 30, 40, 60])
  expect(covered('c.d')).toEqual(covered('a.b'))
  expect(covered('g.h')).toEqual([12])
  expect(covered(7)).toEqual([12])
  expect(covered('e.f')).toHaveLength(11)
  deleted.add(19)
  expect(deleted.covers(19, 'g.h')).toBe(true)
})

test('months of deletions cost memory by their gaps, not by their texts: seven million in a thousand ranges are asked in no time', () => {
  const deleted = new DeletedTexts()
  for (let at = 0; at < 1000; at++) deleted.add({ kinds: ['watch.samples'], ranges: [[at * 7000 + 1, at * 7000 + 6999]] })
  let covered = 0
  for (let seq = 7; seq <= 7_000_000; seq += 7) if (deleted.covers(seq, 'watch.samples')) covered++
  expect(covered).toBe(1_000_000 - 1000)
})
