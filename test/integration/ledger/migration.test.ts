// A record of another version of this program: an earlier one is brought up where it stands, a later one is left alone.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { SCHEMA_VERSION } from '../../../electron/host/ledger/migrations/migrate.ts'
import { openLedger } from '../../../electron/host/ledger/open-ledger.ts'
import type { Ledger, LedgerEvent } from '../../../electron/host/ledger/port.ts'
import { openStore } from '../../../electron/host/ledger/store.ts'
import { verifyLedger } from '../../../electron/host/ledger/verify-ledger.ts'
import { systemClock, systemRandom } from '../../../native/transport/clock.ts'
import { buildLedger, DISPATCHER, scratchFolder, writerHere, type Scratch } from './ledger-folder.ts'

const FIXTURE = new URL('../../fixtures/ledger-schema-0/', import.meta.url)
/** Of the ledger in the fixture and of no workstation. */
const FIXTURE_KEY = 'MC4CAQAwBQYDK2VwBCIEIM7LehbY0ExfMZy4xNzH3CsEcrHB40krIjcsw0yONNt+'

/** A folder as schema 0 left it, with the key of its workstation. */
function earlierLedger(): Scratch {
  const scratch = scratchFolder()
  mkdirSync(scratch.folder)
  mkdirSync(scratch.keyFolder, { mode: 0o700 })
  const database = new DatabaseSync(join(scratch.folder, 'ledger.db'))
  database.exec('PRAGMA journal_mode = WAL')
  database.exec(readFileSync(new URL('ledger.sql', FIXTURE), 'utf8'))
  database.close()
  for (const name of ['checkpoints.jsonl', 'public-key.pem']) copyFileSync(new URL(name, FIXTURE), join(scratch.folder, name))
  writeFileSync(join(scratch.keyFolder, 'ledger-key.pem'), `-----BEGIN PRIVATE KEY-----\n${FIXTURE_KEY}\n-----END PRIVATE KEY-----\n`, { mode: 0o600 })
  return scratch
}

async function open({ folder, keyFolder }: Scratch): Promise<{ ledger: Ledger; events: LedgerEvent[] }> {
  const opened = await openLedger({ folder, keyFolder, bootId: 'boot-2', clock: systemClock, random: systemRandom, startWriter: writerHere() })
  if (!opened.ok) throw new Error(opened.error.detail)
  const events: LedgerEvent[] = []
  opened.value.onEvent((event) => events.push(event))
  return { ledger: opened.value, events }
}

const note = (n: number) => ({ kind: 'note.added', actor: DISPATCHER, payload: { n }, content: `tekst ${n}` })
const versionOf = (folder: string): unknown => {
  const database = new DatabaseSync(join(folder, 'ledger.db'), { readOnly: true })
  const version = database.prepare('PRAGMA user_version').get()?.['user_version']
  database.close()
  return version
}

test('a ledger of an earlier version goes on: brought up in the commit that records it, whole, and the next start has nothing to do', async () => {
  const scratch = earlierLedger()
  expect(verifyLedger(scratch.folder, [])).toMatchObject({ code: 0, lastSeq: 6 })
  const { ledger, events } = await open(scratch)
  expect(events[0]).toMatchObject({ event: 'committed', entries: [
    { seq: 7, kind: 'ledger.migrated', payload: { from: 0, to: SCHEMA_VERSION } },
    { seq: 8, kind: 'ledger.resumed', payload: { tail: 0, anchored: 6 } },
  ] })
  expect(await ledger.record(note(1))).toMatchObject({ ok: true, value: { seq: 9 } })
  await ledger.close()
  expect(versionOf(scratch.folder)).toBe(SCHEMA_VERSION)
  expect(verifyLedger(scratch.folder, [])).toMatchObject({ code: 0, lastSeq: 9 })
  const again = await open(scratch)
  expect(again.events[0]).toMatchObject({ entries: [{ seq: 10, kind: 'ledger.resumed' }] })
  await again.ledger.close()
})

test('a migration that is cut off leaves the old ledger as it was', () => {
  const { folder } = earlierLedger()
  const store = openStore(join(folder, 'ledger.db'))
  expect(() => store.resume('boot-2', (migrated) => { throw new Error(`cut after ${migrated?.to}`) })).toThrow(`cut after ${SCHEMA_VERSION}`)
  expect(store.head.seq).toBe(6)
  store.close()
  expect(versionOf(folder)).toBe(0)
  expect(verifyLedger(folder, [])).toMatchObject({ code: 0, lastSeq: 6 })
})

test.each([
  ['schema', (database: DatabaseSync) => database.exec('PRAGMA user_version = 99'), (database: DatabaseSync) => database.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`)],
  ['format', (database: DatabaseSync) => database.exec("DROP TRIGGER meta_no_update; UPDATE meta SET value = '9' WHERE name = 'format'"), (database: DatabaseSync) => database.exec("UPDATE meta SET value = '2' WHERE name = 'format'")],
])('a record of a later %s is not touched and not called damaged: it is said in words, and entries wait in memory', async (_what, advance, restore) => {
  const scratch = scratchFolder()
  buildLedger(scratch, { entries: 3 })
  const change = (by: (database: DatabaseSync) => void): void => {
    const database = new DatabaseSync(join(scratch.folder, 'ledger.db'))
    by(database)
    database.close()
  }
  change(advance)
  const before = readFileSync(join(scratch.folder, 'ledger.db'))
  const { ledger, events } = await open(scratch)
  expect(events).toMatchObject([{ event: 'failed', error: { code: 'STORE_NEWER' } }])
  expect(await ledger.record(note(1))).toMatchObject({ ok: false, error: { code: 'STORE_NEWER' } })
  expect(readFileSync(join(scratch.folder, 'ledger.db')).equals(before)).toBe(true)
  change(restore)
  await expect.poll(() => events.map(({ event }) => event), { timeout: 10_000 }).toContain('recovered')
  expect(events.some(({ event }) => event === 'damaged')).toBe(false)
  expect(await ledger.latest(['note.added'], 5)).toMatchObject({ ok: true, value: [{ content: 'tekst 1' }] })
  await ledger.close()
})
