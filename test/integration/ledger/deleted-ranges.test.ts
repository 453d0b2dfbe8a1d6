// Many texts deleted by one entry: the real writer deletes them, the verifier holds each text that is gone or there against it.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createChainCheck } from '../../../electron/host/ledger/chain-check.ts'
import { prepareDraft } from '../../../electron/host/ledger/draft.ts'
import { encodeHeader, entryHash } from '../../../electron/host/ledger/entry.ts'
import { createRecordSource, type RecordSource } from '../../../electron/host/ledger/record-source.ts'
import { Findings } from '../../../electron/host/ledger/verdict.ts'
import type { JsonObject } from '../../../electron/contract/words.ts'
import { verifyLedger } from '../../../electron/host/ledger/verify-ledger.ts'
import { verdict } from './attack-kit.ts'
import { stampAt } from './key-kit.ts'
import { directWriter, DISPATCHER, openRequest, scratchFolder, tamper, type DirectWriter, type Scratch } from './ledger-folder.ts'

const SAMPLES = 'watch.samples'

function put({ send, said }: DirectWriter, at: number, kind: string, more: { payload?: JsonObject; content?: string }): void {
  const prepared = prepareDraft({ kind, actor: DISPATCHER, payload: { at }, ...more }, { stamp: stampAt(at), salt: () => new Uint8Array(16).fill(at) })
  if (!prepared.ok) throw new Error(prepared.error.detail)
  send({ type: 'write', entries: [prepared.value] })
  expect(said.at(-1)).toMatchObject({ type: 'written' })
}

/** Entries 2 to 21: samples with text at the even ones, notes with text at the odd ones. 22 deletes the samples of 4 to 12 and 16 to 18. */
function built(): Scratch {
  const scratch = scratchFolder()
  const writer = directWriter()
  writer.send({ type: 'open', request: openRequest(scratch) })
  for (let seq = 2; seq <= 21; seq++) put(writer, seq, seq % 2 === 0 ? SAMPLES : 'note.added', { content: `tekst ${seq}` })
  put(writer, 22, 'content.deleted', { payload: { kinds: [SAMPLES, 'wire.traffic'], ranges: [[4, 12], [16, 18]], reason: 'retention' } })
  put(writer, 23, 'note.added', {})
  writer.send({ type: 'close', utcMs: stampAt(23).utcMs })
  return scratch
}

test('one entry deletes the texts of its kinds in its ranges, at once and from the file, and the record stays intact', () => {
  const { folder, copy } = built()
  expect(verdict(folder, copy)).toBe('0 INTACT up to 23')
  tamper(folder, (db) => {
    expect(db.prepare("SELECT group_concat(seq, ' ') AS left FROM (SELECT seq FROM content ORDER BY seq)").get()).toEqual({ left: '2 3 5 7 9 11 13 14 15 17 19 20 21' })
  })
  const bytes = readFileSync(join(folder, 'ledger.db'), 'latin1')
  expect(['tekst 4', 'tekst 12', 'tekst 16'].filter((text) => bytes.includes(`${text}\0`) || new RegExp(`${text}(?!\\d)`).test(bytes))).toEqual([])
})

const alteredSeqs = (folder: string): unknown[] => [...new Set(verifyLedger(folder, []).findings.filter((one) => one.verdict === 'ALTERED').map((one) => one.seq))].toSorted((one, other) => Number(one) - Number(other))

const CONTENT = (seq: number): string => `INSERT INTO content SELECT ${seq}, salt, text FROM content WHERE seq = 2`

