// Another key on the same ledger: written by the real writer, cut at every step, attacked, and kept by the system's store.
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { encodeCheckpoint } from '../../../electron/host/ledger/checkpoint.ts'
import { encodeHeader, entryHash } from '../../../electron/host/ledger/entry.ts'
import { encodeRotation } from '../../../electron/host/ledger/key-chain.ts'
import { decodePrivateKey, drawKey, type SigningKey } from '../../../electron/host/ledger/signing-key.ts'
import { verifyLedger } from '../../../electron/host/ledger/verify-ledger.ts'
import { anchor, lines, verdict } from './attack-kit.ts'
import { keyFilesOf, ofType, rotateAndCut, startRun } from './key-kit.ts'
import { scratchFolder, tamper, type Scratch } from './ledger-folder.ts'

const STEPS = ['nothing done', 'last checkpoint of the old key', 'new key beside', 'entry committed', 'new key in its place', 'public key shown', 'first checkpoint of the new key']

const keyIn = (folder: string): SigningKey => {
  const key = decodePrivateKey(readFileSync(join(folder, 'ledger-key.pem'), 'utf8'), 'file')
  if (!key) throw new Error(`no key in ${folder}`)
  return key
}

/** Seven entries of three keys: 1 and 2 the first's, 3 and 4 the second's, 5 and 6 the third's, 7 the clean restart. */
function rotatedTwice(): { scratch: Scratch; old: SigningKey; first: string } {
  const scratch = scratchFolder()
  const run = startRun(scratch, 'boot-1')
  run.write()
  const old = keyIn(scratch.keyFolder)
  const first = readFileSync(join(scratch.folder, 'public-key.pem'), 'utf8')
  expect(run.rotate()).toMatchObject({ type: 'rotated', result: { ok: true, value: { seq: 3 } } })
  run.write()
  expect(run.rotate()).toMatchObject({ result: { ok: true, value: { seq: 5 } } })
  run.write()
  run.close()
  startRun(scratch, 'boot-2', { fromSecond: 9 }).close()
  return { scratch, old, first }
}

test('a rotated ledger is intact with its newest key, with its first one, and by the lines that each key left outside', () => {
  const { scratch, first } = rotatedTwice()
  expect(verdict(scratch.folder, scratch.copy)).toBe('0 INTACT up to 7')
  writeFileSync(join(scratch.folder, 'public-key.pem'), first)
  expect(verdict(scratch.folder, scratch.copy)).toBe('0 INTACT up to 7')
  writeFileSync(join(scratch.folder, 'public-key.pem'), drawKey().publicPem)
  expect(verdict(scratch.folder)).toBe('23 BAD SIGNATURE OR KEY')
})

test('each key signs a last and a first checkpoint, the rotation says who did it, and the old key is gone from the folder', () => {
  const { scratch, old } = rotatedTwice()
  expect(lines(scratch.copy).map((line) => (JSON.parse(line) as { seq: number }).seq)).toEqual([1, 2, 3, 4, 5, 6, 7])
  const { keyFolder, folder } = scratch
  expect(keyFilesOf(scratch)).toEqual(['ledger-key.pem'])
  expect(keyIn(keyFolder).fingerprint).not.toBe(old.fingerprint)
  expect(readFileSync(join(folder, 'public-key.pem'), 'utf8')).toBe(keyIn(keyFolder).publicPem)
  tamper(folder, (db) => {
    expect(db.prepare("SELECT seq, role, position FROM entries WHERE kind = 'key.rotated'").all()).toMatchObject([{ seq: 3, role: 'technician', position: 'OB-07' }, { seq: 5 }])
  })
})

test.each(STEPS.map((name, steps) => [name, steps] as const))('a rotation cut after "%s" is finished or forgotten by the next start, and nothing is damage', (name, steps) => {
  const scratch = scratchFolder()
  startRun(scratch, 'boot-1').close()
  const before = keyIn(scratch.keyFolder).fingerprint
  expect(rotateAndCut(scratch, 'boot-2', steps, 1)).toBe(name)
  expect([0, 10]).toContain(verifyLedger(scratch.folder, [anchor(scratch.copy)]).code)
  const run = startRun(scratch, 'boot-3', { fromSecond: 3 })
  expect(ofType(run.said, 'damaged')).toEqual([])
  expect(ofType(run.said, 'warning')).toEqual([])
  run.write()
  run.close()
  expect(verifyLedger(scratch.folder, [anchor(scratch.copy)])).toMatchObject({ code: 0 })
  expect(keyFilesOf(scratch)).toEqual(['ledger-key.pem'])
  expect(keyIn(scratch.keyFolder).fingerprint === before).toBe(steps < STEPS.indexOf('entry committed'))
})

