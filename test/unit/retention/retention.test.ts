// Old texts go from a real record by themselves: what stays, what both verifiers say, and what a wrong clock cannot do.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readDue } from '../../../electron/host/ledger/reader/read-due.ts'
import { openBeside } from '../../../electron/host/ledger/reader/open-beside.ts'
import { MEMORY, openSearchIndex } from '../../../electron/host/ledger/reader/search-index.ts'
import { verifyLedger } from '../../../electron/host/ledger/verify-ledger.ts'
import type { ClockQuality, EntryDraft } from '../../../electron/host/ledger/port.ts'
import { createRetention } from '../../../electron/host/retention/retention.ts'
import { retentionSchema } from '../../../electron/host/site/retention-fields.ts'
import { ok } from '../../../native/kit/result.ts'
import { verifyFolder } from '../../soak/attacks/strangers-verifier.ts'
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts'
import { openDirectRecord, type DirectRecord } from '../../support/direct-record.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const START = Date.UTC(2026, 0, 5, 8)
const SYSTEM = { role: 'system', position: 'host' } as const
const draft = (kind: string, payload: EntryDraft['payload'], content?: string): EntryDraft => ({ kind, actor: SYSTEM, payload, ...(content === undefined ? {} : { content }) })
const samples = (count: number): EntryDraft[] => Array.from({ length: count }, (_, at) => draft('watch.samples', { count: 1 }, `sample ${at}`))

let root: string
let clock: ManualClock
let record: DirectRecord
let quality: ClockQuality

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'retention-'))
  clock = createManualClock(START)
  record = openDirectRecord(root, START)
  quality = 'synchronised'
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

/** The edge on this record, as the host has it; `index` is what searching knows. */
function startRetention(settings = {}): { stop(): void } {
  const beside = openBeside(record.folder)
  const retention = createRetention({
    clock,
    log: { info() {}, warn(event, fields) { throw new Error(`${event} ${JSON.stringify(fields)}`) } },
    ledger: record,
    reader: { due: async (asked) => ok(readDue(beside.database, asked)) },
    recorder: { system: (kind, payload) => record.record({ kind, actor: SYSTEM, payload: payload as EntryDraft['payload'] }, clock.utcMs()) },
    settings: retentionSchema.parse(settings),
    clockQuality: () => quality,
  })
  retention.start()
  return { stop: () => { retention.stop(); beside.close() } }
}

async function runFor(hours: number, settings = {}): Promise<void> {
  const retention = startRetention(settings)
  await clock.advanceAsync(hours * HOUR_MS)
  retention.stop()
}

const texts = (): Readonly<Record<string, number>> => {
  const database = new DatabaseSync(join(record.folder, 'ledger.db'), { readOnly: true })
  try {
    return Object.fromEntries(database.prepare('SELECT kind, count(*) AS n FROM content JOIN entries USING (seq) GROUP BY kind').all().map(({ kind, n }) => [String(kind), Number(n)]))
  } finally {
    database.close()
  }
}

function expectWhole(): void {
  record.close(clock.utcMs())
  expect(verifyLedger(record.folder, [])).toMatchObject({ code: 0, findings: [] })
  expect(verifyFolder(record.folder)).toMatchObject({ code: 0, findings: [] })
}

/** A day in which something of everything was recorded. */
function recordADay(): void {
  record.write([
    ...samples(40),
    draft('sds.text', { device: 'mobilofoon' }, '{"from":"2100123","text":"kom naar Eindhoven"}'),
    draft('radio.position', { device: 'mobilofoon' }, '{"from":"2100123"}'),
    draft('note.added', { characters: 4 }, 'lamp stuk'),
    draft('note.added', { characters: 4, number: 'S-2026-OB-0001' }, 'spraak weg'),
    draft('report.filed', { number: 'M-2026-OB-0001', from: 'unit' }, 'eenheid hoort niets'),
  ], clock.utcMs())
}

