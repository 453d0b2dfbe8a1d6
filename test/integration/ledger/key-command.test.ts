// achterwacht key as a technician runs it: looks, changes the key without a console, and asks a console that runs.
import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { keyCommand } from '../../../electron/cli/key/key.ts'
import { drawKey, encodePrivateKey } from '../../../electron/host/ledger/signing-key.ts'
import { serveTraffic } from '../../../electron/host/traffic/server.ts'
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok } from '../../../native/kit/result.ts'
import { systemClock } from '../../../native/transport/clock.ts'
import { verdict } from './attack-kit.ts'
import { startRun } from './key-kit.ts'
import { scratchFolder, tamper, type Scratch } from './ledger-folder.ts'

/** A data folder as a console leaves it. */
function dataFolder(): Scratch {
  const scratch = scratchFolder()
  startRun(scratch, 'boot-1').close()
  return scratch
}

async function key(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const out: string[] = []
  const err: string[] = []
  const surroundings = { platform: process.platform, environment: { LANG: 'en_GB.UTF-8' }, isRoot: false }
  const code = await keyCommand(argv, { surroundings, clock: systemClock, out: (line) => out.push(line), err: (line) => err.push(line) })
  return { code, out: out.join('\n'), err: err.join('\n') }
}

test('shows the key in force, how it is kept, and since which entry; in one line for programs', async () => {
  const { root } = dataFolder()
  const shown = await key('--data', root)
  expect(shown).toMatchObject({ code: 0, err: '' })
  expect(shown.out).toMatch(/^Key [0-9a-f]{64}, in use from entry 1\nKept in .*ledger-key.pem, for its owner only \(mode 600\)$/)
  const json = await key('show', '--data', root, '--json')
  expect(JSON.parse(json.out)).toMatchObject({ sinceSeq: 1, earlier: 0, kept: 'file', mode: '600', warnings: [] })
})

test.each<[string, (scratch: Scratch) => void, RegExp]>([
  ['open to others', ({ keyFolder }) => chmodSync(join(keyFolder, 'ledger-key.pem'), 0o644), /mode 644[\s\S]*chmod 600/],
  ['gone', ({ keyFolder }) => rmSync(keyFolder, { recursive: true }), /key of this log is gone[\s\S]*Put it back/],
  ['of another workstation', ({ keyFolder }) => writeFileSync(join(keyFolder, 'ledger-key.pem'), encodePrivateKey(drawKey()), { mode: 0o600 }), /is not the one of this log/],
])('a key that is %s is said with what to do, and changes nothing', async (_what, change, said) => {
  const scratch = dataFolder()
  change(scratch)
  const shown = await key('--data', scratch.root)
  expect(shown.code).toBe(1)
  expect(shown.out).toMatch(said)
  expect(verdict(scratch.folder)).toBe('0 INTACT up to 1')
})

test('without a console it changes the key itself, says the new head code, and the record stays whole', async () => {
  const { root, folder } = dataFolder()
  const before = readFileSync(join(folder, 'public-key.pem'), 'utf8')
  const rotated = await key('rotate', '--data', root, '--json')
  const { seq, headCode } = JSON.parse(rotated.out) as { seq: number; headCode: string }
  expect({ code: rotated.code, seq }).toEqual({ code: 0, seq: 3 })
  expect(rotated.err).toContain(headCode)
  expect(readFileSync(join(folder, 'public-key.pem'), 'utf8')).not.toBe(before)
  expect(verdict(folder, headCode)).toBe('0 INTACT up to 3')
  const shown = await key('--data', root, '--json')
  expect(JSON.parse(shown.out)).toMatchObject({ sinceSeq: 3, earlier: 1 })
})

test.each<[string, (scratch: Scratch) => void]>([
  ['whose key is gone', ({ keyFolder }) => rmSync(keyFolder, { recursive: true })],
  ['that is damaged', ({ folder }) => tamper(folder, (db) => db.exec('DELETE FROM entries'))],
])('a record %s is left to the console: nothing is set aside or begun, and it is said', async (_what, change) => {
  const scratch = dataFolder()
  change(scratch)
  const before = readdirSync(scratch.folder).sort()
  const rotated = await key('rotate', '--data', scratch.root)
  expect(rotated.code).toBe(1)
  expect(rotated.err).toContain('not replaced')
  expect(readdirSync(scratch.folder).sort()).toEqual(before)
})

test('no record there: exit as verify, and none is made; wrong use: 2', async () => {
  const { root } = scratchFolder()
  expect((await key('rotate', '--data', root)).code).toBe(30)
  expect((await key('--data', root)).code).toBe(30)
  expect(readdirSync(root)).toEqual([])
  expect((await key('lose', '--data', root)).code).toBe(2)
})

test('a running console does it itself, and its refusal is told', async () => {
  const { root, folder } = dataFolder()
  let refuses = false
  const served = await serveTraffic({
    data: root,
    platform: process.platform,
    clock: systemClock,
    wireLog: { lines: () => [], onLine: () => () => {} } as never,
    createMask: () => (line) => line,
    devices: [],
    status: () => ({ packet: 'status', pid: 1, bootId: 'b', position: 'OB-07', language: 'nl', devices: [] }),
    recordExport: async () => ok(),
    recordTaken: async () => fail(failure('STORE_UNREADABLE', 'test')),
    recordCopy: async () => fail(failure('STORE_UNREADABLE', 'test')),
    rotateKey: async () => (refuses ? fail(failure('STORE_FULL', 'x')) : ok({ seq: 9, key: 'ab'.repeat(32), headCode: '9-AAAA-BBBB' })),
  })
  if (!served.ok) throw new Error(served.error.detail)
  onTestFinished(() => served.value.close())
  expect((await key('rotate', '--data', root)).out).toBe(`New key ${'ab'.repeat(32)}, recorded at entry 9. Head code now 9-AAAA-BBBB`)
  refuses = true
  expect(await key('rotate', '--data', root)).toMatchObject({ code: 1, err: expect.stringContaining('disk full') })
  expect(verdict(folder)).toBe('0 INTACT up to 1')
})