test('a rotation that finds no room is refused, the old key goes on, and a later one succeeds', () => {
  const scratch = scratchFolder()
  const run = startRun(scratch, 'boot-1')
  const before = keyIn(scratch.keyFolder).fingerprint
  const full = run.writer.store?.database
  full?.exec('PRAGMA max_page_count = 1')
  // A page may have room for a few entries more.
  let answer = run.rotate()
  for (let more = 0; more < 20 && answer.type === 'rotated' && answer.result.ok; more++) answer = run.rotate()
  expect(answer).toMatchObject({ result: { ok: false, error: { code: 'STORE_FULL' } } })
  const last = keyIn(scratch.keyFolder).fingerprint
  full?.exec('PRAGMA max_page_count = 1000000')
  run.write()
  expect(run.rotate()).toMatchObject({ result: { ok: true } })
  run.close()
  expect([before, last]).not.toContain(keyIn(scratch.keyFolder).fingerprint)
  expect(verdict(scratch.folder, scratch.copy)).toMatch(/^0 INTACT/)
})

test('a rotation whose commit failed and was on the disk all the same is finished by opening anew: the new key is not thrown away', () => {
  const scratch = scratchFolder()
  const run = startRun(scratch, 'boot-1')
  const before = keyIn(scratch.keyFolder).fingerprint
  const { store } = run.writer
  if (!store) throw new Error('not open')
  const append = store.append.bind(store)
  Object.assign(store, {
    append: (...given: Parameters<typeof append>) => {
      append(...given)
      throw Object.assign(new Error('disk I/O error'), { errcode: 10 })
    },
  })
  expect(run.rotate()).toMatchObject({ result: { ok: false, error: { code: 'STORE_UNREADABLE' } } })
  expect(run.said.at(-1)).toEqual({ type: 'store-lost' })
  run.close()
  const second = startRun(scratch, 'boot-2', { fromSecond: 3 })
  expect(ofType(second.said, 'damaged')).toEqual([])
  second.close()
  expect(keyIn(scratch.keyFolder).fingerprint).not.toBe(before)
  expect(verdict(scratch.folder, scratch.copy)).toBe('0 INTACT up to 3')
})

/** Puts another payload into an entry and makes every hash from there on anew, as somebody with the file does. */
function rewriteFrom(folder: string, at: number, payloadOf: (row: { readonly ledger: string; readonly prev: Uint8Array }) => object): void {
  tamper(folder, (db) => {
    let prev: Uint8Array | undefined
    for (const row of db.prepare('SELECT * FROM entries WHERE seq >= ? ORDER BY seq').all(at)) {
      const { seq, ledger, boot, mono_us: monoUs, utc_ms: utcMs, clock, role, position } = row
      const kind = seq === at ? 'key.rotated' : String(row['kind'])
      prev ??= row['prev'] as Uint8Array
      const payload = seq === at ? JSON.stringify(payloadOf({ ledger: String(ledger), prev })) : String(row['payload'])
      const hash = entryHash(prev, encodeHeader({ ledger, seq, boot, monoUs, utcMs, clock, role, position, kind }), Buffer.from(payload))
      db.prepare('UPDATE entries SET kind = ?, payload = ?, prev = ?, hash = ? WHERE seq = ?').run(kind, payload, prev, hash, Number(seq))
      prev = hash
    }
  })
}

const rotationAt = (folder: string, seq: number): object => {
  let payload = ''
  tamper(folder, (db) => { payload = String(db.prepare('SELECT payload FROM entries WHERE seq = ?').get(seq)?.['payload']) })
  return JSON.parse(payload) as object
}

const BAD = '23 BAD SIGNATURE OR KEY'

