// What stands in a file that leaves the house: cells that no spreadsheet calculates, and rows without the people.
import { describe, expect, test } from 'vitest'
import { createIdentityNames } from '../../../electron/host/log/pseudonyms.ts'
import { csvLine } from '../../../electron/host/export/csv-line.ts'
import { countedWords, csvWriter, jsonWriter } from '../../../electron/host/export/entry-lines.ts'
import { createRowMask, type ExportRow } from '../../../electron/host/export/masked-entry.ts'

const ROW: ExportRow = { seq: 214, utcMs: Date.UTC(2026, 10, 26, 13, 0, 5, 120), kind: 'note.added', role: 'dispatcher', position: 'OB-01', payload: { characters: 19, content: 'ab12', number: 'S-2026-OB-0007' }, text: 'spraak van 2100123 weg' }

describe('a table', () => {
  test.each(['=1+1', '+31612345678', '-2', '@SUM(A1)', '\t=1', ' =cmd', '＝1', '\r=1'])('a cell that a spreadsheet would calculate is text: %j', (text) => {
    expect(csvLine([text]).replaceAll('"', '')).toMatch(/^'/)
  })

  test('separators, quotes and lines inside a cell stay inside it', () => {
    expect(csvLine(['a;b', 'zeg "ja"', 'een\ntwee', 7])).toBe('"a;b";"zeg ""ja""";"een\ntwee";7\r\n')
  })

  test('it opens in a Dutch spreadsheet: a mark of its encoding, names of columns, the time of the Netherlands', () => {
    const { begin, line } = csvWriter({ language: 'nl' })
    expect(begin).toBe('\uFEFFregel;tijd;utc;soort;rol;positie;gegevens;tekst;oefening\r\n')
    expect(line(ROW)).toMatch(/^214;2026-11-26 14:00:05;2026-11-26T13:00:05\.120Z;note\.added;dispatcher;OB-01;"\{""characters"/)
  })

  test('what was made in a drill says in which', () => {
    expect(csvWriter({ language: 'nl' }).line({ ...ROW, payload: { drill: 'O-2026-OB-0003' } })).toMatch(/;O-2026-OB-0003\r\n$/)
  })

  test('a text that was deleted is said to be so', () => {
    const { text: _text, ...bare } = ROW
    expect(csvWriter({ language: 'nl' }).line({ ...bare, deleted: true })).toMatch(/;\[tekst verwijderd\];\r\n$/)
    expect(JSON.parse(jsonWriter({ what: 'entries-json', masked: true, record: '', to: '', room: 'OB', position: 'OB-01', language: 'nl', utcMs: 0 }).line({ ...bare, deleted: true }))).toMatchObject({ seq: 214, deleted: true })
  })
})

describe('a masked row', () => {
  const mask = createRowMask(countedWords('nl'), createIdentityNames())

  test('of what people wrote it tells the length alone', () => {
    expect(mask(ROW).text).toBe('[22 tekens]')
    expect(JSON.stringify(mask(ROW))).not.toContain('2100123')
  })

  test('the same identity is the same made-up number, short or with its network; numbers of the record, times and hashes stay', () => {
    const masked = mask({ ...ROW, payload: { number: 'M-2026-OB-12345', at: 1_795_698_005_120, group: '2100123', full: '204133702100123', of: ['2100124'], head: 'a1234567b', id: 'emergency:0123456789abcdef:1:99' } })
    const { group, full, of } = masked.payload as { group: string; full: string; of: string[] }
    expect(group).toMatch(/^0{6}\d$/)
    expect(full.slice(-7)).toBe(group)
    expect(of[0]).not.toBe(group)
    expect(masked.payload).toMatchObject({ number: 'M-2026-OB-12345', at: 1_795_698_005_120, head: 'a1234567b', id: 'emergency:0123456789abcdef:1:99' })
  })
})
