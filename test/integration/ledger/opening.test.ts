// What a start finds: a clean record, one left by a crash, a damaged one, no key, another key; and what it does about it.
import { createHash } from 'node:crypto'
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { decodeCheckpoint } from '../../../electron/host/ledger/checkpoint.ts'
import { encodeHeadCode } from '../../../electron/host/ledger/head-code.ts'
import { openLedger, type LedgerOptions } from '../../../electron/host/ledger/open-ledger.ts'
import type { Ledger, LedgerEvent } from '../../../electron/host/ledger/port.ts'
import { verifyLedger } from '../../../electron/host/ledger/verify-ledger.ts'
import { systemClock, systemRandom } from '../../../native/transport/clock.ts'
import { readRecord } from '../../support/record.ts'
import { buildLedger, copyAsFound, directWriter, DISPATCHER, openRequest, scratchFolder, START_UTC, tamper, writerHere, type Scratch } from './ledger-folder.ts'

let boots = 0

async function open(scratch: Scratch, more: Partial<LedgerOptions> = {}): Promise<{ ledger: Ledger; events: LedgerEvent[] }> {
  const { folder, keyFolder, copy } = scratch
  const opened = await openLedger({
    folder, keyFolder, checkpointCopy: copy, bootId: `host-${++boots}`, clock: systemClock, random: systemRandom, startWriter: writerHere(), ...more,
  })
  if (!opened.ok) throw new Error(`${opened.error.code} ${opened.error.detail}`)
  const { value: ledger } = opened
  const events: LedgerEvent[] = []
  ledger.onEvent((event) => events.push(event))
  onTestFinished(() => ledger.close())
  return { ledger, events }
}

type Of<Name extends LedgerEvent['event']> = Extract<LedgerEvent, { event: Name }>
const named = <Name extends LedgerEvent['event']>(events: readonly LedgerEvent[], name: Name): Of<Name>[] =>
  events.filter((one): one is Of<Name> => one.event === name)
const setAsideIn = (folder: string): string[] => readdirSync(folder).filter((name) => name.startsWith('set-aside-'))
const note = (n: number) => ({ kind: 'note.added', actor: DISPATCHER, payload: { n } })

/** The first entry of the new ledger, and the old one where it was kept. */
async function replacedBy(scratch: Scratch, code = 'STORE_DAMAGED'): Promise<{ why: string; previous: Record<string, unknown>; kept: string }> {
  const { ledger, events } = await open(scratch)
  await expect.poll(() => named(events, 'damaged').length, { timeout: 10_000 }).toBe(1)
  const [damaged] = named(events, 'damaged')
  expect(damaged?.error.code).toBe(code)
  expect(await ledger.record(note(1))).toMatchObject({ ok: true, value: { seq: 2 } })
  const first = await ledger.latest(['ledger.opened-first'], 1)
  await ledger.close()
  expect(verifyLedger(scratch.folder, [{ kind: 'file', source: scratch.copy }]).code).toBe(0)
  const previous = first.ok ? (first.value[0]?.payload['previous'] as Record<string, unknown>) : {}
  return { why: damaged?.error.detail ?? '', previous, kept: join(scratch.folder, damaged?.setAside ?? '') }
}

test('the first start begins a ledger that names itself and its key, and signs it before anybody waits', async () => {
  const scratch = scratchFolder()
  const { ledger, events } = await open(scratch)
  expect(ledger.head).toMatchObject({ seq: 1, anchoredSeq: 1 })
  expect(ledger.head.headCode).toMatch(/^1-[0-9A-Z]{4}-[0-9A-Z]{4}$/)
  expect(named(events, 'committed')[0]?.entries[0]).toMatchObject({ seq: 1, kind: 'ledger.opened-first', payload: { format: 2, previous: null } })
  expect(statSync(join(scratch.keyFolder, 'ledger-key.pem')).mode & 0o777).toBe(0o600)
  expect(readFileSync(join(scratch.folder, 'public-key.pem'), 'utf8')).toContain('BEGIN PUBLIC KEY')
  expect(readdirSync(scratch.folder).filter((name) => readFileSync(join(scratch.folder, name), 'latin1').includes('PRIVATE KEY'))).toEqual([])
})

