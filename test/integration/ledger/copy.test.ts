// A copy of the record: from a console that writes on, from a dead one, onto a disk that is too small, by hand.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { copyCommand } from '../../../electron/cli/copy/copy.ts'
import { copyLedger } from '../../../electron/host/ledger/copy-ledger.ts'
import { copyInThread } from '../../../electron/host/ledger/copy-port.ts'
import { openLedger } from '../../../electron/host/ledger/open-ledger.ts'
import type { Ledger } from '../../../electron/host/ledger/port.ts'
import { isSiteLocked } from '../../../electron/host/ledger/site-lock.ts'
import { verifyLedger } from '../../../electron/host/ledger/verify-ledger.ts'
import { systemClock, systemRandom } from '../../../native/transport/clock.ts'
import { mountSmallDisk } from '../../support/small-disk.ts'
import { serve } from '../trace/traffic-bench.ts'
import { buildLedger, copyAsFound, DISPATCHER, scratchFolder, tamper, type Scratch } from './ledger-folder.ts'

const NO_ROOM_LEFT = { roomLeftBytes: 0 }

async function live({ folder, keyFolder }: Scratch): Promise<Ledger> {
  const opened = await openLedger({ folder, keyFolder, bootId: `boot-${systemClock.utcMs()}`, clock: systemClock, random: systemRandom })
  if (!opened.ok) throw new Error(opened.error.detail)
  onTestFinished(() => opened.value.close())
  return opened.value
}

const note = (n: number) => ({ kind: 'note.added', actor: DISPATCHER, payload: { n }, content: `tekst ${n}` })

test('a copy of a record that is being written is whole, ends at a signature, and the console writes on', async () => {
  const scratch = scratchFolder()
  const ledger = await live(scratch)
  const named = await ledger.record({ ...note(1), content: 'melder noemt Zandstraat 12' })
  for (let n = 2; n <= 20; n++) await ledger.record(note(n))
  expect(await ledger.record({ kind: 'content.deleted', actor: DISPATCHER, payload: { seq: named.ok ? named.value.seq : 0 } })).toMatchObject({ ok: true })
  const to = join(scratch.root, 'away', 'copy')
  const state = { copying: true }
  const copied = copyInThread(systemClock)({ from: scratch.folder, to }).finally(() => { state.copying = false })
  for (let n = 21; state.copying; n++) {
    expect(await ledger.record(note(n))).toMatchObject({ ok: true })
    await new Promise<void>((resolve) => { systemClock.after(30, resolve) })
  }
  const report = verifyLedger(to, [])
  expect(await copied).toMatchObject({ ok: true, value: { folder: to, entries: report.entries, lastSeq: report.lastSeq, headCode: report.headCode, code: report.code } })
  expect([0, 10], report.text).toContain(report.code)
  expect(report.lastSeq).toBeGreaterThanOrEqual(22)
  expect(readdirSync(to).toSorted()).toEqual(['checkpoints.jsonl', 'ledger.db', 'public-key.pem'])
  expect(readFileSync(join(to, 'ledger.db'), 'latin1')).not.toContain('Zandstraat')
  // Whatever the copy opened and closed again in this process, the record is still the writer's alone.
  expect(isSiteLocked(scratch.folder)).toBe(true)
  await ledger.close()
  expect(verifyLedger(scratch.folder, [{ kind: 'file', source: join(to, 'checkpoints.jsonl') }]).code).toBe(0)
})

test('of a quiet console the copy is intact: it waits for the signature that is about to come', async () => {
  const scratch = scratchFolder()
  const ledger = await live(scratch)
  await ledger.record(note(1))
  const copied = await copyLedger({ from: scratch.folder, to: join(scratch.root, 'copy') }, systemClock)
  expect(copied).toMatchObject({ ok: true, value: { verdict: 'INTACT', lastSeq: ledger.head.seq } })
  expect(ledger.head.seq).toBeGreaterThan(1)
})

test('a dead console: what a crash left unsigned is in the copy, and the original is not touched', async () => {
  const scratch = scratchFolder()
  buildLedger(scratch, { entries: 8, signAfter: 5, crash: true })
  const found = copyAsFound(scratch.folder, join(scratch.root, 'found'))
  const before = readdirSync(found).map((name) => [name, readFileSync(join(found, name), 'hex')])
  const copied = await copyLedger({ from: found, to: join(scratch.root, 'copy') }, systemClock)
  expect(copied).toMatchObject({ ok: true, value: { verdict: 'TAIL UNANCHORED', code: 10, lastSeq: 9 } })
  expect(readdirSync(found).map((name) => [name, readFileSync(join(found, name), 'hex')])).toEqual(before)
})

