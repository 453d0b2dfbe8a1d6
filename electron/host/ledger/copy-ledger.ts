// Copies a ledger while it is written, or a dead one: a folder that `verify` accepts, whole or not there at all.
// By SQLite's backup and not by VACUUM INTO: half the time on a million entries, the same for whoever appends meanwhile, and
// it copies one held view, so that the copy can end at a signed entry. Source: sqlite.org/backup.html.
import { closeSync, existsSync, fsyncSync, mkdirSync, mkdtempSync, openSync, readFileSync, renameSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { backup, type DatabaseSync } from 'node:sqlite'
import type { Clock } from '../../../native/kit/clock.ts'
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'
import { readLastLines, syncFolder } from './append-file.ts'
import { decodeCheckpoint } from './checkpoint.ts'
import { ledgerPaths, type LedgerPaths } from './ledger-files.ts'
import type { Copied, CopyAsked } from './port.ts'
import { openReadOnly } from './read-only.ts'
import { isSiteLocked } from './site-lock.ts'
import { storeFailure } from './store-failure.ts'
import { verifyLedger } from './verify-ledger.ts'

/** A signature follows an entry within 10 s. */
const SIGNED_MS = 11_000
const LOOK_MS = 10
/** Some 4 MB between two looks at what else the thread has to do. */
const STEP_PAGES = 1000
/** Room that must be left beside the copy, so that copying onto the record's own disk cannot stop the record. */
const ROOM_LEFT_BYTES = 64 * 1024 * 1024
/** The last checkpoint is in it. */
const TAIL_BYTES = 65_536

/**
 * Makes the copy under another name, verifies it there, and gives it its name when it is on the disk.
 *
 * @returns CALL_REFUSED when `to` is there already, STORE_FULL, STORE_READONLY, STORE_UNREADABLE, STORE_DAMAGED (SQLite
 *   cannot read it: copy the files with the console stopped); nothing is left behind then
 */
export async function copyLedger({ from, to, roomLeftBytes = ROOM_LEFT_BYTES }: CopyAsked, clock: Clock): Promise<Result<Copied>> {
  const startMs = clock.monotonicMs()
  const target = resolve(to)
  let half: string | undefined
  try {
    if (existsSync(target)) return fail(failure('CALL_REFUSED', `${target} is there already`))
    const source = ledgerPaths(from)
    statSync(source.database)
    mkdirSync(dirname(target), { recursive: true })
    const room = roomFault(source, dirname(target), roomLeftBytes)
    if (room !== undefined) return fail(failure('STORE_FULL', room))
    half = mkdtempSync(`${target}${HALF}`)
    const lastSeq = await copyDatabase(source, ledgerPaths(half), clock)
    copySmallFiles(source, ledgerPaths(half), lastSeq)
    syncFolder(half)
    const report = verifyLedger(half, [])
    if (report.lastSeq !== lastSeq) return fail(failure('STORE_UNREADABLE', `the copy does not read back: ${report.text}`))
    if (existsSync(target)) return fail(failure('CALL_REFUSED', `${target} is there already`))
    renameSync(half, target)
    half = undefined
    syncFolder(dirname(target))
    const { entries, headCode, verdict, code, text } = report
    return ok({ folder: target, entries, lastSeq, headCode, verdict, code, text, ms: Math.round(clock.monotonicMs() - startMs) })
  } catch (error) {
    return fail(storeFailure(error, 'copy'))
  } finally {
    if (half !== undefined) rmSync(half, { recursive: true, force: true })
  }
}

/** Between the name of a copy and six letters of chance, while it is not whole. */
export const HALF = '.half-'

function roomFault(source: LedgerPaths, at: string, leftBytes: number): string | undefined {
  const needed = sizeOf(source.database) + sizeOf(source.log) + sizeOf(source.checkpoints)
  const { bavail, bsize } = statfsSync(at)
  const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`
  if (bavail * bsize >= needed + leftBytes) return undefined
  return `${at} has ${megabytes(bavail * bsize)} free, the copy takes ${megabytes(needed)} and ${megabytes(leftBytes)} must stay free`
}

/** @returns the last entry of the view that was copied; 0 for none */
async function copyDatabase(source: LedgerPaths, target: LedgerPaths, clock: Clock): Promise<number> {
  const opened = openReadOnly(source.folder)
  try {
    const lastSeq = await signedView(opened.database, source, clock)
    await backup(opened.database, target.database, { rate: STEP_PAGES })
    syncFile(target.database)
    return lastSeq
  } finally {
    opened.close()
  }
}

/** Takes a new view until it ends at the newest signature: a copy with an unsigned tail looks like one after a crash. */
async function signedView(database: DatabaseSync, { folder, checkpoints }: LedgerPaths, clock: Clock): Promise<number> {
  // Of a dead console nobody signs any more.
  const untilMs = clock.monotonicMs() + (isSiteLocked(folder) ? SIGNED_MS : 0)
  for (;;) {
    const lastSeq = Number(database.prepare('SELECT max(seq) AS seq FROM entries').get()?.['seq'] ?? 0)
    if (lastSigned(checkpoints) >= lastSeq || clock.monotonicMs() >= untilMs) return lastSeq
    database.exec('ROLLBACK')
    await new Promise<void>((done) => { clock.after(LOOK_MS, done) })
    database.exec('BEGIN')
  }
}

function lastSigned(path: string): number {
  if (!existsSync(path)) return Number.POSITIVE_INFINITY
  return decodeCheckpoint(readLastLines(path, TAIL_BYTES).findLast((line) => line.trim() !== '') ?? '')?.seq ?? Number.POSITIVE_INFINITY
}

/** What was signed after the view is not about this copy; a line that is no checkpoint is evidence, and comes along. */
function copySmallFiles(source: LedgerPaths, target: LedgerPaths, lastSeq: number): void {
  if (existsSync(source.checkpoints)) {
    const lines = readFileSync(source.checkpoints, 'utf8').split('\n').slice(0, -1)
    const about = lines.filter((line) => (decodeCheckpoint(line)?.seq ?? 0) <= lastSeq)
    writeSynced(target.checkpoints, about.map((line) => `${line}\n`).join(''))
  }
  if (existsSync(source.publicKey)) writeSynced(target.publicKey, readFileSync(source.publicKey, 'utf8'))
}

function writeSynced(path: string, text: string): void {
  writeFileSync(path, text, { flag: 'wx' })
  syncFile(path)
}

function syncFile(path: string): void {
  const file = openSync(path, 'r+')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0