test('a start after a clean close goes on in the same ledger and records it', async () => {
  const scratch = scratchFolder()
  buildLedger(scratch, { entries: 3 })
  const { ledger, events } = await open(scratch)
  expect(named(events, 'committed')[0]?.entries[0]).toMatchObject({ seq: 5, kind: 'ledger.resumed', payload: { tail: 0, anchored: 4 } })
  await expect.poll(() => named(events, 'checked'), { timeout: 10_000 }).toEqual([{ event: 'checked', seq: 5 }])
  await ledger.close()
  expect(verifyLedger(scratch.folder, [])).toMatchObject({ code: 0, lastSeq: 5 })
})

test('entries a crash left without a checkpoint are kept, counted in the record and signed', async () => {
  const scratch = scratchFolder()
  buildLedger(scratch, { entries: 8, signAfter: 5, crash: true })
  const found: Scratch = { ...scratch, folder: copyAsFound(scratch.folder, join(scratch.root, 'found')) }
  const { ledger, events } = await open(found)
  expect(named(events, 'committed')[0]?.entries[0]).toMatchObject({ seq: 10, kind: 'ledger.resumed', payload: { tail: 3, anchored: 6 } })
  expect(ledger.head.anchoredSeq).toBe(10)
  expect(named(events, 'damaged')).toEqual([])
})

test.each<[string, (scratch: Scratch) => void, RegExp]>([
  ['cut off behind its checkpoint', ({ folder }) => tamper(folder, (db) => db.exec('DELETE FROM entries WHERE seq > 6')), /TRUNCATED at 7/],
  ['altered at its checkpoint', ({ folder }) => tamper(folder, (db) => db.exec('UPDATE entries SET hash = zeroblob(32) WHERE seq = 21')), /ALTERED at 21/],
  ['altered long before it', ({ folder }) => tamper(folder, (db) => db.exec("UPDATE entries SET payload = '{}' WHERE seq = 5")), /ALTERED at 5/],
  ['short of a row long before it', ({ folder }) => tamper(folder, (db) => db.exec('DELETE FROM entries WHERE seq = 5')), /GAP at 5/],
  ['no database any more', ({ folder }) => writeFileSync(join(folder, 'ledger.db'), 'x'.repeat(8192)), /UNREADABLE/],
  ['gone, its checkpoints left', ({ folder }) => rmSync(join(folder, 'ledger.db')), /TRUNCATED/],
  ['emptied', ({ folder }) => truncateSync(join(folder, 'ledger.db'), 0), /TRUNCATED/],
  ['gone with everything beside it, the copy left', ({ folder }) => rmSync(folder, { recursive: true }), /TRUNCATED/],
  ['signed by nobody', ({ folder }) => writeFileSync(join(folder, 'checkpoints.jsonl'), '{"v":1}\n'), /BAD SIGNATURE OR KEY/],
])('a record that is %s is set aside, linked by hash, and told', async (_name, damage, why) => {
  const scratch = scratchFolder()
  buildLedger(scratch)
  damage(scratch)
  const replaced = await replacedBy(scratch)
  expect(replaced.why).toMatch(why)
  expect(replaced.previous['why']).toMatch(why)
  expect(String(replaced.previous['ledger'] ?? '0'.repeat(32))).toMatch(/^[0-9a-f]{32}$/)
  for (const folder of setAsideIn(scratch.folder)) expect(verifyLedger(join(scratch.folder, folder), []).code).toBeGreaterThanOrEqual(20)
})

test('a record that reads well and takes no entry is set aside: in memory for ever would be no record', async () => {
  const scratch = scratchFolder()
  buildLedger(scratch)
  const database = new DatabaseSync(join(scratch.folder, 'ledger.db'))
  database.exec("CREATE TRIGGER stop BEFORE INSERT ON entries BEGIN SELECT RAISE(ABORT, 'no more'); END")
  database.close()
  const { why, previous, kept } = await replacedBy(scratch)
  expect(why).toMatch(/UNREADABLE.*no more/)
  expect(previous).toMatchObject({ seq: 21 })
  expect(verifyLedger(kept, [])).toMatchObject({ code: 0, lastSeq: 21 })
})

