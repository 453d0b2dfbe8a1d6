// What is found in a record, on a real file, with the reader in this thread.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { searchInput, type SearchInput } from '../../../../electron/contract/record.ts'
import { openBeside } from '../../../../electron/host/ledger/reader/open-beside.ts'
import { Reader } from '../../../../electron/host/ledger/reader/reader.ts'
import type { FromReader } from '../../../../electron/host/ledger/reader/reader-protocol.ts'
import type { Found } from '../../../../electron/host/ledger/reader/search-entries.ts'
import { matchOf } from '../../../../electron/host/ledger/reader/search-words.ts'
import { MOMENTS } from '../../../../electron/host/moment-reading.ts'
import { createRecord, type WrittenEntry, type WrittenRecord } from '../../../support/written-record.ts'

const AT = Date.UTC(2024, 11, 31, 22)
const INDEX = 'search.db'

let scratch: string
let record: WrittenRecord
const readers: Reader[] = []

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'reader-'))
  record = createRecord(scratch)
})
afterEach(() => {
  for (const reader of readers.splice(0)) reader.receive({ type: 'let-go' })
  record.close()
  rmSync(scratch, { recursive: true, force: true })
})

function openReader(folder = scratch, indexPath = join(folder, INDEX)): { ask(input: Partial<SearchInput>): FromReader; readonly reader: Reader; settle(): void } {
  const told: FromReader[] = []
  const deferred: (() => void)[] = []
  const reader = new Reader({
    post: (message) => told.push(message),
    defer: (run) => deferred.push(run),
    openRecord: () => openBeside(folder),
    indexPath,
    moments: MOMENTS as ConstructorParameters<typeof Reader>[0]['moments'],
    host: 'asks',
  })
  readers.push(reader)
  const settle = (): void => {
    for (let run = deferred.shift(); run; run = deferred.shift()) run()
  }
  return {
    reader,
    settle,
    ask(input) {
      told.length = 0
      reader.receive({ type: 'question', id: 1, question: { ask: 'search', input: searchInput.parse(input) } })
      settle()
      return told.find(({ type }) => type === 'answer') ?? { type: 'reading', through: 0, head: 0 }
    },
  }
}

const foundBy = (reader: ReturnType<typeof openReader>, input: Partial<SearchInput>): Found => {
  const answer = reader.ask(input)
  if (answer.type !== 'answer' || !answer.result.ok) throw new Error(JSON.stringify(answer))
  return answer.result.value as Found
}
const seqs = (reader: ReturnType<typeof openReader>, input: Partial<SearchInput>): readonly number[] => foundBy(reader, input).entries.map(({ seq }) => seq)

const note = (content: string, at = 0): WrittenEntry => ({ kind: 'note.added', role: 'dispatcher', utcMs: AT + at, content })
const changed = (at = 0): WrittenEntry => ({ kind: 'service.changed', utcMs: AT + at, payload: { service: 'rbs' } })

describe('words', () => {
  test('are found by their beginning, without regard to capitals and accents, in any order', () => {
    record.write([note('Zoë meldt: spraak valt WEG'), note('pieper in de porto'), note('Spraakverbinding hersteld')])
    const reader = openReader()
    expect(seqs(reader, { text: 'zoe' })).toEqual([1])
    expect(seqs(reader, { text: 'ZOË' })).toEqual([1])
    expect(seqs(reader, { text: 'spraak' })).toEqual([3, 1])
    expect(seqs(reader, { text: 'weg spraak' })).toEqual([1])
    expect(seqs(reader, { text: 'valt pieper' })).toEqual([])
    expect(seqs(reader, { text: 'praak' })).toEqual([])
  })

  test.each(['"', '*', 'spraak*', 'spraak"', 'NOT spraak', 'text:spraak', 'spraak OR pieper', 'NEAR(spraak, 2)', '(', '^spraak', "'; DROP TABLE texts; --", '-', '{a b}: spraak', 'spraak\u0000weg'])('typed as %j are words and no syntax', (text) => {
    record.write([note('spraak valt weg')])
    const answer = openReader().ask({ text })
    expect(answer).toMatchObject({ type: 'answer', result: { ok: true } })
  })

  test('of who sent what to whom are the values, not the names of the fields, and measurements are not searched', () => {
    record.write([
      { kind: 'sds.text', utcMs: AT, content: JSON.stringify({ from: '2041001234567', to: '2041007654321', text: 'ter plaatse' }) },
      { kind: 'watch.samples', utcMs: AT, content: 'plaatse' },
    ])
    const reader = openReader()
    expect(seqs(reader, { text: 'plaatse' })).toEqual([1])
    expect(seqs(reader, { text: '204100123' })).toEqual([1])
    expect(seqs(reader, { text: 'from' })).toEqual([])
  })

  test('without a letter or digit among them are no question', () => {
    expect(matchOf('- "*"')).toBeUndefined()
    expect(matchOf('a"b')).toBe('"a"* "b"*')
  })
})