test.each<[string, (scratch: Scratch, old: SigningKey) => void]>([
  ['an old key that signs for a later entry', ({ folder }, old) => {
    const file = join(folder, 'checkpoints.jsonl')
    const all = lines(file)
    const { signature: _signature, ...last } = JSON.parse(all.at(-1)!) as Parameters<typeof encodeCheckpoint>[0] & { signature: string }
    writeFileSync(file, `${[...all.slice(0, -1), encodeCheckpoint(last, old.privateKey)].join('\n')}\n`)
  }],
  ['a rotation to a key of the forger, signed by that alone', ({ folder }) => {
    const forged = drawKey()
    rewriteFrom(folder, 6, ({ ledger, prev }) => ({ ...rotationAt(folder, 5), ...encodeRotation({ ledger, seq: 6, prev, from: forged, to: forged }), previous: (rotationAt(folder, 5) as { key: string }).key }))
  }],
  ['a rotation copied to a later place', ({ folder }) => {
    const copied = rotationAt(folder, 5)
    rewriteFrom(folder, 6, () => copied)
  }],
  ['a rotation copied from another ledger of the same keys', ({ folder }, old) => {
    rewriteFrom(folder, 3, ({ prev }) => encodeRotation({ ledger: 'f'.repeat(32), seq: 3, prev, from: old, to: drawKey() }))
  }],
  ['a rotation from a key that is no longer in force, by who still has it', ({ folder }, old) => {
    rewriteFrom(folder, 6, ({ ledger, prev }) => encodeRotation({ ledger, seq: 6, prev, from: old, to: drawKey() }))
  }],
  ['a rotation whose old key did not sign', ({ folder }) => {
    rewriteFrom(folder, 5, () => ({ ...rotationAt(folder, 5), byPrevious: (rotationAt(folder, 5) as { by: string }).by }))
  }],
  ['a rotation that was taken out', ({ folder }) => tamper(folder, (db) => db.exec('DELETE FROM entries WHERE seq = 3'))],
  ['a rotation that was made something else', ({ folder }) => tamper(folder, (db) => db.exec("UPDATE entries SET kind = 'note.added' WHERE seq = 3"))],
  ['a rotation without its fields', ({ folder }) => tamper(folder, (db) => db.exec("UPDATE entries SET payload = '{}' WHERE seq = 3"))],
])('%s is a bad signature or key', (_what, attack) => {
  const { scratch, old } = rotatedTwice()
  attack(scratch, old)
  expect(verdict(scratch.folder)).toBe(BAD)
})

test('an outside file is judged by the key in force as well: a line of the old key about a later entry is none', () => {
  const { scratch, old } = rotatedTwice()
  const { signature: _signature, ...last } = JSON.parse(lines(scratch.copy).at(-1)!) as Parameters<typeof encodeCheckpoint>[0] & { signature: string }
  const forged = join(scratch.root, 'forged.jsonl')
  writeFileSync(forged, `${encodeCheckpoint(last, old.privateKey)}\n`)
  expect(verdict(scratch.folder, forged)).toBe(BAD)
})

test.each([1, 2, 3])('a second file of %i lines, which lags behind a rotation, is right: the next start goes on and writes into it', (kept) => {
  const scratch = scratchFolder()
  const run = startRun(scratch, 'boot-1')
  run.rotate()
  run.write()
  run.close()
  const whole = lines(scratch.copy)
  expect(whole.length).toBeGreaterThan(2)
  writeFileSync(scratch.copy, `${whole.slice(0, kept).join('\n')}\n`)
  const second = startRun(scratch, 'boot-2', { fromSecond: 3 })
  expect(ofType(second.said, 'opened')).toHaveLength(1)
  expect([...ofType(second.said, 'damaged'), ...ofType(second.said, 'warning')]).toEqual([])
  second.close()
  expect(verdict(scratch.folder, scratch.copy)).toBe('0 INTACT up to 4')
})

test('a start on a cut-back pair of before a rotation is refused by the key that is there now', () => {
  const scratch = scratchFolder()
  const run = startRun(scratch, 'boot-1')
  run.write()
  run.close()
  cpSync(scratch.folder, join(scratch.root, 'earlier'), { recursive: true })
  const second = startRun(scratch, 'boot-2', { fromSecond: 2 })
  second.rotate()
  second.close()
  rmSync(scratch.folder, { recursive: true })
  cpSync(join(scratch.root, 'earlier'), scratch.folder, { recursive: true })
  expect(ofType(startRun(scratch, 'boot-3', { fromSecond: 5 }).said, 'damaged')).toHaveLength(1)
})

