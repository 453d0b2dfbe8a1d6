// The quick look at an entry: says only that nothing is wrong with it, never what is. Everything it does not accept is judged
// by chain-check.ts in full, so that it can be fast without being lenient. Source: resources/docs/ledger-format.md.
import { hash } from 'node:crypto'
import { contentHash, HASH_BYTES } from './entry.ts'
import type { FoundText, PlainRow } from './record-source.ts'

/** What the ledger says about itself changes how others are judged: those entries always take the long way. */
const OWN_KINDS = ['ledger.', 'key.', 'content.'] as const
const LINE_FEED = '\n'
const PREV_AT = 1
const TEXT_AT = PREV_AT + HASH_BYTES
/** At most three bytes of UTF-8 a UTF-16 unit. */
const UTF8_A_UNIT = 3
const HEX_OF_HASH = HASH_BYTES * 2

/** One for all: it is filled and hashed within one call. Begins with the leaf prefix 0x00. */
let bytes = Buffer.alloc(4096)

export interface Beside {
  readonly text: FoundText | undefined
  /** Asked when there is none although one is named. */
  readonly isDeleted: () => boolean
}

/**
 * Whether hash, link, payload and text are right and nothing hangs on the payload: true is a proof, false only a doubt.
 *
 * @param expectedPrev  hash of the entry before, upper-case hex
 */
export function fitsPlainly(row: PlainRow, expectedPrev: string, beside: Beside): boolean {
  const [seq, ledger, boot, monoUs, utcMs, clock, role, position, kind, payload, prevHex, hashHex] = row
  if (prevHex !== expectedPrev || prevHex.length !== HEX_OF_HASH || typeof kind !== 'string') return false
  if (typeof boot !== 'string' || typeof clock !== 'string' || typeof role !== 'string' || typeof position !== 'string') return false
  if (OWN_KINDS.some((own) => kind.startsWith(own))) return false
  const text = JSON.stringify([ledger, seq, boot, monoUs, utcMs, clock, role, position, kind]) + LINE_FEED + payload
  // Bytes that are no UTF-8 are read as this one character and would be hashed as it.
  if (text.includes('\uFFFD')) return false
  if (bytes.length < TEXT_AT + text.length * UTF8_A_UNIT) bytes = Buffer.alloc((TEXT_AT + text.length * UTF8_A_UNIT) * 2)
  bytes.write(prevHex, PREV_AT, 'hex')
  const end = TEXT_AT + bytes.write(text, TEXT_AT, 'utf8')
  return hash('sha256', bytes.subarray(0, end), 'hex').toUpperCase() === hashHex && fitsText(payload, beside)
}

/** The payload is a JSON object, and the text beside it the one it names: none when it names none or when it was deleted. */
function fitsText(payload: string, { text, isDeleted }: Beside): boolean {
  try {
    const value: unknown = JSON.parse(payload)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
    const named: unknown = 'content' in value ? value.content : undefined
    if (text) return contentHash(text.salt, text.text) === named
    return named === undefined || isDeleted()
  } catch {
    return false
  }
}
