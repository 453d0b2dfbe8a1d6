// The files of the signing key. Each step leaves a name with a whole key behind it or none, so that a cut anywhere loses no key:
// `ledger-key.pem` the key itself, `ledger-key.sealed` the same in the system's keeping (the plain one wins while both are
// there), `ledger-key.pem.next` drawn for a rotation of which only the record knows whether it took place.
import {
  closeSync, existsSync, fsyncSync, linkSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { failure, type Failure } from '../../../native/kit/errors.ts'
import type { Result } from '../../../native/kit/result.ts'
import { makeFolder, syncFolder } from './append-file.ts'
import { decodePrivateKey, drawKey, encodePrivateKey, type SigningKey } from './signing-key.ts'
import { attempt } from './store-failure.ts'

const OPEN_TO_OTHERS = 0o077

const namesIn = (folder: string) => {
  const plain = join(folder, 'ledger-key.pem')
  return { plain, sealed: join(folder, 'ledger-key.sealed'), next: `${plain}.next`, wiping: `${plain}.wiping` }
}

export interface KeysFound {
  readonly current: SigningKey | undefined
  readonly next: SigningKey | undefined
  /** The file of the current key is there and holds none. */
  readonly isUnreadable: boolean
  /** What somebody should look at; the key works. */
  readonly warnings: readonly Failure[]
}

/** What only the system's store can open; undefined when nothing has to be asked of it. */
export function readSealedKey(keyFolder: string): Result<Uint8Array | undefined> {
  return attempt('key', () => {
    const { plain, sealed } = namesIn(keyFolder)
    return existsSync(plain) || !existsSync(sealed) ? undefined : readFileSync(sealed)
  })
}

/** @param unsealed  what the system's store made of `readSealedKey`, if there was something to open */
export function readKeys(keyFolder: string, unsealed?: Uint8Array): Result<KeysFound> {
  return attempt('key', () => {
    const { plain, next, wiping } = namesIn(keyFolder)
    makeFolder(keyFolder, 0o700)
    const isPlain = existsSync(plain)
    // Who named it may have been killed before that was durable; what is signed or wiped from now on is.
    if (isPlain || existsSync(wiping)) syncFolder(keyFolder)
    if (existsSync(wiping)) wipe(wiping)
    const pem = isPlain ? readFileSync(plain, 'utf8') : unsealed && Buffer.from(unsealed).toString('utf8')
    const current = pem === undefined ? undefined : decodePrivateKey(pem, isPlain ? 'file' : 'system')
    return {
      current,
      next: existsSync(next) ? decodePrivateKey(readFileSync(next, 'utf8'), 'file') : undefined,
      isUnreadable: pem !== undefined && !current,
      warnings: current && isPlain ? checkMode(plain) : [],
    }
  })
}

/** Draws the first key of this folder, or one in the place of a key that is lost: what cannot be read is kept beside. */
export function createKey(keyFolder: string): { readonly key: SigningKey; readonly warnings: readonly Failure[] } {
  const { plain, sealed } = namesIn(keyFolder)
  const warnings: Failure[] = []
  for (const path of [plain, sealed]) {
    if (!existsSync(path)) continue
    const kept = freeName(`${path}.unreadable`)
    renameSync(path, kept)
    warnings.push(failure('STORE_KEY_UNFIT', `the signing key could not be read; kept as ${kept}, a new one is made`))
  }
  const key = drawKey()
  const half = `${plain}.new`
  writeWhole(half, encodePrivateKey(key))
  // Linked, not renamed: never over another one.
  linkSync(half, plain)
  rmSync(half)
  syncFolder(keyFolder)
  return { key, warnings }
}

/** Draws the key of a rotation. Throws what node:fs throws, as do the next two. */
export function keepNextKey(keyFolder: string): SigningKey {
  const key = drawKey()
  const { next } = namesIn(keyFolder)
  const half = `${next}.new`
  writeWhole(half, encodePrivateKey(key))
  renameSync(half, next)
  syncFolder(keyFolder)
  return key
}

/** The record says that the rotation took place. */
export function promoteNextKey(keyFolder: string): void {
  const { plain, next } = namesIn(keyFolder)
  renameSync(next, plain)
  syncFolder(keyFolder)
}

/** The record knows nothing of it: nothing was ever signed with it. */
export function forgetNextKey(keyFolder: string): void {
  rmSync(namesIn(keyFolder).next, { force: true })
}

/** Puts the sealed key in the place of the plain one. @returns false when the plain one is no longer the one that was sealed */
export function keepSealedKey(keyFolder: string, key: SigningKey, sealed: Uint8Array): Result<boolean> {
  return attempt('key', () => {
    const names = namesIn(keyFolder)
    if (!existsSync(names.plain) || decodePrivateKey(readFileSync(names.plain, 'utf8'), 'file')?.fingerprint !== key.fingerprint) return false
    const half = `${names.sealed}.new`
    writeWhole(half, sealed)
    renameSync(half, names.sealed)
    syncFolder(keyFolder)
    // Aside first, and durably: a cut while it is overwritten must not leave half a key under the name that wins.
    renameSync(names.plain, names.wiping)
    syncFolder(keyFolder)
    wipe(names.wiping)
    syncFolder(keyFolder)
    return true
  })
}

/** Overwritten before it is removed: its sectors may be read long after its name is gone. */
function wipe(path: string): void {
  const file = openSync(path, 'r+')
  try {
    writeSync(file, Buffer.alloc(statSync(path).size))
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  rmSync(path)
}

function writeWhole(path: string, bytes: string | Uint8Array): void {
  rmSync(path, { force: true })
  const file = openSync(path, 'wx', 0o600)
  try {
    writeSync(file, Buffer.from(bytes))
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** How the key lies there, for who asks without opening it: `achterwacht key`, `doctor`. */
export type KeyPlace =
  | { readonly kept: 'none' | 'system' }
  /** The folder is closed to this user, as it should be to another one than the console's. */
  | { readonly kept: 'unknown'; readonly cause: string }
  /** `mode` undefined: this system knows no such bits, the folder's access list guards the key. */
  | { readonly kept: 'file'; readonly path: string; readonly mode: number | undefined; readonly isOpenToOthers: boolean }

export function findKeyPlace(keyFolder: string, platform: NodeJS.Platform): KeyPlace {
  const { plain, sealed } = namesIn(keyFolder)
  const looked = attempt('key', () => statSync(plain, { throwIfNoEntry: false }))
  if (!looked.ok) return { kept: 'unknown', cause: looked.error.detail }
  const found = looked.value
  if (!found) return { kept: existsSync(sealed) ? 'system' : 'none' }
  const mode = platform === 'win32' ? undefined : found.mode & 0o777
  return { kept: 'file', path: plain, mode, isOpenToOthers: mode !== undefined && (mode & OPEN_TO_OTHERS) !== 0 }
}

function checkMode(path: string): readonly Failure[] {
  const mode = statSync(path).mode & 0o777
  if (process.platform === 'win32' || (mode & OPEN_TO_OTHERS) === 0) return []
  return [failure('STORE_KEY_UNFIT', `${path} is open to others (mode ${mode.toString(8)}); make it 600`)]
}

function freeName(name: string): string {
  for (let at = 1; ; at++) {
    const candidate = `${name}-${at}`
    if (!existsSync(candidate)) return candidate
  }
}
