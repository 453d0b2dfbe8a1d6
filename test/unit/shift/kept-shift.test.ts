// What was said of a shift, read back: from the small file, from the record, and from whichever is newer.
import { expect, test } from 'vitest'
import type { StoredEntry } from '../../../electron/host/ledger/port.ts'
import { NO_SHIFT, readKeptShift, type KeptShift } from '../../../electron/host/shift/kept-shift.ts'
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok } from '../../../native/kit/result.ts'

const entry = (kind: string, payload: StoredEntry['payload'], utcMs: number): StoredEntry => ({ seq: utcMs, utcMs, kind, payload, actor: { role: 'dispatcher', position: 'OB-01' } })
const ledger = (...oldestFirst: readonly StoredEntry[]) => ({ latest: async () => ok(oldestFirst.toReversed()) })
const UNREADABLE = { latest: async () => fail(failure('STORE_UNREADABLE')) }
const file = (value: KeptShift | undefined) => ({ read: () => (value ? ({ found: 'value', value } as const) : ({ found: 'absent' } as const)) })
const BROKEN = { read: () => ({ found: 'unreadable' } as const) }

const BEGAN = entry('shift.began', { profile: 'ambulance', manned: true, at: 100 }, 101)

test('nobody has said anything: the plan of the file', async () => {
  expect(await readKeptShift(file(undefined), ledger())).toEqual(NO_SHIFT)
  expect(await readKeptShift(BROKEN, UNREADABLE)).toEqual(NO_SHIFT)
})

test('a file that is lost is made up for by the record', async () => {
  const said = ledger(BEGAN, entry('shift.unmanned', { at: 200 }, 201), entry('position.out-of-service', { at: 300 }, 301))
  expect(await readKeptShift(BROKEN, said)).toEqual({ profile: 'ambulance', manned: false, sinceUtcMs: 100, outOfServiceUtcMs: 300, saidUtcMs: 300 })
  const back = ledger(BEGAN, entry('position.out-of-service', { at: 300 }, 301), entry('position.in-service', { at: 400 }, 401))
  expect(await readKeptShift(file(undefined), back)).toEqual({ profile: 'ambulance', manned: true, sinceUtcMs: 100, saidUtcMs: 400 })
})

test('the newer of both counts, and what only the file knows is kept', async () => {
  const takingOver = { mark: 'B', from: 1, by: 'itself' } as const
  const older: KeptShift = { profile: 'intake', manned: true, saidUtcMs: 50, takingOver, checkSaidOn: '2026-11-26' }
  expect(await readKeptShift(file(older), ledger(BEGAN))).toEqual({ profile: 'ambulance', manned: true, sinceUtcMs: 100, saidUtcMs: 100, takingOver, checkSaidOn: '2026-11-26' })
  const newer: KeptShift = { ...older, saidUtcMs: 500 }
  expect(await readKeptShift(file(newer), ledger(BEGAN))).toEqual(newer)
  expect(await readKeptShift(file(newer), UNREADABLE)).toEqual(newer)
})

test('an entry that does not read as ours changes nothing', async () => {
  expect(await readKeptShift(BROKEN, ledger(BEGAN, entry('shift.began', { profile: 7 }, 900)))).toMatchObject({ profile: 'ambulance' })
})
