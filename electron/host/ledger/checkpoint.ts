// A checkpoint: this workstation's signature over the head of its chain. A chain alone does not see that its end was cut off.
import { sign, verify, type KeyObject } from 'node:crypto'
import { canonicalJson } from './canonical-json.ts'

export const CHECKPOINT_VERSION = 1

export interface Checkpoint {
  readonly v: typeof CHECKPOINT_VERSION
  readonly ledger: string
  readonly seq: number
  /** Hash of entry `seq`, lower-case hex. */
  readonly head: string
  readonly boot: string
  /** UTC in milliseconds. */
  readonly utc: number
}

export interface SignedCheckpoint extends Checkpoint {
  /** Ed25519 over the canonical JSON of the six fields above, base64. */
  readonly signature: string
}

/** One line of `checkpoints.jsonl`, without its line feed. */
export function encodeCheckpoint(checkpoint: Checkpoint, privateKey: KeyObject): string {
  const signature = sign(null, signedBytes(checkpoint), privateKey).toString('base64')
  return spell({ ...checkpoint, signature })
}

/** Undefined when the line is not a checkpoint of this version; says nothing about its signature. */
export function decodeCheckpoint(line: string): SignedCheckpoint | undefined {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return undefined
  }
  if (typeof value !== 'object' || value === null) return undefined
  const { v, ledger, seq, head, boot, utc, signature } = value as Readonly<Record<string, unknown>>
  const known = v === CHECKPOINT_VERSION && isSeq(seq) && Number.isSafeInteger(utc)
  const texts = isText(ledger) && isText(boot) && isText(signature) && isText(head) && /^[0-9a-f]{64}$/.test(head)
  return known && texts ? { v, ledger, seq, head, boot, utc: Number(utc), signature } : undefined
}

export function hasValidSignature(checkpoint: SignedCheckpoint, publicKey: KeyObject): boolean {
  return verify(null, signedBytes(checkpoint), publicKey, Buffer.from(checkpoint.signature, 'base64'))
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.isWellFormed()
const isSeq = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) > 0

function signedBytes({ v, ledger, seq, head, boot, utc }: Checkpoint): Buffer {
  return Buffer.from(spell({ v, ledger, seq, head, boot, utc }), 'utf8')
}

function spell(value: object): string {
  const text = canonicalJson(value)
  // Every field was read by `decodeCheckpoint` or comes from the writer: there is nothing in it JSON cannot spell.
  if (!text.ok) throw new Error(text.error.detail)
  return text.value
}
