// Somebody with a SQL prompt: edits, deletions, insertions, swaps, cuts. Each attack gets its exact verdict.
import { expect, test } from 'vitest'
import { encodeHeader, entryHash } from '../../../electron/host/ledger/entry.ts'
import { verifyLedger } from '../../../electron/host/ledger/verify-ledger.ts'
import { anchor, built, headCodeAt, LAST, rewriteChain, verdict } from './attack-kit.ts'
import { seededRandom, tamper } from './ledger-folder.ts'

const SEEDS = [1, 2, 3]
const victim = (seed: number): number => 3 + seededRandom(seed).below(LAST - 4)

test('an untouched ledger is intact and says that no outside anchor vouches for it', () => {
  expect(verifyLedger(built().folder, []).text).toBe(`INTACT up to ${LAST}, no outside anchor`)
})

test('an untouched ledger names the outside anchor it was checked against, file or head code', () => {
  const scratch = built()
  expect(verifyLedger(scratch.folder, [anchor(scratch.copy)]).text).toBe(`INTACT up to ${LAST}, outside anchor ${scratch.copy} up to ${LAST}`)
  const code = headCodeAt(scratch, 12)
  expect(verifyLedger(scratch.folder, [anchor(code)]).text).toBe(`INTACT up to ${LAST}, outside anchor ${code} up to 12`)
})

test.each(SEEDS)('an edited payload is altered at its own entry (seed %i)', (seed) => {
  const { folder } = built(seed)
  const seq = victim(seed)
  tamper(folder, (database) => database.prepare("UPDATE entries SET payload = replace(payload, 'entry', 'other') WHERE seq = ?").run(seq))
  expect(verdict(folder)).toBe(`22 ALTERED at ${seq}`)
  expect(verifyLedger(folder, []).findings).toHaveLength(1)
})

test.each(['boot', 'clock', 'role', 'position', 'kind', 'ledger'])('an edited %s is altered at its own entry', (column) => {
  const { folder } = built()
  tamper(folder, (database) => database.exec(`UPDATE entries SET ${column} = 'supervisor-x' WHERE seq = 7`))
  expect(verdict(folder)).toBe('22 ALTERED at 7')
})

test.each(['mono_us', 'utc_ms'])('an edited %s is altered at its own entry, even beyond 2^53', (column) => {
  const { folder } = built()
  tamper(folder, (database) => database.exec(`UPDATE entries SET ${column} = ${column} + 1 WHERE seq = 7; UPDATE entries SET ${column} = 9223372036854775807 WHERE seq = 9`))
  const seqs = verifyLedger(folder, []).findings.filter((one) => one.verdict === 'ALTERED').map((one) => one.seq)
  expect(seqs).toEqual([7, 9])
})

test.each(SEEDS)('an edited entry with a freshly computed hash breaks the link of the next one (seed %i)', (seed) => {
  const { folder } = built(seed)
  const seq = victim(seed)
  tamper(folder, (database) => {
    const row = database.prepare('SELECT * FROM entries WHERE seq = ?').get(seq)
    if (!row) throw new Error('no victim')
    const { ledger, boot, mono_us: monoUs, utc_ms: utcMs, clock, role, position, kind, prev } = row
    const header = encodeHeader({ ledger, seq, boot, monoUs, utcMs, clock, role, position, kind })
    const hash = entryHash(prev as Uint8Array, header, Buffer.from('{"n":0}'))
    database.prepare('UPDATE entries SET payload = ?, hash = ? WHERE seq = ?').run('{"n":0}', hash, seq)
  })
  const found = verifyLedger(folder, []).findings.map((one) => `${one.verdict} ${one.seq}`)
  expect(found).toContain(`ALTERED ${seq + 1}`)
  expect(verdict(folder)).toMatch(/^22 ALTERED at/)
})

test('a rewritten chain, every hash made new, differs from the signed heads', () => {
  const { folder } = built()
  rewriteChain(folder, 4)
  const found = verifyLedger(folder, []).findings.map((one) => `${one.verdict} ${one.seq}`)
  // The checkpoint of the opening (entry 1) still fits; those at 11 and at the end do not.
  expect(found).toEqual(['ALTERED 11', `ALTERED ${LAST}`])
})

test.each(SEEDS)('a deleted row in the middle is a gap at its place, without accusing the next (seed %i)', (seed) => {
  const { folder } = built(seed)
  const seq = victim(seed)
  tamper(folder, (database) => database.prepare('DELETE FROM entries WHERE seq = ?').run(seq))
  tamper(folder, (database) => database.prepare('DELETE FROM content WHERE seq = ?').run(seq))
  expect(verdict(folder)).toBe(`20 GAP at ${seq} (1 missing)`)
  expect(verifyLedger(folder, []).findings).toHaveLength(1)
})

test('a deleted first entry is a gap at 1', () => {
  const { folder } = built()
  tamper(folder, (database) => database.exec('DELETE FROM entries WHERE seq = 1'))
  expect(verifyLedger(folder, []).findings.map((one) => `${one.verdict} ${one.seq} ${one.count}`)).toContain('GAP 1 1')
})

test('an entry pushed in between, the later ones renumbered, is altered there', () => {
  const { folder } = built()
  tamper(folder, (database) => {
    database.exec('UPDATE entries SET seq = seq + 1000 WHERE seq >= 8; UPDATE entries SET seq = seq - 999 WHERE seq >= 1000')
    database.exec('INSERT INTO entries SELECT 8, ledger, boot, mono_us, utc_ms, clock, role, position, kind, payload, prev, hash FROM entries WHERE seq = 7')
  })
  expect(verdict(folder)).toBe('22 ALTERED at 8')
})

test('a row put at the end with a made-up hash is altered there', () => {
  const { folder } = built()
  tamper(folder, (database) => database.exec(
    `INSERT INTO entries SELECT ${LAST + 1}, ledger, boot, mono_us, utc_ms, clock, role, position, kind, payload, hash, randomblob(32) FROM entries WHERE seq = ${LAST}`,
  ))
  expect(verdict(folder)).toBe(`22 ALTERED at ${LAST + 1}`)
})

test('two swapped entries are altered, both', () => {
  const { folder } = built()
  tamper(folder, (database) => database.exec('UPDATE entries SET seq = 999 WHERE seq = 7; UPDATE entries SET seq = 7 WHERE seq = 8; UPDATE entries SET seq = 8 WHERE seq = 999'))
  expect(verifyLedger(folder, []).findings.map((one) => `${one.verdict} ${one.seq}`).slice(0, 2)).toEqual(['ALTERED 7', 'ALTERED 8'])
  expect(verdict(folder)).toBe('22 ALTERED at 7')
})

test.each(SEEDS)('a ledger cut off behind its checkpoints is truncated (seed %i)', (seed) => {
  const { folder } = built(seed)
  const left = 11 + seededRandom(seed).below(9)
  tamper(folder, (database) => database.prepare('DELETE FROM entries WHERE seq > ?').run(left))
  tamper(folder, (database) => database.prepare('DELETE FROM content WHERE seq > ?').run(left))
  expect(verdict(folder)).toBe(`21 TRUNCATED at ${left + 1} (${LAST - left} missing)`)
})
