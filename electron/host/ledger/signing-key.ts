// The workstation's Ed25519 key. This file and no other draws the key's entropy (node:crypto): once, and at each rotation.
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { ok, type Result } from '../../../native/kit/result.ts'
import { attempt } from './store-failure.ts'

export interface SigningKey {
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
  /** SubjectPublicKeyInfo, as it stands in `public-key.pem`. */
  readonly publicPem: string
  /** Lower-case hex SHA-256 of the key's DER. */
  readonly fingerprint: string
  /** `system`: sealed by the system's own store. `file`: readable by whoever may read the file. */
  readonly kept: 'file' | 'system'
}

export const drawKey = (): SigningKey => describeKey(generateKeyPairSync('ed25519').privateKey, 'file')

export const encodePrivateKey = (key: SigningKey): string => key.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

/** Undefined when the text is no Ed25519 private key. */
export function decodePrivateKey(pem: string, kept: SigningKey['kept']): SigningKey | undefined {
  const key = attempt('private key', () => createPrivateKey(pem))
  return key.ok && key.value.asymmetricKeyType === 'ed25519' ? describeKey(key.value, kept) : undefined
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

export function readPublicKey(path: string): Result<KeyObject | undefined> {
  const pem = attempt('public key', () => readFileSync(path, 'utf8'))
  return pem.ok ? ok(decodePublicKey(pem.value)) : pem
}

function describeKey(privateKey: KeyObject, kept: SigningKey['kept']): SigningKey {
  const publicKey = createPublicKey(privateKey)
  const publicPem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
  return { privateKey, publicKey, publicPem, fingerprint: fingerprintOf(publicKey), kept }
}
