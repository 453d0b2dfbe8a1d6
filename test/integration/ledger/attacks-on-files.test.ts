// Somebody with a hex editor, the clock, the texts beside the chain; and what a crash leaves, which is no attack.
import { appendFileSync, cpSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { verifyLedger } from '../../../electron/host/ledger/verify-ledger.ts'
import { anchor, built, LAST, verdict } from './attack-kit.ts'
import { buildLedger, copyAsFound, scratchFolder, seededRandom, START_UTC, tamper, type Scratch } from './ledger-folder.ts'

test('a flipped bit in the payload of an entry in the file is altered there', () => {
  const { folder } = built()
  const file = join(folder, 'ledger.db')
  const bytes = readFileSync(file)
  const at = bytes.indexOf('entry number 13')
  bytes[at] = bytes[at]! ^ 1
  writeFileSync(file, bytes)
  expect(verdict(folder)).toBe('22 ALTERED at 14')
})

test('a bit flipped anywhere never passes for more than the record that is left, and never throws', () => {
  const scratch = built()
  const file = join(scratch.folder, 'ledger.db')
  const good = readFileSync(file)
  const random = seededRandom(7)
  const tally = new Map<number, number>()
  for (let round = 0; round < 150; round++) {
    const bytes = Buffer.from(good)
    const at = random.below(bytes.length)
    bytes[at] = bytes[at]! ^ (1 << random.below(8))
    writeFileSync(file, bytes)
    const report = verifyLedger(scratch.folder, [anchor(scratch.copy)])
    // Unused space and the index hold no evidence; whatever is called intact is the whole record, entry by entry.
    if (report.code === 0) expect([report.entries, report.lastSeq]).toEqual([LAST, LAST])
    tally.set(report.code, (tally.get(report.code) ?? 0) + 1)
  }
  expect(tally.get(22) ?? 0).toBeGreaterThan(5)
  expect([...tally.keys()].filter((code) => ![0, 20, 21, 22, 23, 30].includes(code))).toEqual([])
})

test('a clock that was set while running is a step at the entry after it; 2 s of drift is not', () => {
  const scratch = scratchFolder()
  buildLedger(scratch, { stamp: (at) => ({ monoUs: at * 1_000_000, utcMs: START_UTC + at * 1000 + (at >= 9 ? 3_600_000 : 0), clock: 'unknown' }) })
  expect(verdict(scratch.folder)).toBe('11 CLOCK STEP at 10')
  const drifting = scratchFolder()
  buildLedger(drifting, { stamp: (at) => ({ monoUs: at * 1_000_000, utcMs: START_UTC + at * 3000, clock: 'unknown' }) })
  expect(verdict(drifting.folder)).toBe(`0 INTACT up to ${LAST}`)
})

test('UTC that runs backwards between two starts is a step; forwards it is not', () => {
  const scratch = scratchFolder()
  buildLedger(scratch, { entries: 3 })
  const forwards = copyAsFound(scratch.root, `${scratch.root}-forwards`)
  buildLedger(scratch, { entries: 3, boot: 'boot-2', stamp: (at) => ({ monoUs: at, utcMs: START_UTC - 1, clock: 'unknown' }) })
  expect(verdict(scratch.folder)).toBe('11 CLOCK STEP at 5')
  const later: Scratch = { ...scratch, folder: join(forwards, 'ledger'), keyFolder: join(forwards, 'keys'), copy: join(forwards, 'elsewhere.jsonl') }
  buildLedger(later, { entries: 3, boot: 'boot-2', stamp: (at) => ({ monoUs: at, utcMs: START_UTC + 86_400_000, clock: 'unknown' }) })
  expect(verdict(later.folder)).toBe('0 INTACT up to 8')
  rmSync(forwards, { recursive: true })
})

test.each([
  ['changed', "UPDATE content SET text = 'anders' WHERE seq = 6", '22 ALTERED at 6'],
  ['salted anew', 'UPDATE content SET salt = zeroblob(16) WHERE seq = 11', '22 ALTERED at 11'],
  ['taken away without a record', 'DELETE FROM content WHERE seq = 16', '22 ALTERED at 16'],
  ['put beside an entry without any', "INSERT INTO content VALUES (5, zeroblob(16), 'nieuw')", '22 ALTERED at 5'],
  ['put beside no entry', "INSERT INTO content VALUES (500, zeroblob(16), 'nieuw')", '22 ALTERED at 500'],
])('a text that was %s is altered at its entry', (_name, sql, expected) => {
  const { folder } = built()
  tamper(folder, (database) => database.exec(sql))
  expect(verdict(folder)).toBe(expected)
})

test.each(['ledger', 'format'])('a changed %s in the meta table is altered at the first entry', (name) => {
  const { folder } = built()
  tamper(folder, (database) => database.prepare("UPDATE meta SET value = '1' WHERE name = ?").run(name))
  expect(verdict(folder)).toBe('22 ALTERED at 1')
})

test('entries after the last checkpoint are an unanchored tail, counted', () => {
  const scratch = scratchFolder()
  buildLedger(scratch, { entries: 12, signAfter: 9, crash: true })
  const left = copyAsFound(scratch.folder, join(scratch.root, 'left'))
  expect(verdict(left)).toBe('10 TAIL UNANCHORED 3 (from 11)')
})

test('a last checkpoint line cut in half by a crash is tolerated, one cut in the middle is not', () => {
  const { folder } = built()
  const file = join(folder, 'checkpoints.jsonl')
  const whole = readFileSync(file, 'utf8')
  appendFileSync(file, whole.slice(0, 70))
  expect(verdict(folder)).toBe(`0 INTACT up to ${LAST}`)
  writeFileSync(file, `${whole.slice(0, 70)}\n${whole}`)
  expect(verdict(folder)).toBe('23 BAD SIGNATURE OR KEY')
})

test.each([
  ['is gone', (file: string) => rmSync(file)],
  ['is no database', (file: string) => writeFileSync(file, 'x'.repeat(8192))],
  ['is empty', (file: string) => truncateSync(file, 0)],
])('a record whose file %s is unreadable', (_name, change) => {
  const { folder } = built()
  change(join(folder, 'ledger.db'))
  expect(verdict(folder)).toMatch(/^30 UNREADABLE/)
})

test('a record with its entries table replaced by a view of other columns is unreadable, not an exception', () => {
  const { folder } = built()
  tamper(folder, (database) => database.exec('ALTER TABLE entries RENAME TO real; CREATE VIEW entries AS SELECT seq, hash FROM real'))
  expect(verdict(folder)).toMatch(/^30 UNREADABLE/)
})

test('verifying leaves no trace in the folder: clean, after a crash, and while a host writes', () => {
  const clean = built()
  const crashed = scratchFolder()
  buildLedger(crashed, { entries: 3, crash: true })
  const left = copyAsFound(crashed.folder, join(crashed.root, 'left'))
  // Stale as a copy of it is: it must neither be believed nor be touched.
  cpSync(join(crashed.folder, 'ledger.db-shm'), join(left, 'ledger.db-shm'))
  for (const folder of [clean.folder, left]) {
    const before = fingerprint(folder)
    expect(verifyLedger(folder, []).code).toBeLessThan(20)
    expect(fingerprint(folder)).toEqual(before)
  }
  const live = fingerprint(crashed.folder)
  expect(verdict(crashed.folder)).toBe('10 TAIL UNANCHORED 3 (from 2)')
  expect(Object.keys(fingerprint(crashed.folder))).toEqual(Object.keys(live))
})

test('verifying a live record in the host’s own process takes none of its locks away', () => {
  const live = scratchFolder()
  buildLedger(live, { entries: 3, crash: true })
  const inode = `:${statSync(join(live.folder, 'ledger.db')).ino} `
  // Closing any descriptor of a file drops all locks this process has on it, SQLite's too (POSIX fcntl).
  const held = (): string[] => readFileSync('/proc/locks', 'utf8').split('\n').filter((line) => line.includes(` ${process.pid} `) && line.includes(inode))
    .map((line) => line.replace(/^\d+: /, ''))
  const before = held()
  expect(before).not.toEqual([])
  expect(verifyLedger(live.folder, []).code).toBe(10)
  expect(held()).toEqual(before)
})

function fingerprint(folder: string): Record<string, string> {
  const names = readdirSync(folder).sort()
  return Object.fromEntries(names.map((name) => {
    const path = join(folder, name)
    // The index of a live log changes by being read; everything else stays byte by byte.
    return [name, `${statSync(path).mtimeMs} ${readFileSync(path).toString('base64')}`]
  }))
}