describe('everything that is asked must hold', () => {
  const entries: readonly WrittenEntry[] = [
    changed(0),
    note('spraak weg', 1000),
    { kind: 'fault.opened', utcMs: AT + 2000, payload: { number: 'S-2024-OB-0007' } },
    { kind: 'watch.saved', utcMs: AT + 2500, payload: { faults: { 'S-2024-OB-0007': 3 } } },
    { kind: 'report.filed', role: 'dispatcher', utcMs: AT + 3000, payload: { number: 'M-2024-OB-0001', about: 'S-2024-OB-0007' }, content: 'spraak kraakt' },
    { kind: 'fault.opened', utcMs: AT + 4000, payload: { number: 'S-2024-OB-00071' } },
    { kind: 'maintenance.began', role: 'supervisor', utcMs: AT + 5000, payload: { service: 'rbs' } },
    changed(6000),
  ]
  beforeEach(() => void record.write(entries))

  test.each<[string, Partial<SearchInput>, readonly number[]]>([
    ['nothing: newest first, without what only helps to look back', {}, [8, 7, 6, 5, 3, 2, 1]],
    ['kinds', { kinds: ['service.changed', 'note.added'] }, [8, 2, 1]],
    ['a kind that is told only to who asks for it', { kinds: ['watch.saved'] }, [4]],
    ['a kind that never was', { kinds: ['no.such'] }, []],
    ['roles', { roles: ['dispatcher'] }, [5, 2]],
    ['roles and kinds', { roles: ['dispatcher', 'supervisor'], kinds: ['note.added', 'maintenance.began', 'service.changed'] }, [7, 2]],
    ['the console itself', { roles: ['system'] }, [8, 6, 3, 1]],
    ['the console itself or a person', { roles: ['system', 'supervisor'], kinds: ['maintenance.began', 'fault.opened'] }, [7, 6, 3]],
    ['a number, whichever field holds it, and no longer one', { number: 'S-2024-OB-0007' }, [5, 3]],
    ['a number and words', { number: 'S-2024-OB-0007', text: 'spraak' }, [5]],
    ['from a time, counted', { fromUtcMs: AT + 5000 }, [8, 7]],
    ['to a time, counted', { toUtcMs: AT + 1000 }, [2, 1]],
    ['words within a time', { text: 'spraak', fromUtcMs: AT + 500, toUtcMs: AT + 1500 }, [2]],
    ['before an entry', { before: 3 }, [2, 1]],
    ['after an entry, oldest first', { after: 5 }, [6, 7, 8]],
    ['between two', { after: 2, before: 6 }, [3, 5]],
  ])('%s', (_what, input, expected) => {
    expect(seqs(openReader(), input)).toEqual(expected)
  })

  test('says that there is more in the direction asked', () => {
    const reader = openReader()
    expect(foundBy(reader, { limit: 2 })).toMatchObject({ entries: [{ seq: 8 }, { seq: 7 }], more: true })
    expect(foundBy(reader, { limit: 2, before: 3 })).toMatchObject({ entries: [{ seq: 2 }, { seq: 1 }], more: false })
    expect(foundBy(reader, { limit: 1, after: 7 })).toMatchObject({ entries: [{ seq: 8 }], more: false })
  })

  test('finds times on both sides of a clock that was set back', () => {
    record.write([changed(3_600_000), changed(4000), changed(4500), changed(7_200_000)])
    const reader = openReader()
    expect(seqs(reader, { text: 'spraak' })).toEqual([5, 2])
    expect(seqs(reader, { kinds: ['service.changed'], fromUtcMs: AT + 4000, toUtcMs: AT + 6000 })).toEqual([11, 10, 8])
  })
})