test.each([
  ['a text that came back into its range', CONTENT(8), '22 ALTERED at 8'],
  ['a text that came back at the end of its range', CONTENT(18), '22 ALTERED at 18'],
  ['a text of another kind that is gone from the range', 'DELETE FROM content WHERE seq = 5', '22 ALTERED at 5'],
  ['a text that is gone from beside the range', 'DELETE FROM content WHERE seq = 14', '22 ALTERED at 14'],
  // Of several the earliest is named: a text that nothing explains any more.
  ['a deletion whose kind was changed', "UPDATE entries SET kind = 'note.added' WHERE seq = 22", '22 ALTERED at 4'],
  ['a deletion that was widened', "UPDATE entries SET payload = replace(payload, '[4,12]', '[2,12]') WHERE seq = 22", '22 ALTERED at 2'],
])('%s is altered', (_what, sql, expected) => {
  const { folder } = built()
  tamper(folder, (db) => db.exec(sql))
  expect(verdict(folder)).toBe(expected)
  if (sql.includes('seq = 22')) expect(alteredSeqs(folder)).toContain(22)
})

/** The last entry made anew, with its hash, by somebody who knows the format. */
function rewriteLast(folder: string, kind: string, payload: JsonObject): void {
  tamper(folder, (db) => {
    const row = db.prepare('SELECT * FROM entries WHERE seq = 23').get()
    if (!row) throw new Error('no entry 23')
    const { seq, ledger, boot, mono_us: monoUs, utc_ms: utcMs, clock, role, position } = row
    const text = JSON.stringify(payload)
    const hash = entryHash(row['prev'] as Uint8Array, encodeHeader({ ledger, seq, boot, monoUs, utcMs, clock, role, position, kind }), Buffer.from(text))
    db.prepare('UPDATE entries SET kind = ?, payload = ?, hash = ? WHERE seq = 23').run(kind, text, hash)
    db.exec('DELETE FROM content WHERE seq = 14')
  })
}

test.each<[string, JsonObject, string]>([
  ['ranges that reach itself', { kinds: [SAMPLES], ranges: [[14, 23]] }, '22 ALTERED at 14'],
  ['overlapping ranges', { kinds: [SAMPLES], ranges: [[13, 15], [15, 20]] }, '22 ALTERED at 14'],
  ['another kind', { kinds: ['note.added'], ranges: [[14, 14]] }, '22 ALTERED at 14'],
])('a deletion of %s deletes nothing', (_what, payload, expected) => {
  const { folder } = built()
  rewriteLast(folder, 'content.deleted', payload)
  expect(verdict(folder)).toBe(expected)
  expect(alteredSeqs(folder)).toEqual([14, 23])
})

test('an index that lists a deletion where none stands is altered there, and excuses no text that is gone', () => {
  const { folder } = built()
  const findings = new Findings()
  tamper(folder, (db) => {
    db.exec('DELETE FROM content WHERE seq = 14')
    const honest = createRecordSource(db)
    const payload = Buffer.from(JSON.stringify({ kinds: [SAMPLES], ranges: [[14, 14]] }))
    // As SQLite would answer from an index that somebody edited in the file.
    const source: RecordSource = {
      ...honest,
      listed: (kind, after) => [...honest.listed(kind, after), ...(kind === 'content.deleted' ? [{ seq: 23, ledger: '', prev: undefined, payload }] : [])],
    }
    const walk = createChainCheck({ findings, source })
    for (const found of honest.page(undefined, 100)) walk.entry(found)
    walk.end()
  })
  expect(findings.all).toEqual([{ verdict: 'ALTERED', seq: 23, detail: expect.stringContaining('index') }])
})

test('a deletion that waited while another ledger took over deletes nothing there, and is not called a deletion', () => {
  const scratch = scratchFolder()
  const writer = directWriter()
  writer.send({ type: 'open', request: openRequest(scratch) })
  put(writer, 2, SAMPLES, { content: 'tekst 2' })
  put(writer, 3, 'content.deleted', { payload: { kinds: [SAMPLES], ranges: [[1, 500]] } })
  writer.send({ type: 'close', utcMs: stampAt(3).utcMs })
  expect(verdict(scratch.folder)).toBe('0 INTACT up to 3')
  tamper(scratch.folder, (db) => {
    expect(db.prepare('SELECT kind FROM entries WHERE seq = 3').get()).toEqual({ kind: 'content.not-deleted' })
    expect(db.prepare('SELECT count(*) AS n FROM content').get()).toEqual({ n: 1 })
  })
})
