// The keys of one ledger, one after another: each `key.rotated` hands over from the key in force to the next, and both sign it.
// Pure. Source: resources/docs/ledger-format.md, "Another key".
import { createHash, createPublicKey, sign, verify, type KeyObject } from 'node:crypto'
import type { JsonObject } from '../../contract/words.ts'
import { canonicalJson } from './canonical-json.ts'

const STATEMENT_VERSION = 1

export interface KeyLink {
  /** First entry whose checkpoint this key signs. */
  readonly fromSeq: number
  /** Lower-case hex SHA-256 of the key's DER. Undefined: the first entry could not be read, and nothing since names it. */
  readonly fingerprint: string | undefined
  /** Undefined for a first key that never signed a rotation: only `public-key.pem` has it. */
  readonly publicKey: KeyObject | undefined
}

/** Oldest first; never empty. */
export type KeyChain = readonly [KeyLink, ...KeyLink[]]

/** @param firstKey  what seq 1 names as `key`; undefined when it cannot be read: the first rotation then says */
export const beginKeyChain = (firstKey: string | undefined): KeyChain => [{ fromSeq: 1, fingerprint: firstKey, publicKey: undefined }]

/** No key has it. */
const NAMES_NONE = ''

/** @param genesis  payload of seq 1, where that can be believed: one that names no key lets none sign */
export const firstKeyOf = (genesis: Readonly<Record<string, unknown>> | undefined): string | undefined =>
  genesis && (isText(genesis['key']) ? genesis['key'] : NAMES_NONE)

/** The parts of an entry `key.rotated` that its signatures are about. */
export interface RotationEntry {
  readonly ledger: unknown
  readonly seq: number
  readonly prev: Uint8Array | undefined
  readonly payload: unknown
}

export type KeyStep = { readonly chain: KeyChain; readonly fault?: string }

/** Takes one entry `key.rotated`. With a fault the chain stays as it was: such an entry changes no key. */
export function reduceKeyChain(chain: KeyChain, entry: RotationEntry): KeyStep {
  const rotation = decodeRotation(entry)
  if (typeof rotation === 'string') return { chain, fault: rotation }
  const { key, previous, publicKey, previousPublicKey } = rotation
  const { fingerprint } = keyInForce(chain)
  if (fingerprint !== undefined && fingerprint !== previous) return { chain, fault: 'it replaces a key that was not in force' }
  const closed = chain.map((link, at) => (at === chain.length - 1 ? { ...link, fingerprint: previous, publicKey: previousPublicKey } : link))
  return { chain: [...closed, { fromSeq: entry.seq, fingerprint: key, publicKey }] as unknown as KeyChain }
}

export const keyInForce = (chain: KeyChain): KeyLink => chain.at(-1) ?? chain[0]

/** Whose signature a checkpoint of this entry bears. */
export function keyAt(chain: KeyChain, seq: number): KeyLink {
  return chain.findLast((link) => link.fromSeq <= seq) ?? chain[0]
}

/** The chain with the key of `public-key.pem` put where its fingerprint stands; unchanged when it is none of the chain. */
export function withPublicKey(chain: KeyChain, fingerprint: string, publicKey: KeyObject): KeyChain {
  return chain.map((link) => (link.publicKey === undefined && (link.fingerprint ?? fingerprint) === fingerprint ? { ...link, fingerprint, publicKey } : link)) as unknown as KeyChain
}

export const isOfChain = (chain: KeyChain, fingerprint: string): boolean => chain.some((link) => link.fingerprint === undefined || link.fingerprint === fingerprint)

export interface RotationKeys {
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
  readonly fingerprint: string
}

export interface RotationOf {
  readonly ledger: string
  /** Seq the entry will have, and the hash of the one before it. */
  readonly seq: number
  readonly prev: Uint8Array
  readonly from: RotationKeys
  readonly to: RotationKeys
}

/** What an entry `key.rotated` says of the keys. Encodes what `reduceKeyChain` takes. */
export function encodeRotation({ ledger, seq, prev, from, to }: RotationOf): JsonObject {
  const statement = statementOf({ ledger, seq, prev, key: to.fingerprint, previous: from.fingerprint })
  return {
    key: to.fingerprint,
    previous: from.fingerprint,
    publicKey: derOf(to.publicKey).toString('base64'),
    previousPublicKey: derOf(from.publicKey).toString('base64'),
    by: sign(null, statement, to.privateKey).toString('base64'),
    byPrevious: sign(null, statement, from.privateKey).toString('base64'),
  }
}

interface Rotation {
  readonly key: string
  readonly previous: string
  readonly publicKey: KeyObject
  readonly previousPublicKey: KeyObject
}

/** The rotation, or what does not fit. */
function decodeRotation({ ledger, seq, prev, payload }: RotationEntry): Rotation | string {
  if (typeof payload !== 'object' || payload === null) return 'a rotation without its fields'
  const { key, previous, publicKey: newDer, previousPublicKey: oldDer, by, byPrevious } = payload as Readonly<Record<string, unknown>>
  const texts = isText(ledger) && isText(key) && isText(previous) && isText(newDer) && isText(oldDer) && isText(by) && isText(byPrevious)
  if (!texts || !prev) return 'a rotation without its fields'
  const publicKey = keyOf(newDer, key)
  const previousPublicKey = keyOf(oldDer, previous)
  if (!publicKey || !previousPublicKey) return 'a key of the rotation has not the fingerprint it names'
  const statement = statementOf({ ledger, seq, prev, key, previous })
  if (!verify(null, statement, publicKey, Buffer.from(by, 'base64'))) return 'the new key did not sign its rotation'
  if (!verify(null, statement, previousPublicKey, Buffer.from(byPrevious, 'base64'))) return 'the old key did not sign its rotation'
  return { key, previous, publicKey, previousPublicKey }
}

function keyOf(der: string, fingerprint: string): KeyObject | undefined {
  const bytes = Buffer.from(der, 'base64')
  if (createHash('sha256').update(bytes).digest('hex') !== fingerprint) return undefined
  try {
    const key = createPublicKey({ key: bytes, format: 'der', type: 'spki' })
    return key.asymmetricKeyType === 'ed25519' ? key : undefined
  } catch {
    return undefined
  }
}

function statementOf({ ledger, seq, prev, key, previous }: { ledger: string; seq: number; prev: Uint8Array; key: string; previous: string }): Buffer {
  const text = canonicalJson({ key, ledger, prev: Buffer.from(prev).toString('hex'), previous, seq, v: STATEMENT_VERSION })
  // Every text is well-formed and every number whole: `isText` and the row saw to it.
  if (!text.ok) throw new Error(text.error.detail)
  return Buffer.from(text.value, 'utf8')
}

const derOf = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' })

const isText = (value: unknown): value is string => typeof value === 'string' && value.isWellFormed()
