// What leaves the house is in the record first, whole under its name or not there at all, and masked unless asked otherwise.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createExports, type ExportsDeps } from '../../../electron/host/export/exports.ts'
import type { ExportAsked } from '../../../electron/host/export/types.ts'
import { writeExport } from '../../../electron/host/export-writing.ts'
import { verifyLedger } from '../../../electron/host/ledger/verify-ledger.ts'
import type { EntryDraft } from '../../../electron/host/ledger/port.ts'
import { packLines } from '../../../electron/host/packed-lines.ts'
import { failure, type ErrorCode } from '../../../native/kit/errors.ts'
import { fail, ok } from '../../../native/kit/result.ts'
import { systemClock } from '../../../native/transport/clock.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { openDirectRecord, type DirectRecord } from '../../support/direct-record.ts'

const UTC = Date.UTC(2026, 10, 26, 13)
const PERSON = { role: 'dispatcher', position: 'OB-01' } as const
const draft = (kind: string, payload: EntryDraft['payload'], content?: string): EntryDraft => ({ kind, actor: PERSON, payload, ...(content === undefined ? {} : { content }) })

let root: string
let record: DirectRecord
let folder: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'export-'))
  folder = join(root, 'export')
  record = openDirectRecord(root, UTC)
  record.write([
    draft('note.added', { characters: 19, number: 'S-2026-OB-0001' }, '=spraak; "weg"'),
    draft('radio.individual-call', { device: 'desk' }, '{"from":"2100123"}'),
    draft('press.group', { group: '4037001' }),
    draft('watch.began', { trace: 1, t: 0, utcMs: UTC }),
    draft('watch.samples', { count: 1 }, packLines(['{"t":1000,"probe":"rbs-sip","result":"timeout"}'])),
  ], UTC + 1000)
  record.write([draft('note.added', { characters: 6 }, 'later!')], UTC + 3_600_000)
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

interface Told {
  readonly kind: string
  readonly payload: Record<string, unknown>
}

function exportsOf(change: Partial<ExportsDeps> = {}): { readonly exports: ReturnType<typeof createExports>; readonly told: Told[] } {
  const told: Told[] = []
  const exports = createExports({
    clock: createManualClock(UTC),
    recorder: { person: async (kind, payload) => {
      told.push({ kind, payload: payload as Told['payload'] })
      return ok({ seq: 100 })
    } },
    site: { room: { code: 'OB', name: 'Oost' }, position: { id: 'OB-01', label: 'Tafel 1', discipline: 'brandweer', manned: true, callTaking: false }, language: 'nl' },
    record: record.folder,
    folder,
    write: (asked: ExportAsked) => writeExport(asked, systemClock),
    ...change,
  })
  return { exports, told }
}

const linesOf = (path: string): readonly string[] => readFileSync(path, 'utf8').trimEnd().split('\n')