test('what was set aside verifies there as before, and the new first entry holds its head and the hash of its file', async () => {
  const scratch = scratchFolder()
  buildLedger(scratch)
  tamper(scratch.folder, (db) => db.exec('DELETE FROM entries WHERE seq > 9'))
  const before = readFileSync(join(scratch.folder, 'ledger.db'))
  const { previous, kept } = await replacedBy(scratch)
  const report = verifyLedger(kept, [])
  expect(report.text).toMatch(/^TRUNCATED at 10/)
  expect(previous).toMatchObject({ seq: 9, ledger: report.ledger, sha256: createHash('sha256').update(before).digest('hex') })
  expect(encodeHeadCode(9, Buffer.from(String(previous['head']), 'hex'), 4)).toBe(report.headCode)
  expect(readFileSync(join(kept, 'ledger.db')).equals(before)).toBe(true)
})

test.each([
  ['gone', 'is gone', ({ keyFolder }: Scratch) => rmSync(keyFolder, { recursive: true })],
  ['unreadable', 'cannot be read', ({ keyFolder }: Scratch) => writeFileSync(join(keyFolder, 'ledger-key.pem'), 'garbled')],
])('a key that is %s is a lost key, not damage: the old ledger verifies under its own key, and the new one says why it began', async (_name, said, lose) => {
  const scratch = scratchFolder()
  buildLedger(scratch)
  const before = verifyLedger(scratch.folder, [])
  lose(scratch)
  const { why, previous, kept } = await replacedBy(scratch, 'STORE_KEY_LOST')
  expect(why).toContain(said)
  expect(previous).toMatchObject({ why: 'KEY LOST', ledger: before.ledger, seq: before.lastSeq })
  expect(verifyLedger(kept, [])).toMatchObject({ code: 0, headCode: before.headCode })
})

test('damage outweighs a lost key: what was altered is never called only a lost key', async () => {
  const scratch = scratchFolder()
  buildLedger(scratch)
  rmSync(scratch.keyFolder, { recursive: true })
  tamper(scratch.folder, (db) => db.exec('DELETE FROM entries WHERE seq > 9'))
  expect((await replacedBy(scratch)).why).toMatch(/TRUNCATED at 10/)
})

test('a key of another workstation is not a lost one: it is told as such, and goes on signing the new ledger', async () => {
  const scratch = scratchFolder()
  const other = scratchFolder()
  buildLedger(scratch)
  buildLedger(other, { seed: 2 })
  cpSync(other.keyFolder, scratch.keyFolder, { recursive: true })
  const { why, previous } = await replacedBy(scratch)
  expect(why).toMatch(/BAD SIGNATURE OR KEY: the record was signed with another key than this workstation has/)
  expect(previous['why']).toBe('BAD SIGNATURE OR KEY')
})

test('a garbled key is kept beside the new one, with a warning', async () => {
  const scratch = scratchFolder()
  mkdirSync(scratch.keyFolder)
  writeFileSync(join(scratch.keyFolder, 'ledger-key.pem'), 'garbled', { mode: 0o600 })
  const { events } = await open(scratch)
  expect(named(events, 'warning')[0]?.error.code).toBe('STORE_KEY_UNFIT')
  expect(readFileSync(join(scratch.keyFolder, 'ledger-key.pem.unreadable-1'), 'utf8')).toBe('garbled')
})

test('a key file open to others is a warning at each start', async () => {
  const scratch = scratchFolder()
  buildLedger(scratch, { entries: 1 })
  chmodSync(join(scratch.keyFolder, 'ledger-key.pem'), 0o644)
  const { events } = await open(scratch)
  expect(named(events, 'warning').map(({ error }) => error.detail)).toEqual([expect.stringContaining('mode 644')])
})

test('a changed public-key.pem is put back with a warning', async () => {
  const scratch = scratchFolder()
  buildLedger(scratch, { entries: 1 })
  writeFileSync(join(scratch.folder, 'public-key.pem'), 'something else')
  const { ledger, events } = await open(scratch)
  expect(named(events, 'warning')).toHaveLength(1)
  await ledger.close()
  expect(verifyLedger(scratch.folder, []).code).toBe(0)
})