test('a record that was altered is copied as it is, and the copy says so', async () => {
  const scratch = scratchFolder()
  buildLedger(scratch)
  tamper(scratch.folder, (database) => database.exec("UPDATE entries SET payload = '{}' WHERE seq = 5"))
  const copied = await copyLedger({ from: scratch.folder, to: join(scratch.root, 'copy') }, systemClock)
  expect(copied).toMatchObject({ ok: true, value: { verdict: 'ALTERED', code: 22 } })
})

test.each<[string, (at: Scratch) => { from: string; to: string }, string]>([
  ['a name that is taken', ({ folder, root }) => ({ from: folder, to: root }), 'CALL_REFUSED'],
  ['a record that is not there', ({ root }) => ({ from: join(root, 'no'), to: join(root, 'copy') }), 'STORE_UNREADABLE'],
  ['a place that cannot be', ({ folder }) => ({ from: folder, to: join(folder, 'ledger.db', 'copy') }), 'STORE_READONLY'],
])('%s is refused, and nothing is left behind', async (_what, places, code) => {
  const scratch = scratchFolder()
  buildLedger(scratch, { entries: 2 })
  const before = readdirSync(scratch.root)
  expect(await copyLedger(places(scratch), systemClock)).toMatchObject({ ok: false, error: { code } })
  expect(readdirSync(scratch.root)).toEqual(before)
})

test('a disk that is too small: said before a byte is written, or when it runs full; nothing is left behind', async () => {
  const scratch = scratchFolder()
  buildLedger(scratch, { entries: 200, content: () => 'x'.repeat(8000) })
  const small = join(scratch.root, 'small')
  const disk = mountSmallDisk(small, '512k')
  onTestFinished(() => disk.unmount())
  const asked = { from: scratch.folder, to: join(small, 'copy') }
  expect(await copyLedger(asked, systemClock)).toMatchObject({ ok: false, error: { code: 'STORE_FULL', detail: expect.stringContaining('must stay free') } })
  // A disk that others fill meanwhile.
  expect(await copyLedger({ ...asked, roomLeftBytes: -1e9 }, systemClock)).toMatchObject({ ok: false, error: { code: 'STORE_FULL' } })
  expect(readdirSync(small)).toEqual([])
  const big = join(scratch.root, 'big')
  const larger = mountSmallDisk(big, '8m')
  onTestFinished(() => larger.unmount())
  expect(await copyLedger({ ...asked, ...NO_ROOM_LEFT, to: join(big, 'copy') }, systemClock)).toMatchObject({ ok: true })
})

async function command(data: string, ...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const [out, err]: [string[], string[]] = [[], []]
  const surroundings = { platform: process.platform, environment: { LANG: 'nl_NL.UTF-8' }, isRoot: false }
  const code = await copyCommand(['--data', data, ...argv], { surroundings, clock: systemClock, out: (line) => out.push(line), err: (line) => err.push(line) })
  return { code, out: out.join('\n'), err: err.join('\n') }
}

/** A data folder with a record in it. */
function dataFolder(): { data: string; to: string } {
  const { root } = scratchFolder()
  buildLedger({ root, folder: join(root, 'data', 'ledger'), keyFolder: join(root, 'data', 'keys'), copy: join(root, 'copy.jsonl') }, { entries: 3 })
  return { data: join(root, 'data'), to: join(root, 'copy') }
}

test('by hand beside a running console: the console records it first, then the copy is made and named', async () => {
  const { data, to } = dataFolder()
  await serve(data)
  const ran = await command(data, to, '--json')
  expect(ran).toMatchObject({ code: 0, err: expect.stringMatching(/^kopie in .*: 4 regels, kop 4-[0-9A-Z-]+, INTACT/) })
  expect(JSON.parse(ran.out)).toMatchObject({ folder: to, entries: 4, verdict: 'INTACT', recordedAs: 7 })
  const again = await command(data, to)
  expect(again).toMatchObject({ code: 1, out: '', err: expect.stringContaining('bestaat al') })
})

test('by hand with no console, or with one that cannot write: copied all the same, and whoever copies is told that it is not recorded', async () => {
  const { data, to } = dataFolder()
  expect(await command(data, to)).toMatchObject({ code: 0, out: expect.stringContaining('4 regels'), err: expect.stringContaining('staat niet in het logboek') })
  await serve(data, 'fails')
  expect(await command(data, `${to}-2`)).toMatchObject({ code: 0, err: expect.stringMatching(/niet vastgelegd: schijf vol/) })
  expect(existsSync(`${to}-2`)).toBe(true)
  expect(await command(join(data, 'ledger'), `${to}-3`)).toMatchObject({ code: 0 })
  expect(await command(data)).toMatchObject({ code: 2 })
})
