// A damaged record is moved aside whole, also when the machine stops in the middle of it: one folder, named by the next ledger, told.
import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ledgerPaths } from '../../../electron/host/ledger/ledger-files.ts'
import { decideSetAside, undoneSetAside } from '../../../electron/host/ledger/set-aside.ts'
import { openStore } from '../../../electron/host/ledger/store.ts'
import { verifyLedger } from '../../../electron/host/ledger/verify-ledger.ts'
import { buildLedger, copyAsFound, directWriter, openRequest, scratchFolder, START_UTC, type DirectWriter, type Scratch } from './ledger-folder.ts'

const FINDING = {
  why: 'BAD SIGNATURE OR KEY', error: { code: 'STORE_DAMAGED', detail: 'BAD SIGNATURE OR KEY: spoilt' }, known: { ledger: null, seq: 9, head: null },
} as const

/** Killed while writing, its last checkpoint then spoilt: with a log, so that there is something to split. */
function spoilt(): Scratch {
  const crashed = scratchFolder()
  buildLedger(crashed, { entries: 8, signAfter: 5, crash: true })
  const scratch = { ...crashed, folder: copyAsFound(crashed.folder, join(crashed.root, 'found')) }
  appendFileSync(join(scratch.folder, 'checkpoints.jsonl'), 'spoilt\n')
  return scratch
}

const evidenceIn = (folder: string): Record<string, string> => Object.fromEntries(
  readdirSync(folder).filter((name) => /^(?:ledger\.db|ledger\.db-wal|checkpoints\.jsonl|public-key\.pem)$/.test(name)).toSorted()
    .map((name) => [name, createHash('sha256').update(readFileSync(join(folder, name))).digest('hex')]),
)
const foldersIn = (folder: string): string[] => readdirSync(folder).filter((name) => name.startsWith('set-aside-'))

function open(scratch: Scratch, boot = 'boot-2'): DirectWriter {
  const direct = directWriter()
  direct.send({ type: 'open', request: openRequest(scratch, { boot, seed: boot.length + 7 }) })
  return direct
}

function previousOf({ said }: DirectWriter): unknown {
  const opened = said.find((one) => one.type === 'opened')
  return opened?.type === 'opened' ? opened.own[0]?.payload['previous'] : undefined
}

test.each([0, 1, 2, 3, 4, 5])('after a stop when %i files were moved, the next start moves the rest beside them, and its first entry names them', (moved) => {
  const scratch = spoilt()
  const evidence = evidenceIn(scratch.folder)
  const decided = decideSetAside(ledgerPaths(scratch.folder), START_UTC, FINDING)
  if (!decided.ok) throw new Error(decided.error.detail)
  const { folder, files } = decided.value
  if (moved > 0) mkdirSync(join(scratch.folder, folder))
  for (const name of files.slice(0, moved)) renameSync(join(scratch.folder, name), join(scratch.folder, folder, name))

  const next = open(scratch)
  expect(next.said.map(({ type }) => type)).toEqual(['damaged', 'opened'])
  expect(next.said[0]).toMatchObject({ setAside: folder, error: { code: 'STORE_DAMAGED', detail: 'BAD SIGNATURE OR KEY: spoilt' } })
  expect(previousOf(next)).toEqual({ ...FINDING.known, folder, sha256: evidence['ledger.db'], why: 'BAD SIGNATURE OR KEY' })
  expect(foldersIn(scratch.folder)).toEqual([folder])
  expect(evidenceIn(join(scratch.folder, folder))).toEqual(evidence)
  next.send({ type: 'close', utcMs: START_UTC })
  expect(verifyLedger(scratch.folder, [{ kind: 'file', source: scratch.copy }]).code).toBe(0)
  expect(existsSync(ledgerPaths(scratch.folder).setAside)).toBe(false)
})

test('after a stop between the last move and the first entry of the next ledger, that entry still names the one before it', () => {
  const scratch = spoilt()
  const paths = ledgerPaths(scratch.folder)
  const decided = decideSetAside(paths, START_UTC, FINDING)
  if (!decided.ok) throw new Error(decided.error.detail)
  const { folder, files } = decided.value
  mkdirSync(join(scratch.folder, folder))
  for (const name of files) renameSync(join(scratch.folder, name), join(scratch.folder, folder, name))
  openStore(paths.database).close()
  const next = open(scratch)
  expect(previousOf(next)).toMatchObject({ folder })
  expect(foldersIn(scratch.folder)).toEqual([folder])
  next.send({ type: 'close', utcMs: START_UTC })
})

