// A damaged ledger is evidence: it is moved into a folder of its own, whole and under its own names, so that it can be verified there.
// What is going to be moved is written down first, so that a crash in between neither splits the evidence nor hides it.
import { createHash } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, readSync, renameSync, rmSync, writeSync } from 'node:fs'
import { basename, join } from 'node:path'
import { failure, type Failure } from '../../../native/kit/errors.ts'
import type { Result } from '../../../native/kit/result.ts'
import { makeFolder, syncFolder } from './append-file.ts'
import { searchFile, type LedgerPaths } from './ledger-files.ts'
import type { KnownLedger } from './start-check.ts'
import { attempt } from './store-failure.ts'

export interface Reason {
  /** As the next ledger's first entry says it. */
  readonly why: string
  readonly error: Failure
}

/** A record that is being set aside, from the decision until its successor has begun and it was told. */
export interface SetAside extends Reason {
  /** Name inside the ledger folder; `''` when there was nothing left to keep. */
  readonly folder: string
  /** SHA-256 of `ledger.db` as it was set aside, lower-case hex. */
  readonly sha256: string | null
  readonly known: KnownLedger
  /** Names of what was there when it was decided. */
  readonly files: readonly string[]
}

const CHUNK_BYTES = 1 << 20
const FOLDER = /^(?:set-aside-[0-9TZ-]+)?$/

/** What the first entry of the next ledger says of this one. */
export const previousFrom = ({ known, folder, sha256, why }: SetAside) => ({ ...known, folder, sha256, why })

export const damageFrom = ({ error, folder }: SetAside): { readonly error: Failure; readonly setAside: string } => ({ error, setAside: folder })

/** Writes down what will be moved where; nothing is moved yet. @returns STORE_READONLY or STORE_FULL when it cannot */
export function decideSetAside(paths: LedgerPaths, utcMs: number, { why, error, known }: Pick<SetAside, 'why' | 'error' | 'known'>): Result<SetAside> {
  return attempt('set aside', () => {
    const files = movable(paths).filter(existsSync)
    const decided: SetAside = {
      folder: files.length === 0 ? '' : freeName(paths.folder, `set-aside-${compactUtc(utcMs)}`),
      sha256: existsSync(paths.database) ? hashFile(paths.database) : null,
      why,
      error,
      known,
      files: files.map((file) => basename(file)),
    }
    const half = `${paths.setAside}.new`
    const file = openSync(half, 'w', 0o644)
    try {
      writeSync(file, JSON.stringify(decided))
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(half, paths.setAside)
    syncFolder(paths.folder)
    return decided
  })
}

/** What a crash or a full disk left undone. Undefined: nothing, or a file that is not ours. */
export function undoneSetAside(paths: LedgerPaths): SetAside | undefined {
  if (!existsSync(paths.setAside)) return undefined
  const read = attempt('set aside', () => JSON.parse(readFileSync(paths.setAside, 'utf8')) as unknown)
  return read.ok ? decodeSetAside(read.value, movable(paths).map((path) => basename(path))) : undefined
}

/** Moves what was decided and is not moved yet; nothing of it is deleted. The index made from it goes: its reader makes another one. @returns STORE_READONLY or STORE_FULL when it cannot */
export function moveAside(paths: LedgerPaths, { folder, files }: SetAside): Result<void> {
  return attempt('set aside', () => {
    if (files.length === 0) return
    const target = join(paths.folder, folder)
    // Durable by name before anything moves into it: what lies in a folder that nobody finds is lost.
    makeFolder(target)
    removeIndex(paths.folder)
    for (const name of files) {
      // A name that is already there was moved; what bears it now belongs to the next ledger.
      if (!existsSync(join(target, name)) && existsSync(join(paths.folder, name))) renameSync(join(paths.folder, name), join(target, name))
    }
    syncFolder(target)
    syncFolder(paths.folder)
  })
}

/** Its successor names it and it was told. When the file cannot be removed it is told once more. */
export function endSetAside(paths: LedgerPaths): void {
  attempt('set aside', () => rmSync(paths.setAside, { force: true }))
}

/** What belongs to a database goes first: a new one beside an old log or journal would be taken for its owner. */
const movable = ({ database, log, checkpoints, publicKey }: LedgerPaths): readonly string[] => (
  [log, `${database}-journal`, `${database}-shm`, database, checkpoints, publicKey]
)

/** Parsed by hand: it decides what is moved, so it may name our own files only. */
function decodeSetAside(value: unknown, ours: readonly string[]): SetAside | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { folder, sha256, why, error, known, files } = value as Readonly<Record<string, unknown>>
  if (typeof folder !== 'string' || !FOLDER.test(folder) || typeof why !== 'string') return undefined
  const failed = decodeReason(error)
  if (!failed) return undefined
  if (!isTextOrNull(sha256) || typeof known !== 'object' || known === null) return undefined
  const { ledger, seq, head } = known as Readonly<Record<string, unknown>>
  if (!isTextOrNull(ledger) || !isTextOrNull(head) || !(seq === null || Number.isSafeInteger(seq))) return undefined
  if (!Array.isArray(files) || !files.every((name) => ours.includes(name)) || (files.length > 0) !== (folder !== '')) return undefined
  return { folder, sha256, why, error: failed, known: { ledger, seq: seq === null ? null : Number(seq), head }, files }
}

function decodeReason(value: unknown): Failure | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { code, detail } = value as Readonly<Record<string, unknown>>
  return (code === 'STORE_DAMAGED' || code === 'STORE_KEY_LOST') && typeof detail === 'string' ? failure(code, detail) : undefined
}

const isTextOrNull = (value: unknown): value is string | null => value === null || typeof value === 'string'

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
