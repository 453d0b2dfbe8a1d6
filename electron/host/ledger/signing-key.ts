// The workstation's Ed25519 key. This file and no other draws the key's entropy (node:crypto), and only once per workstation.
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, linkSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { failure, type Failure } from '../../../native/kit/errors.ts'
import { ok, type Result } from '../../../native/kit/result.ts'
import { makeFolder, syncFolder } from './append-file.ts'
import { attempt } from './store-failure.ts'

const PRIVATE_KEY_FILE = 'ledger-key.pem'
const OPEN_TO_OTHERS = 0o077

export interface SigningKey {
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
  /** SubjectPublicKeyInfo, as it stands in `public-key.pem`. */
  readonly publicPem: string
  /** Lower-case hex SHA-256 of the key's DER. */
  readonly fingerprint: string
  /** What somebody should look at; the key works. */
  readonly warnings: readonly Failure[]
}

/** Reads the key, or makes one where there is none. A key that cannot be read is kept beside and replaced, with a warning. */
export function openSigningKey(keyFolder: string): Result<SigningKey> {
  return attempt('key', () => {
    const path = join(keyFolder, PRIVATE_KEY_FILE)
    makeFolder(keyFolder, 0o700)
    const warnings: Failure[] = []
    if (existsSync(path)) {
      // Who made it may have been killed before its name was durable; what is signed with it from now on is.
      syncFolder(keyFolder)
      const read = decodePrivateKey(readFileSync(path, 'utf8'))
      if (read) return describeKey(read, [...warnings, ...checkMode(path)])
      const kept = freeName(`${path}.unreadable`)
      renameSync(path, kept)
      warnings.push(failure('SITE_INVALID', `the signing key could not be read; kept as ${kept}, a new one is made`))
    }
    return describeKey(createKeyFile(path, keyFolder), warnings)
  })
}

/** Undefined when the text is no Ed25519 public key. */
export function decodePublicKey(pem: string): KeyObject | undefined {
  const key = attempt('public key', () => createPublicKey(pem))
  // A private key would do as well for Node; in a folder handed to an auditor it has no business.
  return key.ok && key.value.asymmetricKeyType === 'ed25519' && !pem.includes('PRIVATE') ? key.value : undefined
}

export function fingerprintOf(publicKey: KeyObject): string {
  return createHash('sha256').update(publicKey.export({ type: 'spki', format: 'der' })).digest('hex')
}

function decodePrivateKey(pem: string): KeyObject | undefined {
  const key = attempt('private key', () => createPrivateKey(pem))
  return key.ok && key.value.asymmetricKeyType === 'ed25519' ? key.value : undefined
}

function describeKey(privateKey: KeyObject, warnings: readonly Failure[]): SigningKey {
  const publicKey = createPublicKey(privateKey)
  const publicPem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
  return { privateKey, publicKey, publicPem, fingerprint: fingerprintOf(publicKey), warnings }
}

/** Written aside and linked in: the name appears only with the whole key behind it, and never over another one. */
function createKeyFile(path: string, keyFolder: string): KeyObject {
  const { privateKey } = generateKeyPairSync('ed25519')
  const half = `${path}.new`
  rmSync(half, { force: true })
  const file = openSync(half, 'wx', 0o600)
  try {
    writeSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  linkSync(half, path)
  rmSync(half)
  syncFolder(keyFolder)
  return privateKey
}

/** Windows has no such bits; there the folder's access list guards the key. */
function checkMode(path: string): readonly Failure[] {
  const mode = statSync(path).mode & 0o777
  if (process.platform === 'win32' || (mode & OPEN_TO_OTHERS) === 0) return []
  return [failure('SITE_INVALID', `${path} is open to others (mode ${mode.toString(8)}); make it 600`)]
}

function freeName(name: string): string {
  for (let at = 1; ; at++) {
    const candidate = `${name}-${at}`
    if (!existsSync(candidate)) return candidate
  }
}

export function readPublicKey(path: string): Result<KeyObject | undefined> {
  const pem = attempt('public key', () => readFileSync(path, 'utf8'))
  return pem.ok ? ok(decodePublicKey(pem.value)) : pem
}
