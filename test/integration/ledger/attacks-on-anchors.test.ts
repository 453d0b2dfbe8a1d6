// Somebody with an old copy or a key of their own: replays, cuts of both files, forged signatures. Each gets its exact verdict.
import { generateKeyPairSync } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { decodeCheckpoint, encodeCheckpoint } from '../../../electron/host/ledger/checkpoint.ts'
import { fingerprintOf } from '../../../electron/host/ledger/signing-key.ts'
import { verifyLedger } from '../../../electron/host/ledger/verify-ledger.ts'
import { built, headCodeAt, LAST, lines, rewriteChain, verdict } from './attack-kit.ts'
import { buildLedger, copyAsFound, scratchFolder, START_UTC, tamper } from './ledger-folder.ts'

test('ledger and checkpoints cut back together look intact without an anchor, truncated with one', () => {
  const scratch = built()
  const code = headCodeAt(scratch, LAST)
  tamper(scratch.folder, (database) => database.exec('DELETE FROM entries WHERE seq > 11; DELETE FROM content WHERE seq > 11'))
  const file = join(scratch.folder, 'checkpoints.jsonl')
  writeFileSync(file, `${lines(file).filter((line) => (decodeCheckpoint(line)?.seq ?? 0) <= 11).join('\n')}\n`)
  expect(verifyLedger(scratch.folder, []).text).toBe('INTACT up to 11, no outside anchor')
  expect(verdict(scratch.folder, scratch.copy)).toBe('21 TRUNCATED at 12 (10 missing)')
  expect(verdict(scratch.folder, code)).toBe('21 TRUNCATED at 12 (10 missing)')
})

test('an old pair put back looks intact without an anchor, truncated with one', () => {
  const scratch = scratchFolder()
  buildLedger(scratch, { entries: 5 })
  const old = copyAsFound(scratch.folder, join(scratch.root, 'old'))
  buildLedger(scratch, { entries: 5, boot: 'boot-2', stamp: (at) => ({ monoUs: at, utcMs: START_UTC + 60_000, clock: 'unknown' }) })
  expect(verdict(old)).toBe('0 INTACT up to 6')
  expect(verdict(old, scratch.copy)).toBe('21 TRUNCATED at 7 (6 missing)')
  expect(verdict(scratch.folder, scratch.copy)).toBe('0 INTACT up to 12')
})

test('checkpoints signed with another key are a bad signature', () => {
  const { folder } = built()
  const { privateKey } = generateKeyPairSync('ed25519')
  const file = join(folder, 'checkpoints.jsonl')
  const forged = lines(file).map((line) => { const { signature: _, ...checkpoint } = decodeCheckpoint(line)!; return encodeCheckpoint(checkpoint, privateKey) })
  writeFileSync(file, `${forged.join('\n')}\n`)
  expect(verdict(folder)).toBe('23 BAD SIGNATURE OR KEY')
})

test('a whole ledger forged with another key, public key included, is betrayed by its first entry and by the copy', () => {
  const scratch = built()
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const file = join(scratch.folder, 'checkpoints.jsonl')
  rewriteChain(scratch.folder, 4)
  let head = ''
  tamper(scratch.folder, (database) => { head = Buffer.from(database.prepare('SELECT hash FROM entries ORDER BY seq DESC').get()?.['hash'] as Uint8Array).toString('hex') })
  const last = decodeCheckpoint(lines(file).at(-1)!)!
  writeFileSync(file, `${encodeCheckpoint({ v: 1, ledger: last.ledger, seq: LAST, head, boot: last.boot, utc: last.utc }, privateKey)}\n`)
  writeFileSync(join(scratch.folder, 'public-key.pem'), publicKey.export({ type: 'spki', format: 'pem' }))
  expect(verifyLedger(scratch.folder, []).findings.map((one) => one.detail)).toEqual(['the key is not the one the first entry names'])

  // Even the first entry made to name the new key: now only what stands elsewhere can tell.
  rewriteChain(scratch.folder, 1, fingerprintOf(publicKey))
  tamper(scratch.folder, (database) => { head = Buffer.from(database.prepare('SELECT hash FROM entries ORDER BY seq DESC').get()?.['hash'] as Uint8Array).toString('hex') })
  writeFileSync(file, `${encodeCheckpoint({ v: 1, ledger: last.ledger, seq: LAST, head, boot: last.boot, utc: last.utc }, privateKey)}\n`)
  expect(verdict(scratch.folder)).toBe(`0 INTACT up to ${LAST}`)
  expect(verdict(scratch.folder, scratch.copy)).toBe('23 BAD SIGNATURE OR KEY')
})

test.each([
  ['missing', (file: string) => rmSync(file)],
  ['garbled', (file: string) => writeFileSync(file, '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n')],
  ['of another kind', (file: string) => writeFileSync(file, generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ type: 'spki', format: 'pem' }))],
])('a public key that is %s is a bad key', (_name, change) => {
  const { folder } = built()
  change(join(folder, 'public-key.pem'))
  expect(verdict(folder)).toBe('23 BAD SIGNATURE OR KEY')
})

test('an anchor file of another ledger vouches for nothing and says so', () => {
  const scratch = built(1)
  const other = built(2)
  expect(verdict(scratch.folder, other.copy)).toBe('23 BAD SIGNATURE OR KEY')
})

test('a head code of another head is altered at its entry', () => {
  const scratch = built()
  expect(verdict(scratch.folder, '12-0000-0000')).toBe('22 ALTERED at 12')
})