test('after a stop before anybody was told, the next start tells it and goes on in the ledger that had begun', () => {
  const scratch = spoilt()
  const paths = ledgerPaths(scratch.folder)
  const first = open(scratch)
  const folder = foldersIn(scratch.folder)[0]
  first.send({ type: 'close', utcMs: START_UTC })
  const { ledger } = verifyLedger(scratch.folder, [])
  writeFileSync(paths.setAside, JSON.stringify({ ...FINDING, folder, sha256: null, files: ['ledger.db'] }))

  const next = open(scratch, 'boot-three')
  expect(next.said.slice(0, 2)).toMatchObject([{ type: 'damaged', setAside: folder }, { type: 'opened', ledger, own: [{ kind: 'ledger.resumed' }] }])
  next.send({ type: 'close', utcMs: START_UTC })
  const last = open(scratch, 'boot-number-four')
  expect(last.said.map(({ type }) => type)).toEqual(['opened'])
  last.send({ type: 'close', utcMs: START_UTC })
})

test('what moves a record aside is our own note and names our own files: anything else is left alone', () => {
  const scratch = scratchFolder()
  buildLedger(scratch)
  const paths = ledgerPaths(scratch.folder)
  const good = { ...FINDING, folder: 'set-aside-20241231T220000Z', sha256: null, files: ['ledger.db'] }
  const notes = [{ ...good, folder: '../elsewhere' }, { ...good, folder: '' }, { ...good, files: ['../../keys'] }, { ...good, known: null }, { ...good, error: { code: 'LINK_LOST', detail: '' } }, [], 'no']
  for (const note of notes) {
    writeFileSync(paths.setAside, JSON.stringify(note))
    expect(undoneSetAside(paths)).toBeUndefined()
  }
  writeFileSync(paths.setAside, '{"folder":')
  const next = open(scratch)
  expect(next.said.map(({ type }) => type)).toEqual(['opened'])
  next.send({ type: 'close', utcMs: START_UTC })
})

test('a ledger whose predecessor could not be read is not taken for damaged when the copy still ends with that one', () => {
  const scratch = scratchFolder()
  buildLedger(scratch, { entries: 8 })
  appendFileSync(join(scratch.folder, 'checkpoints.jsonl'), 'spoilt\n')
  const copied = readFileSync(scratch.copy)
  const next = open(scratch)
  expect(previousOf(next)).toMatchObject({ ledger: expect.stringMatching(/^[0-9a-f]{32}$/), seq: 9 })
  next.send({ type: 'close', utcMs: START_UTC })
  // The machine stopped between the first entry and the copy of its signature.
  writeFileSync(scratch.copy, copied)
  const last = open(scratch, 'boot-three')
  expect(last.said.map(({ type }) => type)).toEqual(['opened'])
  last.send({ type: 'close', utcMs: START_UTC })
})

test('a rollback journal beside a ledger shuts nobody out for good: it is no part of our record, and goes aside with it', () => {
  const scratch = scratchFolder()
  buildLedger(scratch)
  // A hot one: SQLite would have to write before it may read.
  const journal = Buffer.alloc(512 + 4 + 4096 + 4)
  Buffer.from('d9d505f920a163d7', 'hex').copy(journal)
  journal.writeUInt32BE(1, 8)
  journal.writeUInt32BE(1, 16)
  journal.writeUInt32BE(512, 20)
  journal.writeUInt32BE(4096, 24)
  writeFileSync(join(scratch.folder, 'ledger.db-journal'), journal)
  const next = open(scratch)
  expect(next.said.map(({ type }) => type)).toEqual(['damaged', 'opened'])
  expect(existsSync(join(scratch.folder, 'ledger.db-journal'))).toBe(false)
  expect(foldersIn(scratch.folder).flatMap((folder) => readdirSync(join(scratch.folder, folder)))).toContain('ledger.db-journal')
  next.send({ type: 'close', utcMs: START_UTC })
})

test('a start that was cut off before its database was whole is begun anew, without alarm', () => {
  const scratch = scratchFolder()
  mkdirSync(scratch.folder)
  for (const name of ['ledger.db', 'ledger.db.new', 'ledger.db.new-journal']) writeFileSync(join(scratch.folder, name), name === 'ledger.db' ? '' : 'half')
  const first = open(scratch)
  expect(first.said).toMatchObject([{ type: 'opened', own: [{ kind: 'ledger.opened-first', payload: { previous: null } }] }])
  first.send({ type: 'close', utcMs: START_UTC })
  expect(readdirSync(scratch.folder).toSorted()).toEqual(['checkpoints.jsonl', 'ledger.db', 'ledger.lock', 'public-key.pem'])
})