describe('what is new and what is deleted', () => {
  const bytes = (): string => readFileSync(join(scratch, INDEX)).toString('latin1')

  test('what was written meanwhile is found', () => {
    record.write([note('spraak')])
    const reader = openReader()
    expect(seqs(reader, { text: 'sp' })).toEqual([1])
    record.write([note('speling')])
    expect(seqs(reader, { text: 'sp' })).toEqual([2, 1])
  })

  test('a deleted text leaves no byte of its words in the index, whether named by itself or in a range', () => {
    record.write([note('xylofoon kwispelt', 0), note('kwispelt', 1), note('quetzalcoatl', 2), note('blijft staan', 3)])
    const reader = openReader()
    expect(seqs(reader, { text: 'xylofoon' })).toEqual([1])
    expect(bytes()).toContain('xylofoon')
    expect(bytes()).toContain('quetzalcoatl')
    record.forget({ seq: 1 }, [1], AT + 10)
    reader.reader.receive({ type: 'read-on' })
    reader.settle()
    expect(bytes()).not.toContain('xylofoon')
    record.forget({ kinds: ['note.added'], ranges: [[2, 3]] }, [2, 3], AT + 11)
    reader.reader.receive({ type: 'read-on' })
    reader.settle()
    expect(bytes()).not.toContain('quetzalcoatl')
    expect(bytes()).not.toContain('kwispelt')
    expect(seqs(reader, { text: 'blijft' })).toEqual([4])
    expect(existsSync(join(scratch, `${INDEX}-journal`))).toBe(false)
  })

  test('a deletion that the last run did not come to is made up for before anything is answered', () => {
    record.write([note('xylofoon')])
    const before = openReader()
    expect(seqs(before, { text: 'xylofoon' })).toEqual([1])
    before.reader.receive({ type: 'let-go' })
    record.forget({ seq: 1 }, [1], AT + 10)
    const after = openReader()
    after.reader.receive({ type: 'read-on' })
    after.settle()
    expect(bytes()).not.toContain('xylofoon')
    expect(seqs(after, { text: 'xylofoon' })).toEqual([])
  })

  test('much that is deleted at once goes by making the index anew, in slices', () => {
    record.write(Array.from({ length: 2500 }, (_, n) => note(`xylofoon${n}q`, n)))
    const reader = openReader()
    expect(seqs(reader, { text: 'xylofoon', limit: 1 })).toEqual([2500])
    for (const to of [1200, 2400]) {
      const from = to - 1199
      record.forget({ kinds: ['note.added'], ranges: [[from, to]] }, Array.from({ length: 1200 }, (_, n) => from + n), AT + 5000)
      reader.reader.receive({ type: 'read-on' })
      reader.settle()
      expect(bytes()).not.toContain(`xylofoon${from}q`)
    }
    expect(seqs(reader, { text: 'xylofoon' })).toEqual(Array.from({ length: 100 }, (_, n) => 2500 - n))
    expect(existsSync(join(scratch, INDEX))).toBe(true)
  })

  test('a record longer than a slice is answered once all of it was read', () => {
    record.write(Array.from({ length: 9000 }, (_, n) => (n % 3000 === 0 ? note(`woord${n}`, n) : changed(n))))
    const reader = openReader()
    expect(seqs(reader, { text: 'woord' })).toEqual([6001, 3001, 1])
  })
})

describe('an index that is none', () => {
  test.each([
    ['garbage', (path: string) => writeFileSync(path, 'no database at all'.repeat(500))],
    ['another version', (path: string) => { const database = new DatabaseSync(path); database.exec("UPDATE meta SET value = '0' WHERE name = 'format'"); database.close() }],
    ['damaged inside', (path: string) => { const file = readFileSync(path); file.fill(0x5a, 4096); writeFileSync(path, file) }],
  ])('is made anew: %s', (_what, spoil) => {
    record.write([note('spraak')])
    const first = openReader()
    expect(seqs(first, { text: 'spraak' })).toEqual([1])
    first.reader.receive({ type: 'let-go' })
    spoil(join(scratch, INDEX))
    record.write([note('sprake')])
    const second = openReader()
    second.ask({ text: 'spra' })
    expect(seqs(second, { text: 'spra' })).toEqual([2, 1])
  })

  test('is made anew when only a question finds the damage', () => {
    record.write(Array.from({ length: 2000 }, (_, n) => note(`woord${n} xylofoon${n % 7}`, n)))
    const first = openReader()
    expect(seqs(first, { text: 'woord1999' })).toEqual([2000])
    first.reader.receive({ type: 'let-go' })
    const path = join(scratch, INDEX)
    const database = new DatabaseSync(path, { defensive: false })
    database.exec("UPDATE texts_data SET block = x'00ff00ff00ff00ff' WHERE id > 10")
    database.close()
    const second = openReader()
    expect(second.ask({ text: 'woord1999' })).toMatchObject({ type: 'answer', result: { ok: false } })
    expect(seqs(second, { text: 'woord1999' })).toEqual([2000])
    expect(existsSync(path)).toBe(true)
  })

  test('of another record under the same name is made anew', () => {
    record.write([note('oud')])
    expect(seqs(openReader(), { text: 'oud' })).toEqual([1])
    const other = createRecord(join(scratch, 'other'), 'bb'.repeat(16))
    other.write([note('nieuw')])
    writeFileSync(join(scratch, 'other', INDEX), readFileSync(join(scratch, INDEX)))
    const reader = openReader(join(scratch, 'other'))
    expect(seqs(reader, { text: 'oud' })).toEqual([])
    expect(seqs(reader, { text: 'nieuw' })).toEqual([1])
    other.close()
  })

  test('that no disk takes is kept in memory', () => {
    record.write([note('spraak')])
    expect(seqs(openReader(scratch, join(scratch, 'no-such-folder', INDEX)), { text: 'spraak' })).toEqual([1])
  })
})

test('a record that cannot be read is said to be so, and read again when it is back', () => {
  const reader = openReader(join(scratch, 'later'))
  expect(reader.ask({})).toMatchObject({ type: 'answer', result: { ok: false, error: { code: 'STORE_UNREADABLE' } } })
  const later = createRecord(join(scratch, 'later'))
  later.write([note('spraak')])
  expect(seqs(reader, { text: 'spraak' })).toEqual([1])
  later.close()
})