test('the system store takes the key once it gave it back whole; later starts and rotations ask it, and the record says when', () => {
  const scratch = scratchFolder()
  const vault = playVault()
  const run = startRun(scratch, 'boot-1', { hasVault: true })
  expect(run.opened).toMatchObject({ type: 'opened' })
  vault(run)
  expect(keyFilesOf(scratch)).toEqual(['ledger-key.sealed'])
  expect(ofType(run.said, 'own').map(({ entry }) => [entry.seq, entry.kind])).toEqual([[2, 'key.sealed']])
  run.write()
  run.close()

  const second = startRun(scratch, 'boot-2', { fromSecond: 5, hasVault: true })
  vault(second)
  expect(ofType(second.said, 'opened')).toHaveLength(1)
  expect(second.rotate()).toMatchObject({ result: { ok: true } })
  vault(second)
  expect(keyFilesOf(scratch)).toEqual(['ledger-key.sealed'])
  second.close()
  const third = startRun(scratch, 'boot-3', { fromSecond: 9, hasVault: true })
  vault(third)
  third.close()
  expect(ofType(third.said, 'damaged')).toEqual([])
  expect(verdict(scratch.folder, scratch.copy)).toMatch(/^0 INTACT/)
})

test.each([
  ['is locked', { hasVault: true }],
  ['is not offered', { hasVault: false }],
])('a store that %s has not lost the key: no entry is written, no other key made, nothing set aside, and it goes on when it opens', (_what, options) => {
  const scratch = scratchFolder()
  const vault = playVault()
  const first = startRun(scratch, 'boot-1', { hasVault: true })
  vault(first)
  first.close()
  const refused = startRun(scratch, 'boot-2', { fromSecond: 2, ...options })
  vault(refused, 'locked')
  expect(ofType(refused.said, 'not-opened')).toMatchObject([{ error: { code: 'STORE_KEY_LOCKED' } }])
  refused.close()
  expect(keyFilesOf(scratch)).toEqual(['ledger-key.sealed'])
  expect(verdict(scratch.folder)).toBe('0 INTACT up to 2')
  const again = startRun(scratch, 'boot-3', { fromSecond: 4, hasVault: true })
  vault(again)
  expect(ofType(again.said, 'damaged')).toEqual([])
  again.close()
  expect(verdict(scratch.folder)).toBe('0 INTACT up to 3')
})

test.each(['locked', 'garbles'] as const)('a store that does not take the key (%s) leaves it in its file, with a warning, and the record goes on', (how) => {
  const scratch = scratchFolder()
  const run = startRun(scratch, 'boot-1', { hasVault: true })
  playVault()(run, how)
  expect(ofType(run.said, 'warning')).toMatchObject([{ error: { code: 'STORE_KEY_UNFIT', detail: expect.stringContaining('stays in its file') } }])
  expect(keyFilesOf(scratch)).toEqual(['ledger-key.pem'])
  run.write()
  run.close()
  expect(verdict(scratch.folder)).toBe('0 INTACT up to 2')
})

test('a plain key whose wiping was cut off is wiped by the next start, and the sealed one is used', () => {
  const scratch = scratchFolder()
  const vault = playVault()
  const first = startRun(scratch, 'boot-1', { hasVault: true })
  vault(first)
  first.close()
  writeFileSync(join(scratch.keyFolder, 'ledger-key.pem.wiping'), 'half of a key')
  const second = startRun(scratch, 'boot-2', { fromSecond: 2, hasVault: true })
  vault(second)
  second.close()
  expect(existsSync(join(scratch.keyFolder, 'ledger-key.pem.wiping'))).toBe(false)
  expect(verdict(scratch.folder)).toBe('0 INTACT up to 3')
})

/** Answers what a writer asked of the system's store and was not answered yet. */
function playVault() {
  const asked = new WeakMap<object, number>()
  return (run: ReturnType<typeof startRun>, how: 'works' | 'locked' | 'garbles' = 'works'): void => {
    for (let all = ofType(run.said, 'vault'); all.length > (asked.get(run) ?? 0); all = ofType(run.said, 'vault')) {
      const { id, say, bytes } = all[asked.get(run) ?? 0]!
      asked.set(run, (asked.get(run) ?? 0) + 1)
      const masked = bytes.map((byte) => byte ^ 0x5a)
      const stamp = { monoUs: 1_000_000, utcMs: 1_735_682_401_000, clock: 'unknown' } as const
      run.send({
        type: 'vault-answer', id, stamp,
        result: how === 'locked' ? { ok: false, error: { code: 'STORE_KEY_LOCKED', detail: 'test' } } : { ok: true, value: how === 'garbles' && say === 'open' ? masked.toReversed() : masked },
      })
    }
  }
}
