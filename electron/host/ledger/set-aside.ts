// A damaged ledger is evidence: it is moved into a folder of its own, whole and under its own names, so that it can be verified there.
import { createHash } from 'node:crypto'
import { closeSync, existsSync, mkdirSync, openSync, readSync, renameSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Result } from '../../../native/kit/result.ts'
import { syncFolder } from './append-file.ts'
import { searchFile, type LedgerPaths } from './ledger-files.ts'
import { attempt } from './store-failure.ts'

export interface SetAside {
  /** Name inside the ledger folder; `''` when there was nothing left to keep. */
  readonly folder: string
  /** SHA-256 of `ledger.db` as it was set aside, lower-case hex. */
  readonly sha256: string | null
}

const CHUNK_BYTES = 1 << 20

/** Moves every file of the ledger; nothing of it is deleted. The index made from it goes: its reader makes another one. @returns STORE_READONLY or STORE_FULL when it cannot */
export function setAside(paths: LedgerPaths, utcMs: number): Result<SetAside> {
  return attempt('set aside', () => {
    // The log goes first: a new database beside an old log would be taken for its owner.
    const files = [paths.log, `${paths.database}-shm`, paths.database, paths.checkpoints, paths.publicKey].filter(existsSync)
    if (files.length === 0) return { folder: '', sha256: null }
    const sha256 = existsSync(paths.database) ? hashFile(paths.database) : null
    const folder = freeName(paths.folder, `set-aside-${compactUtc(utcMs)}`)
    mkdirSync(join(paths.folder, folder))
    removeIndex(paths.folder)
    for (const file of files) renameSync(file, join(paths.folder, folder, basename(file)))
    syncFolder(join(paths.folder, folder))
    syncFolder(paths.folder)
    return { folder, sha256 }
  })
}

/** Whoever reads it finds that it is of another record; that it is still there stops nothing. */
function removeIndex(folder: string): void {
  const index = searchFile(folder)
  for (const file of [index, `${index}-journal`]) attempt('index', () => rmSync(file, { force: true }))
}

/** `20241231T220000Z`: sorts by time and is a file name everywhere. */
function compactUtc(utcMs: number): string {
  return `${new Date(utcMs).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`
}

function freeName(parent: string, name: string): string {
  for (let at = 1; ; at++) {
    const candidate = at === 1 ? name : `${name}-${at}`
    if (!existsSync(join(parent, candidate))) return candidate
  }
}

function hashFile(path: string): string {
  const hash = createHash('sha256')
  const file = openSync(path, 'r')
  try {
    const chunk = Buffer.alloc(CHUNK_BYTES)
    for (let got = readSync(file, chunk); got > 0; got = readSync(file, chunk)) hash.update(chunk.subarray(0, got))
  } finally {
    closeSync(file)
  }
  return hash.digest('hex')
}
