// The head of the chain, short enough to read over the phone: `214-K7QF-3M2P` is entry 214 and the first 40 bits of its hash.
import { BitReader } from '../../../native/kit/bytes.ts'

/** Crockford's base 32: no I, L, O, U, so nothing is misheard or misread. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const GROUP = 4
const BITS = 5

/**
 * How many groups of four. Two (40 bits) for a screen and the phone: enough against a mistake or a cut-back, but somebody
 * with the signing key could try 2^40 rewritings. Four (80 bits) for paper that must convince later.
 */
export type HeadCodeGroups = 2 | 4

export interface HeadCode {
  readonly seq: number
  /** Upper-case base 32, 8 or 16 characters. */
  readonly prefix: string
}

export function encodeHeadCode(seq: number, head: Uint8Array, groups: HeadCodeGroups = 2): string {
  const text = base32(head, groups * GROUP)
  const parts = Array.from({ length: groups }, (_, at) => text.slice(at * GROUP, (at + 1) * GROUP))
  return [seq, ...parts].join('-')
}

/** Two groups or four: with three a forgotten first dash would make another code. */
const LENGTHS = [8, 16]

/**
 * Forgiving as speech is: lower case, O for 0, I and L for 1, spaces for dashes, dashes left out. Undefined when it is no head
 * code at all. Something must stand after the number, for a group may begin with a digit.
 */
export function decodeHeadCode(text: string): HeadCode | undefined {
  const match = /^(\d{1,15})[\s-]+([0-9A-HJKMNP-TV-Z](?:[\s-]*[0-9A-HJKMNP-TV-Z])*)$/.exec(normalise(text))
  if (!match?.[1] || !match[2]) return undefined
  const prefix = match[2].replaceAll(/[\s-]/g, '')
  return LENGTHS.includes(prefix.length) ? { seq: Number(match[1]), prefix } : undefined
}

export function matchesHead(code: HeadCode, head: Uint8Array): boolean {
  return base32(head, code.prefix.length) === code.prefix
}

const normalise = (text: string): string => text.trim().toUpperCase().replaceAll('O', '0').replaceAll(/[IL]/g, '1')

function base32(bytes: Uint8Array, length: number): string {
  const reader = new BitReader(bytes)
  let text = ''
  for (let at = 0; at < length; at++) text += ALPHABET[reader.unsigned(BITS)]
  return text
}
