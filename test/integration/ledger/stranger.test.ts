// A verifier that shares nothing with the project agrees on records of the real writer. Attacks: test/property/ledger/attacks.test.ts.
import { spawnSync } from 'node:child_process'
import { cpSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { verifyLedger } from '../../../electron/host/ledger/verify-ledger.ts'
import { readHeadCode, verifyFolder } from '../../soak/attacks/strangers-verifier.ts'
import { anchor } from './attack-kit.ts'
import { buildLedger, copyAsFound, directWriter, openRequest, scratchFolder, START_UTC, tamper, type Scratch } from './ledger-folder.ts'

const VERIFIER = fileURLToPath(new URL(`../../../resources/verify/verify.mjs`, import.meta.url))
const withTexts = (at: number): string | undefined => (at % 3 === 0 ? `één tekst ✓ ${at}` : undefined)

/** What both say; a difference is the failure. */
function both(folder: string, ...anchors: string[]): string {
  const strangers = verifyFolder(folder, anchors)
  const ours = verifyLedger(folder, anchors.map(anchor))
  expect([strangers.text, strangers.code, strangers.headCode]).toEqual([ours.text, ours.code, ours.headCode])
  return strangers.text
}

test('a stranger with the format page finds an intact record intact, by each kind of anchor', () => {
  const scratch = scratchFolder()
  buildLedger(scratch, { signAfter: 10, content: withTexts })
  const { headCode } = verifyLedger(scratch.folder, [])
  expect(both(scratch.folder)).toBe('INTACT up to 21, no outside anchor')
  expect(both(scratch.folder, scratch.copy)).toBe(`INTACT up to 21, outside anchor ${scratch.copy} up to 21`)
  expect(both(scratch.folder, headCode)).toBe(`INTACT up to 21, outside anchor ${headCode} up to 21`)
})

test.each([
  ["UPDATE entries SET payload = '{}' WHERE seq = 9", 'ALTERED at 9'],
  ['DELETE FROM entries WHERE seq = 9', 'GAP at 9'],
  ['DELETE FROM entries WHERE seq > 9', 'TRUNCATED at 10'],
  ["UPDATE content SET text = 'x' WHERE seq = 4", 'ALTERED at 4'],
])('and finds %s', (sql, expected) => {
  const scratch = scratchFolder()
  buildLedger(scratch, { content: (at) => (at === 3 ? 'tekst' : undefined) })
  tamper(scratch.folder, (database) => database.exec(sql))
  expect(both(scratch.folder)).toMatch(new RegExp(`^${expected}`))
})

const actor = { role: 'technician', position: 'OB-07' } as const
const stamp = (n: number) => ({ monoUs: n, utcMs: START_UTC + 60_000, clock: 'unknown' }) as const

function rotateAndDelete(scratch: Scratch): void {
  const { send, said } = directWriter()
  send({ type: 'open', request: openRequest(scratch, { boot: 'boot-2', stamp }) })
  send({ type: 'rotate-key', id: 1, actor, stamp: stamp(1), marks: {} })
  expect(said.find(({ type }) => type === 'rotated')).toMatchObject({ result: { ok: true } })
  const kinds = ['service.changed']
  const payload = `{"kinds":["service.changed"],"ranges":[[2,8]]}`
  send({ type: 'write', entries: [{ ...stamp(2), role: 'system', position: 'host', kind: 'content.deleted', payload, deletes: { kinds, ranges: [[2, 8]] } }] })
  send({ type: 'close', utcMs: START_UTC + 60_000 })
}

test('a record whose key was changed and whose texts were deleted by range is intact for both, with the key of today and of before', () => {
  const scratch = scratchFolder()
  buildLedger(scratch, { content: withTexts })
  const before = readFileSync(join(scratch.folder, 'public-key.pem'))
  rotateAndDelete(scratch)
  expect(readFileSync(join(scratch.folder, 'public-key.pem')).equals(before)).toBe(false)
  expect(both(scratch.folder, scratch.copy)).toMatch(/^INTACT up to 2\d, outside anchor/)
  tamper(scratch.folder, (database) => database.exec("INSERT INTO content VALUES (4, zeroblob(16), 'terug')"))
  expect(both(scratch.folder)).toBe('ALTERED at 4, no outside anchor')
})

test('what a crash left in the write-ahead log is read, and no trace stays in the folder', () => {
  const scratch = scratchFolder()
  buildLedger(scratch, { entries: 3, crash: true })
  const left = copyAsFound(scratch.folder, join(scratch.root, 'left'))
  const look = (): string[] => readdirSync(left).sort().map((name) => `${name} ${statSync(join(left, name)).mtimeMs} ${readFileSync(join(left, name)).toString('base64')}`)
  const before = look()
  expect(both(left)).toBe('TAIL UNANCHORED 3 (from 2), no outside anchor')
  expect(look()).toEqual(before)
})

test('it runs from any folder as a command of one file: verdict, JSON, exit codes and the usage line', () => {
  const scratch = scratchFolder()
  buildLedger(scratch, { entries: 4 })
  const alone = join(scratch.root, 'verify.mjs')
  cpSync(VERIFIER, alone)
  const run = (...argv: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [alone, ...argv], { encoding: 'utf8', cwd: scratch.root })
    return { status, out: stdout.trim(), err: stderr.trim().split('\n').at(-1) }
  }
  expect(run(scratch.folder)).toMatchObject({ status: 0, out: 'INTACT up to 5, no outside anchor' })
  expect(run(scratch.folder, '--anchor', '9-0000-0000')).toMatchObject({ status: 21, out: 'TRUNCATED at 6 (4 missing), no outside anchor' })
  const json = run('--json', scratch.folder, '--anchor', '5-0000-0000')
  expect(json.status).toBe(22)
  expect(JSON.parse(json.out)).toMatchObject({ verdict: 'ALTERED', code: 22, findings: [{ verdict: 'ALTERED', seq: 5 }], lastSeq: 5 })
  expect(run(join(scratch.root, 'nothing')).status).toBe(30)
  for (const wrong of [[], ['--whole', scratch.folder], [scratch.folder, scratch.folder], [scratch.folder, '--anchor', 'no-such-file']]) {
    expect(run(...wrong)).toMatchObject({ status: 2, out: '', err: 'usage: verify PATH [--anchor FILE|HEADCODE]… [--json]' })
  }
})

test('it is short enough to be read: at most 150 lines, nothing but Node', () => {
  const source = readFileSync(VERIFIER, 'utf8')
  expect(source.trimEnd().split('\n').length).toBeLessThanOrEqual(150)
  const imported = [...source.matchAll(/from '([^']+)'/g)].map(([, name]) => name)
  expect(imported.sort()).toEqual(['node:crypto', 'node:fs', 'node:path', 'node:sqlite'])
  expect(source).not.toMatch(/\bimport\(|\brequire\(/)
  expect(readHeadCode('nothing')).toBeUndefined()
})