test('a second checkpoint file that cannot be written is said once, the record goes on, and when it can be written again that is said too', async () => {
  const scratch = scratchFolder()
  const { ledger, events } = await open(scratch, { checkpointCopy: join(scratch.root, 'not', 'there', 'copy.jsonl') })
  for (const n of [1, 2, 3]) {
    expect(await ledger.record(note(n))).toMatchObject({ ok: true })
    await expect.poll(() => ledger.head.anchoredSeq, { timeout: 5000 }).toBe(ledger.head.seq)
  }
  expect(named(events, 'second-file')).toMatchObject([{ error: { code: 'STORE_SECOND_FILE' } }])
  mkdirSync(join(scratch.root, 'not', 'there'), { recursive: true })
  await ledger.record(note(4))
  await expect.poll(() => named(events, 'second-file'), { timeout: 5000 }).toHaveLength(2)
  expect(named(events, 'second-file')[1]).toEqual({ event: 'second-file' })
})

test('files moved away under a running host are noticed at the next signature, and a new ledger goes on', async () => {
  const scratch = scratchFolder()
  const { ledger, events } = await open(scratch)
  await ledger.record(note(1))
  await expect.poll(() => ledger.head.anchoredSeq, { timeout: 5000 }).toBe(2)
  renameSync(join(scratch.folder, 'ledger.db'), join(scratch.root, 'stolen.db'))
  await ledger.record(note(2))
  await expect.poll(() => named(events, 'damaged').length, { timeout: 5000 }).toBe(1)
  expect(await ledger.record(note(3))).toMatchObject({ ok: true, value: { seq: 2 } })
})

test('a half line left in both checkpoint files is cut off before the next one is written', async () => {
  const scratch = scratchFolder()
  buildLedger(scratch, { entries: 2 })
  for (const file of [join(scratch.folder, 'checkpoints.jsonl'), scratch.copy]) writeFileSync(file, readFileSync(file, 'utf8') + '{"boot":"bo')
  await (await open(scratch)).ledger.close()
  for (const file of [join(scratch.folder, 'checkpoints.jsonl'), scratch.copy]) {
    expect(readFileSync(file, 'utf8').trimEnd().split('\n').map((line) => decodeCheckpoint(line)?.seq)).toEqual([1, 3, 4])
  }
})

test('a writer thread that dies after the commit is started again, and the entry is there once', async () => {
  const scratch = scratchFolder()
  const { ledger, events } = await open(scratch, { startWriter: undefined, workerUrl: new URL('./dying-writer.ts', import.meta.url) } as Partial<LedgerOptions>)
  expect(await ledger.record(note(1))).toMatchObject({ ok: true })
  writeFileSync(`${scratch.folder}.die`, '')
  expect(await ledger.record(note(2))).toMatchObject({ ok: false, error: { code: 'BUG_UNEXPECTED' } })
  expect(existsSync(`${scratch.folder}.die`)).toBe(false)
  await ledger.record(note(3))
  // On a busy machine the first opening may count as an outage of its own, of which nothing had to be written late.
  await expect.poll(() => named(events, 'recovered').some(({ written }) => written > 0), { timeout: 10_000 }).toBe(true)
  const stored = await ledger.latest(['note.added'], 10)
  expect(stored.ok && stored.value.map(({ payload }) => payload['n'])).toEqual([3, 2, 1])
  await ledger.close()
  expect(verifyLedger(scratch.folder, []).code).toBe(0)
})

test('deleting a text is recorded, leaves the chain whole and leaves no trace of it in any file', async () => {
  const scratch = scratchFolder()
  const { ledger } = await open(scratch)
  const secret = 'melder noemt Zandstraat 12'
  const noted = await ledger.record({ ...note(1), content: secret })
  const seq = noted.ok ? noted.value.seq : 0
  const before = await ledger.latest(['note.added'], 1)
  expect(before.ok && before.value[0]?.content).toBe(secret)
  expect(await ledger.record({ kind: 'content.deleted', actor: { role: 'supervisor', position: 'OB-01' }, payload: { seq, reason: 'retention' } })).toMatchObject({ ok: true })
  const after = await ledger.latest(['note.added'], 1)
  expect(after.ok && after.value[0]).not.toHaveProperty('content')
  for (const name of readdirSync(scratch.folder)) expect(readFileSync(join(scratch.folder, name), 'latin1')).not.toContain('Zandstraat')
  await ledger.close()
  expect(verifyLedger(scratch.folder, []).code).toBe(0)
})

