// Disks that are full, read-only or not there: the console goes on, says so once, and writes everything when it can.
import { spawnSync } from 'node:child_process'
import { closeSync, cpSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { openLedger, type LedgerOptions } from '../../../electron/host/ledger/open-ledger.ts'
import type { Ledger, LedgerEvent } from '../../../electron/host/ledger/port.ts'
import { isSiteLocked, takeSiteLock } from '../../../electron/host/ledger/site-lock.ts'
import { verifyLedger } from '../../../electron/host/ledger/verify-ledger.ts'
import { systemClock, systemRandom } from '../../../native/transport/clock.ts'
import { mountSmallDisk } from '../../support/small-disk.ts'
import { buildLedger, DISPATCHER, scratchFolder, writerHere, type Scratch } from './ledger-folder.ts'

/** What `record` promises, with room for a loaded machine. */
const ANSWER_MS = 1000
const SLACK_MS = 500

const mount = (...argv: string[]): boolean => spawnSync('mount', argv).status === 0

/** A file system of one and a half megabytes of our own; false where mounting is not permitted. */
function mountTmpfs(folder: string): boolean {
  mkdirSync(folder, { recursive: true })
  if (!mount('-t', 'tmpfs', '-o', 'size=1536k', 'tmpfs', folder)) return false
  onTestFinished(() => void spawnSync('umount', ['-l', folder]))
  return true
}

async function open({ folder, keyFolder }: Scratch, more: Partial<LedgerOptions> = {}): Promise<{ ledger: Ledger; events: LedgerEvent[] }> {
  const opened = await openLedger({ folder, keyFolder, bootId: `boot-${systemClock.utcMs()}`, clock: systemClock, random: systemRandom, ...more })
  if (!opened.ok) throw new Error(opened.error.detail)
  const events: LedgerEvent[] = []
  opened.value.onEvent((event) => events.push(event))
  return { ledger: opened.value, events }
}

const note = (n: number) => ({ kind: 'note.added', actor: DISPATCHER, payload: { n, pad: 'x'.repeat(2000) } })
const named = (events: readonly LedgerEvent[], name: LedgerEvent['event']): LedgerEvent[] => events.filter(({ event }) => event === name)

async function recordFails(ledger: Ledger, n: number, code: string): Promise<void> {
  const from = systemClock.monotonicMs()
  expect(await ledger.record(note(n))).toMatchObject({ ok: false, error: { code } })
  expect(systemClock.monotonicMs() - from).toBeLessThan(ANSWER_MS + SLACK_MS)
}

/** Waits for the end of the outage, then checks that entries 1 to `count` are there once each, in order, and the chain whole. */
async function recoversWith(scratch: Scratch, { ledger, events }: Awaited<ReturnType<typeof open>>, count: number): Promise<void> {
  await expect.poll(() => named(events, 'recovered').length, { timeout: 15_000 }).toBe(1)
  expect(named(events, 'failed')).toHaveLength(1)
  const stored = await ledger.latest(['note.added'], 100)
  if (!stored.ok) throw new Error(stored.error.detail)
  expect(stored.value.map(({ payload }) => payload['n']).reverse()).toEqual(Array.from({ length: count }, (_, at) => at + 1))
  await ledger.close()
  const report = verifyLedger(scratch.folder, [])
  expect([report.code, report.entries], report.text).toEqual([0, report.lastSeq])
}

test('a full disk: refused promptly, kept in memory, written in order when there is room again', async () => {
  const scratch = scratchFolder()
  const disk = mountTmpfs(scratch.folder) ? realDisk(scratch.folder) : limitedDatabase()
  const opened = await open(scratch, disk.options)
  for (const n of [1, 2, 3]) expect(await opened.ledger.record(note(n))).toMatchObject({ ok: true })
  disk.fill()
  for (const n of [4, 5, 6]) await recordFails(opened.ledger, n, 'STORE_FULL')
  opened.ledger.sample(note(7))
  // Reading goes on while writing does not.
  expect(await opened.ledger.latest(['note.added'], 1)).toMatchObject({ ok: true, value: [{ payload: { n: 3 } }] })
  disk.free()
  await recoversWith(scratch, opened, 7)
})

function realDisk(folder: string) {
  const filler = join(folder, 'filler')
  return {
    options: {},
    fill() {
      const file = openSync(filler, 'w')
      const page = Buffer.alloc(4096, 1)
      try {
        for (;;) writeSync(file, page)
      } catch (error) {
        expect(error).toMatchObject({ code: 'ENOSPC' })
      } finally {
        closeSync(file)
      }
    },
    free: () => rmSync(filler),
  }
}

/** Where mounting is not permitted: SQLite's own limit, same error code from the same commit. */
function limitedDatabase() {
  const limit = (pages: number): void => void running?.store?.database.exec(`PRAGMA max_page_count = ${pages}`)
  let running: Parameters<NonNullable<Parameters<typeof writerHere>[0]>>[0] | undefined
  return { options: { startWriter: writerHere((writer) => { running = writer }) }, fill: () => limit(1), free: () => limit(1_000_000) }
}

test('the same through the database limit alone, so that it is proven wherever the tests run', async () => {
  const scratch = scratchFolder()
  const disk = limitedDatabase()
  const opened = await open(scratch, disk.options)
  for (const n of [1, 2, 3]) expect(await opened.ledger.record(note(n))).toMatchObject({ ok: true })
  disk.fill()
  for (const n of [4, 5, 6, 7]) await recordFails(opened.ledger, n, 'STORE_FULL')
  disk.free()
  await recoversWith(scratch, opened, 7)
})

test('a folder that cannot be made at start: the ledger is there, refuses, and writes when the way is free', async () => {
  const scratch = scratchFolder()
  const blocked: Scratch = { ...scratch, folder: join(scratch.root, 'share', 'ledger') }
  writeFileSync(dirname(blocked.folder), 'a file where a folder should be')
  const opened = await open(blocked)
  expect(named(opened.events, 'failed')).toMatchObject([{ error: { code: 'STORE_READONLY' } }])
  for (const n of [1, 2]) await recordFails(opened.ledger, n, 'STORE_READONLY')
  rmSync(dirname(blocked.folder))
  await recoversWith(blocked, opened, 2)
})

test('a disk that is read-only at start: the same, and the old entries are still there afterwards', async () => {
  const scratch = scratchFolder()
  const mounted = mountTmpfs(scratch.folder)
  buildLedger(scratch, { entries: 3 })
  const lock = mounted ? remounting(scratch.folder) : permissions(scratch.folder)
  lock.on()
  const opened = await open(scratch)
  await recordFails(opened.ledger, 1, 'STORE_READONLY')
  lock.off()
  await recoversWith(scratch, opened, 1)
  expect(named(opened.events, 'damaged')).toEqual([])
  expect(verifyLedger(scratch.folder, []).lastSeq).toBeGreaterThan(4)
})

const remounting = (folder: string) => ({
  on: () => expect(mount('-o', 'remount,ro', folder)).toBe(true),
  off: () => expect(mount('-o', 'remount,rw', folder)).toBe(true),
})

/** Without mounts: modes, or for root, whom modes do not stop, the immutable flag. */
function permissions(folder: string) {
  const run = (...argv: [string, ...string[]]): void => expect(spawnSync(argv[0], argv.slice(1)).status).toBe(0)
  const root = process.getuid?.() === 0
  return {
    on: () => (root ? run('chattr', '-R', '+i', folder) : run('chmod', '-R', 'a-w', folder)),
    off: () => (root ? run('chattr', '-R', '-i', folder) : run('chmod', '-R', 'u+w', folder)),
  }
}

test('a full spool refuses the next entry, and the record says afterwards how many were lost', async () => {
  const scratch = scratchFolder()
  const disk = limitedDatabase()
  const opened = await open(scratch, { ...disk.options, spoolEntries: 5 })
  disk.fill()
  // The pages there are have room for a little more; the first one refused is the first one waiting.
  const filler = { kind: 'room.filled', actor: DISPATCHER, payload: { pad: 'x'.repeat(2000) } }
  for (let done = await opened.ledger.record(filler); done.ok; ) done = await opened.ledger.record(filler)
  for (const n of [1, 2, 3, 4]) await recordFails(opened.ledger, n, 'STORE_FULL')
  await recordFails(opened.ledger, 5, 'STORE_SPOOL_FULL')
  opened.ledger.sample(note(6))
  expect(named(opened.events, 'refused')).toMatchObject([{ kind: 'note.added', error: { code: 'STORE_SPOOL_FULL' } }])
  disk.free()
  await expect.poll(async () => {
    const ended = await opened.ledger.latest(['ledger.outage-ended'], 1)
    return ended.ok ? ended.value[0]?.payload : undefined
  }, { timeout: 15_000 }).toMatchObject({ code: 'STORE_FULL', lost: 2, written: 5 })
  await recoversWith(scratch, opened, 4)
})

test('a disk that is full at the start, with what a crash left: nothing is called damaged, and it goes on when there is room', async () => {
  const scratch = scratchFolder()
  const disk = mountSmallDisk(scratch.folder)
  onTestFinished(() => disk.unmount())
  const before = { ...scratch, folder: join(scratch.root, 'before') }
  buildLedger(before, { entries: 8, signAfter: 5, crash: true })
  cpSync(before.folder, scratch.folder, { recursive: true })
  disk.fill()
  const opened = await open(scratch)
  await recordFails(opened.ledger, 1, 'STORE_FULL')
  disk.makeRoom()
  await recoversWith(scratch, opened, 1)
  expect(named(opened.events, 'damaged')).toEqual([])
  expect(verifyLedger(scratch.folder, []).lastSeq).toBeGreaterThan(9)
})

test('a record that another program holds: told within a second, and written when it lets go', async () => {
  const scratch = scratchFolder()
  const opened = await open(scratch)
  const other = new DatabaseSync(join(scratch.folder, 'ledger.db'))
  other.exec('BEGIN IMMEDIATE')
  for (const n of [1, 2]) await recordFails(opened.ledger, n, 'STORE_BUSY')
  other.exec('ROLLBACK')
  other.close()
  await recoversWith(scratch, opened, 2)
})

test('a checkpoint file that takes nothing: the record is written on and says that it is not signed, until it is', async () => {
  const scratch = scratchFolder()
  const opened = await open(scratch)
  const checkpoints = join(scratch.folder, 'checkpoints.jsonl')
  renameSync(checkpoints, `${checkpoints}.away`)
  mkdirSync(checkpoints)
  expect(await opened.ledger.record(note(1))).toMatchObject({ ok: true })
  await expect.poll(() => named(opened.events, 'unsigned'), { timeout: 5000 }).toMatchObject([{ error: { code: 'STORE_UNSIGNED' } }])
  expect(await opened.ledger.record(note(2))).toMatchObject({ ok: true })
  rmSync(checkpoints, { recursive: true })
  renameSync(`${checkpoints}.away`, checkpoints)
  await expect.poll(() => opened.ledger.head.anchoredSeq, { timeout: 5000 }).toBe(3)
  expect(named(opened.events, 'failed')).toEqual([])
  await opened.ledger.close()
  expect(verifyLedger(scratch.folder, []).code).toBe(0)
})

test('a folder that is removed under a running console: a new record goes on there, and it is locked like the old one', async () => {
  const scratch = scratchFolder()
  const opened = await open(scratch, { checkpointCopy: scratch.copy })
  expect(await opened.ledger.record(note(1))).toMatchObject({ ok: true })
  rmSync(scratch.folder, { recursive: true })
  await opened.ledger.record(note(2))
  await expect.poll(() => named(opened.events, 'damaged').length, { timeout: 10_000 }).toBe(1)
  expect(isSiteLocked(scratch.folder)).toBe(true)
  expect(takeSiteLock(scratch.folder)).toMatchObject({ ok: false, error: { code: 'SITE_ALREADY_RUNNING' } })
  expect(await opened.ledger.record(note(3))).toMatchObject({ ok: true })
  await opened.ledger.close()
  expect(verifyLedger(scratch.folder, []).code).toBe(0)
})