describe('what is older than it is kept', () => {
  test('goes by its kind: measurements and traffic first, words of no storing later, those of a storing last', async () => {
    recordADay()
    clock.advance(80 * DAY_MS)
    await runFor(2)
    expect(texts()).toMatchObject({ 'watch.samples': 40, 'sds.text': 1 })
    clock.advance(11 * DAY_MS)
    await runFor(2)
    expect(texts()).toEqual({ 'note.added': 2, 'report.filed': 1 })
    clock.advance(280 * DAY_MS)
    await runFor(2)
    expect(texts()).toEqual({ 'note.added': 1, 'report.filed': 1 })
    clock.advance(1500 * DAY_MS)
    await runFor(2)
    expect(texts()).toEqual({})
    expectWhole()
  })

  test('measurements around a storing stay as long as the storing does, also when nobody said its window was over', async () => {
    record.write(samples(30), clock.utcMs())
    clock.advance(HOUR_MS)
    const openedMs = clock.utcMs()
    const fromSeq = record.write(samples(5), clock.utcMs())
    record.write([draft('fault.opened', { number: 'S-2026-OB-0001', foundUtcMs: openedMs, freeze: { fromUtcMs: openedMs - 600_000, toUtcMs: openedMs + 1_800_000, fromSeq } })], clock.utcMs())
    const toSeq = record.write(samples(20), clock.utcMs())
    clock.advance(HOUR_MS)
    record.write([draft('fault.frozen', { number: 'S-2026-OB-0001', fromUtcMs: openedMs - 600_000, toUtcMs: openedMs + 1_800_000, fromSeq, toSeq }), ...samples(10)], clock.utcMs())
    clock.advance(HOUR_MS)
    const secondMs = clock.utcMs()
    const secondSeq = record.write(samples(3), clock.utcMs())
    record.write([draft('fault.opened', { number: 'S-2026-OB-0002', foundUtcMs: secondMs, freeze: { fromUtcMs: secondMs - 600_000, toUtcMs: secondMs + 1_800_000, fromSeq: secondSeq } }), ...samples(7)], clock.utcMs())
    clock.advance(HOUR_MS)
    record.write(samples(50), clock.utcMs())
    clock.advance(100 * DAY_MS)
    await runFor(2)
    // Of the first window its last of 5, and the 20; of the second its last of 3, the 7, and the entry that ends it.
    expect(texts()).toEqual({ 'watch.samples': 1 + 20 + 1 + 7 + 1 })
    clock.advance(1900 * DAY_MS)
    await runFor(2)
    expect(texts()).toEqual({})
    expectWhole()
  })

  test('after months of standing still everything goes in steps of a thousand, with a clock that is vouched for', async () => {
    for (let at = 0; at < 5; at++) {
      record.write(samples(1500), clock.utcMs())
      clock.advance(6 * HOUR_MS)
    }
    clock.advance(200 * DAY_MS)
    await runFor(1)
    expect(texts()).toEqual({})
    const deleted = await record.latest(['content.deleted'], 100)
    expect(deleted.ok && deleted.value.map(({ payload }) => payload['texts'])).toEqual([500, ...Array.from({ length: 7 }, () => 1000)])
    expect(deleted.ok && deleted.value.every(({ payload }) => payload['why'] === 'retention' && payload['lane'] === 'samples')).toBe(true)
    expectWhole()
  })

  test('one that goes on after a restart goes on where the record says that it was', async () => {
    record.write(samples(50), clock.utcMs())
    clock.advance(91 * DAY_MS)
    await runFor(2)
    record.write(samples(50), clock.utcMs())
    clock.advance(91 * DAY_MS)
    await runFor(2)
    const deleted = await record.latest(['content.deleted'], 100)
    const ranges = (deleted.ok ? deleted.value : []).map(({ payload }) => payload['ranges'] as readonly (readonly [number, number])[])
    expect(ranges.length).toBe(2)
    const [second = [], first = []] = ranges
    expect(second[0]?.[0]).toBeGreaterThan(first[0]?.[1] ?? 0)
  })

  test('searching forgets what was deleted', async () => {
    recordADay()
    const beside = openBeside(record.folder)
    const index = openSearchIndex(MEMORY, beside.database)
    const found = (): readonly number[] => index.texts('"eindhoven"')({ from: 1, to: 1000, first: 'newest' }, 10).map(({ seq }) => seq)
    while (index.catchUp());
    expect(found().length).toBe(1)
    clock.advance(91 * DAY_MS)
    await runFor(2)
    while (index.catchUp());
    expect(found()).toEqual([])
    index.close()
    beside.close()
  })
})

describe('a clock that is wrong', () => {
  /** Five days of a sample a minute, written each ten. */
  const recordFiveDays = (): void => {
    for (let at = 0; at < 5 * 24 * 6; at++) {
      record.write(samples(10), clock.utcMs())
      clock.advance(HOUR_MS / 6)
    }
  }
  const ALL = 5 * 24 * 60

  test('ten years ahead for a day, with nobody to vouch for it, takes three days and not all', async () => {
    recordFiveDays()
    quality = 'unknown'
    clock.stepUtc(3650 * DAY_MS)
    await runFor(24)
    const left = texts()['watch.samples'] ?? 0
    expect(left).toBeGreaterThanOrEqual(2 * 24 * 60 - 120)
    expect(left).toBeLessThan(3 * 24 * 60)
  })

  test('started anew each quarter of an hour it takes no more', async () => {
    recordFiveDays()
    quality = 'unknown'
    clock.stepUtc(3650 * DAY_MS)
    for (let at = 0; at < 48; at++) await runFor(0.25)
    expect(texts()['watch.samples'] ?? 0).toBeGreaterThanOrEqual(3 * 24 * 60 - 60)
  })

  test('set while the console runs it takes nothing for an hour, whoever vouches for it', async () => {
    recordFiveDays()
    const retention = startRetention()
    await clock.advanceAsync(HOUR_MS)
    clock.stepUtc(3650 * DAY_MS)
    await clock.advanceAsync(HOUR_MS)
    retention.stop()
    expect(texts()['watch.samples']).toBe(ALL)
  })

  test('behind the record itself, with nobody to vouch for it, takes nothing', async () => {
    recordFiveDays()
    clock.advance(100 * DAY_MS)
    record.write(samples(1), clock.utcMs() + 30 * DAY_MS)
    quality = 'unknown'
    await runFor(24)
    expect(texts()['watch.samples']).toBe(ALL + 1)
  })

  test('that stood in 1970 when the record began makes its first entries no older than those after it', async () => {
    clock.stepUtc(-56 * 365 * DAY_MS)
    record.write([draft('note.added', { characters: 1 }, 'eerste notitie')], clock.utcMs())
    clock.stepUtc(56 * 365 * DAY_MS)
    record.write([draft('note.added', { characters: 1 }, 'tweede notitie')], clock.utcMs())
    await runFor(2)
    expect(texts()).toEqual({ 'note.added': 2 })
  })
})
