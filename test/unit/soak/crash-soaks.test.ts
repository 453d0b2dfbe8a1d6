// The soaks of kill -9 and of power loss: what they call a find, and what they are told.
import { expect, test } from 'vitest'
import { killSoak, rowOf as killRow } from '../../soak/kill/kill-soak.ts'
import { powerSoak, rowOf as powerRow } from '../../soak/power/power-soak.ts'
import { promisesAt } from '../../soak/power/promises.ts'
import { encodeSaid, type Said } from '../../soak/record/marks.ts'

test('each lost entry and each broken thing is a find, and the row counts what was tried', () => {
  const ways = { opening: 1, writing: 2, closing: 3, 'setting aside': 4 }
  const tally = { kills: 10, lives: 11, acknowledged: 99, written: 500, anchored: 7, slow: 1, folders: 1, bytes: 5, ways }
  expect(killRow({ ...tally, lost: [], broken: [] }, { from: 501, seed: 3 }, 2)).toMatchObject({ n: 10, found: 0, seed: 3, figures: { from: 501, acknowledged: 99, lost: 0, 'slow disk': 1, 'while setting aside': 4 } })
  expect(killRow({ ...tally, lost: ['a', 'b'], broken: ['c'] }, { from: 1, seed: 1 }, 2)).toMatchObject({ found: 3, figures: { lost: 2, broken: 1 } })
  const more = { from: 1, seed: 1, recordings: 1, ops: 100, syncs: 20, seconds: 1 }
  expect(powerRow({ images: 5, promised: 50, setAside: 1, lost: [], falseDamage: [], broken: [] }, more)).toMatchObject({ n: 5, found: 0, figures: { promised: 50 } })
  expect(powerRow({ images: 5, promised: 50, setAside: 1, lost: ['a'], falseDamage: ['b'], broken: ['c'] }, more)).toMatchObject({ found: 3, figures: { 'false damage': 1 } })
})

test.each([
  [killSoak, ['--times', '0']], [killSoak, ['--times', 'many']], [killSoak, ['--from', '0']], [killSoak, ['--seed', '-1']], [killSoak, ['--wait']], [killSoak, ['more']],
  [powerSoak, ['--images', '0']], [powerSoak, ['--images', '1.5']], [powerSoak, ['--from', 'x']], [powerSoak, ['--seed', '-1']], [powerSoak, ['more']],
])('%o %j is wrong use, and nothing is started', async (soak, argv) => {
  const rows: unknown[] = []
  expect(await soak.run(argv, { row: (row) => rows.push(row), say: () => undefined })).toMatchObject({ outcome: 'wrong-use' })
  expect(rows).toEqual([])
})

test('what was promised is what was said before the power went, and from the spoiling on it is another ledger', () => {
  const said: Said[] = [
    { said: 'acknowledged', seq: 2, mark: 'a-1' }, { said: 'committed', seq: 4 }, { said: 'anchored', seq: 3 }, { said: 'spoiling' },
    { said: 'acknowledged', seq: 2, mark: 'b-1' }, { said: 'committed', seq: 2 },
  ]
  const ops = said.map((one) => ({ op: 'mark' as const, text: encodeSaid(one) }))
  expect(promisesAt(ops, 0)).toMatchObject({ spoilt: false, first: { committedSeq: 0, acknowledged: new Map() } })
  const before = promisesAt(ops, 3)
  expect(before).toMatchObject({ spoilt: false, first: { committedSeq: 4, anchoredSeq: 3 }, second: { committedSeq: 0 } })
  const after = promisesAt(ops, 6)
  expect(after).toMatchObject({ spoilt: true, first: { committedSeq: 4 }, second: { committedSeq: 2, anchoredSeq: 0 } })
  expect([[...after.first.acknowledged.keys()], [...after.second.acknowledged.keys()]]).toEqual([['a-1'], ['b-1']])
})