describe('an export', () => {
  test('is in the record with its digest and count before its path is answered', async () => {
    const { exports, told } = exportsOf()
    const taken = await exports.take({ what: 'entries-csv', masked: true }, { via: 'panel/x' })
    if (!taken.ok) throw new Error(taken.error.detail)
    const { path, entries, bytes } = taken.value
    expect(path).toBe(join(folder, 'OB-01-20261126T130000000Z-logboek.csv'))
    expect(told).toMatchObject([{ kind: 'record.exported', payload: { what: 'entries-csv', masked: true, entries, bytes, file: 'OB-01-20261126T130000000Z-logboek.csv', sha256: createHash('sha256').update(readFileSync(path)).digest('hex'), via: 'panel/x' } }])
    expect(bytes).toBe(statSync(path).size)
    expect(statSync(path).mode & 0o077).toBe(0)
    expect(linesOf(path).length).toBe(entries + 1)
  })

  test('masked shows no words, no identity and no formula, and the same number for the same group', async () => {
    const { exports } = exportsOf()
    const taken = await exports.take({ what: 'entries-csv', masked: true }, {})
    const text = taken.ok ? readFileSync(taken.value.path, 'utf8') : ''
    expect(text).toContain('[14 tekens]')
    for (const word of ['spraak', '2100123', '4037001']) expect(text).not.toContain(word)
  })

  test('unmasked says so in its name, and is text to a spreadsheet', async () => {
    const { exports, told } = exportsOf()
    const taken = await exports.take({ what: 'entries-csv', masked: false }, {})
    if (!taken.ok) throw new Error(taken.error.detail)
    expect(taken.value.path).toMatch(/-met-namen-logboek\.csv$/)
    expect(readFileSync(taken.value.path, 'utf8')).toContain(`;"'=spraak; ""weg"""`)
    expect(told[0]?.payload).toMatchObject({ masked: false })
  })

  test('of a storing holds what bears its number and what lies in its window', async () => {
    const { exports } = exportsOf()
    const byNumber = await exports.take({ what: 'entries-json', masked: false, number: 'S-2026-OB-0001' }, {})
    expect(byNumber.ok && linesOf(byNumber.value.path).map((line) => (JSON.parse(line) as { kind?: string }).kind)).toEqual([undefined, 'note.added'])
    const byBoth = await exports.take({ what: 'entries-json', masked: false, number: 'S-2026-OB-0001', fromUtcMs: UTC + 3_000_000, toUtcMs: UTC + 4_000_000 }, {})
    expect(byBoth.ok && byBoth.value.entries).toBe(2)
  })

  test('of measurements is a trace that replay reads', async () => {
    const { exports } = exportsOf()
    const taken = await exports.take({ what: 'samples', masked: true, fromUtcMs: UTC, toUtcMs: UTC + 60_000 }, {})
    expect(taken.ok && linesOf(taken.value.path).map((line) => JSON.parse(line) as object)).toEqual([expect.objectContaining({ trace: 1 }), { t: 1000, probe: 'rbs-sip', result: 'timeout' }])
  })

  test('of the whole record is a folder that verifies, and says that nothing in it is masked', async () => {
    record.sign(UTC + 3_600_001)
    const { exports, told } = exportsOf()
    const taken = await exports.take({ what: 'record', masked: true }, {})
    if (!taken.ok) throw new Error(taken.error.detail)
    expect(verifyLedger(taken.value.path, []).code).toBe(0)
    expect(told[0]?.payload).toMatchObject({ what: 'record', masked: false, entries: 7 })
  })
})

describe('an export that fails', () => {
  const nothingLeft = (): boolean => !existsSync(folder) || readdirSync(folder).length === 0

  test.each<ErrorCode>(['STORE_FULL', 'STORE_READONLY', 'STORE_BUSY'])('with %s is in the record as well, and its cause is answered', async (code) => {
    const { exports, told } = exportsOf({ write: async () => fail(failure(code, 'disk')) })
    expect(await exports.take({ what: 'entries-csv', masked: true, number: 'S-2026-OB-0001' }, {})).toEqual(fail(failure(code, 'disk')))
    expect(told).toEqual([{ kind: 'record.not-exported', payload: expect.objectContaining({ what: 'entries-csv', number: 'S-2026-OB-0001', code }) as unknown }])
  })

  test('to be recorded gives nothing, and leaves nothing behind', async () => {
    const { exports } = exportsOf({ recorder: { person: async () => fail(failure('STORE_FULL', 'the record')) } })
    expect(await exports.take({ what: 'entries-csv', masked: false }, {})).toEqual(fail(failure('STORE_FULL', 'the record')))
    expect(nothingLeft()).toBe(true)
  })

  test('because the folder is a file says that it cannot be written there', async () => {
    writeFileSync(folder, '')
    const { exports, told } = exportsOf()
    expect(await exports.take({ what: 'entries-csv', masked: true }, {})).toMatchObject({ ok: false, error: { code: 'STORE_READONLY' } })
    expect(told[0]?.kind).toBe('record.not-exported')
  })

  test('because the record cannot be read leaves no half file', async () => {
    const { exports } = exportsOf({ record: join(root, 'nowhere') })
    expect(await exports.take({ what: 'entries-csv', masked: true }, {})).toMatchObject({ ok: false })
    expect(nothingLeft()).toBe(true)
  })
})