test('a text put back after its deletion was recorded is altered at its entry', async () => {
  const scratch = scratchFolder()
  const { ledger } = await open(scratch)
  await ledger.record({ ...note(1), content: 'weg' })
  await ledger.close()
  let row: Record<string, unknown> = {}
  tamper(scratch.folder, (db) => { row = db.prepare('SELECT * FROM content').get() ?? {} })
  const again = await open(scratch)
  await again.ledger.record({ kind: 'content.deleted', actor: DISPATCHER, payload: { seq: 2 } })
  await again.ledger.close()
  expect(verifyLedger(scratch.folder, []).code).toBe(0)
  tamper(scratch.folder, (db) => db.prepare('INSERT INTO content VALUES (2, ?, ?)').run(row['salt'] as Uint8Array, 'weg'))
  expect(verifyLedger(scratch.folder, []).text).toMatch(/^ALTERED at 2/)
})

test('close writes the samples that wait, signs them, and refuses what comes after', async () => {
  const scratch = scratchFolder()
  const { ledger } = await open(scratch, { startWriter: undefined } as Partial<LedgerOptions>)
  ledger.sample(note(1))
  ledger.sample(note(2))
  await ledger.close()
  expect(await ledger.record(note(3))).toMatchObject({ ok: false, error: { code: 'CALL_REFUSED' } })
  const { code, lastSeq, anchoredSeq } = verifyLedger(scratch.folder, [])
  expect([code, anchoredSeq]).toEqual([0, lastSeq])
  // An opening over 900 ms on a busy machine has an entry of its own; nothing else may be there.
  const kinds = readRecord(scratch.folder).map(({ kind }) => kind).filter((kind) => kind !== 'ledger.outage-ended')
  expect(kinds).toEqual(['ledger.opened-first', note(1).kind, note(2).kind])
})

test('a second file that ends two records ago, for it was out of use meanwhile, makes no sound record damaged', () => {
  const scratch = scratchFolder()
  const at = (second: number) => () => ({ monoUs: second * 1_000_000, utcMs: START_UTC + second * 1000, clock: 'unknown' }) as const
  buildLedger(scratch, { entries: 3 })
  for (const second of [100, 200]) {
    tamper(scratch.folder, (db) => db.exec('DELETE FROM entries WHERE seq = (SELECT max(seq) FROM entries)'))
    // Set aside and begun, then resumed.
    for (const damaged of [1, 0]) {
      const { send, said } = directWriter()
      send({ type: 'open', request: { ...openRequest(scratch, { boot: `boot-${second}-${damaged}`, seed: second, stamp: at(second) }), checkpointCopy: undefined } })
      expect(said.filter(({ type }) => type === 'damaged')).toHaveLength(damaged)
      send({ type: 'close', utcMs: START_UTC + second * 1000 })
    }
  }
  const { send, said } = directWriter()
  send({ type: 'open', request: openRequest(scratch, { boot: 'boot-300', seed: 300, stamp: at(300) }) })
  expect(said.filter(({ type }) => type === 'damaged')).toEqual([])
  send({ type: 'close', utcMs: START_UTC + 300_000 })
})

test('an altered entry in the tail a crash left is found before the record opens, not after', () => {
  const scratch = scratchFolder()
  buildLedger(scratch, { entries: 8, signAfter: 5, crash: true })
  const found: Scratch = { ...scratch, folder: copyAsFound(scratch.folder, join(scratch.root, 'found')) }
  tamper(found.folder, (db) => db.exec("UPDATE entries SET payload = '{}' WHERE seq = 8"))
  const { send, said } = directWriter()
  send({ type: 'open', request: openRequest(found, { boot: 'boot-2', seed: 2 }) })
  expect(said.map(({ type }) => type)).toEqual(['damaged', 'opened'])
  expect(said[0]).toMatchObject({ error: { code: 'STORE_DAMAGED', detail: expect.stringContaining('ALTERED at 8') } })
  send({ type: 'close', utcMs: 0 })
})
