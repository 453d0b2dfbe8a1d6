// The soak of the watchdog: what it calls a find, and what it is told.
import { expect, test } from 'vitest'
import { judge, watchdogSoak } from '../../soak/watchdog/watchdog-soak.ts'

test('a console that stayed keyed for half a second or longer is found, and no other', () => {
  expect(judge('killed', [310, 499.9, 12])).toMatchObject({ row: 'killed', n: 3, found: 0, figures: { 'median ms': 310, 'longest ms': 499.9 } })
  expect(judge('frozen', [310, 500, 15_000])).toMatchObject({ n: 3, found: 2, figures: { 'longest ms': 15_000 } })
})

test.each([['--times', '0'], ['--times', 'many'], ['--times', '1.5'], ['--kill'], ['more']])('%s %s is wrong use, and no console is started', async (...argv) => {
  const rows: unknown[] = []
  expect(await watchdogSoak.run(argv.filter((one) => one !== undefined), { row: (row) => rows.push(row), say: () => undefined })).toMatchObject({ outcome: 'wrong-use' })
  expect(rows).toEqual([])
})
