// Damage: what a bad cable, a mad device, a wrong edit or an ill-meaning hand does to bytes.
import { latin1ToBytes } from '../../../native/kit/bytes.ts'
import type { FuzzRandom } from './random.ts'

export interface Material {
  /** Cases to take pieces from. */
  readonly pool: readonly [Uint8Array, ...Uint8Array[]]
  readonly words: readonly Uint8Array[]
  readonly maxBytes: number
}

type Mutator = (bytes: Uint8Array, random: FuzzRandom, material: Material) => Uint8Array

const EDGE_BYTES = [0x00, 0x01, 0x0a, 0x0d, 0x1a, 0x1b, 0x20, 0x22, 0x2c, 0x3a, 0x3e, 0x7f, 0x80, 0xc0, 0xfe, 0xff] as const
const EDGE_NUMBERS = ['-1', '0', '00', '1', '9', '127', '128', '255', '256', '999', '2047', '2048', '65535', '65536', '16777215', '2147483647', '4294967295', '999999999', '9999999999', '1e9', '0x10', '1.5', '', 'NaN'] as const
const LINE_ENDS = ['\r', '\n', '\r\n', '\n\r', '\r\r\n', '\u0000', '\u001a', '\f'] as const
/** Surrogates, overlong forms, a mark of byte order, right-to-left, beyond the basic plane: as bytes of UTF-8. */
const UNICODE = ['\u00e9', '\u00ed\u00a0\u0080', '\u00c0\u0080', '\u00ef\u00bb\u00bf', '\u00e2\u0080\u00ae', '\u00f0\u009f\u0092\u00a5', '\u00e2\u0080\u00a8', '\u00f4\u0090\u0080\u0080'] as const
const LONG_RUN_BYTES = 4096

const MUTATORS: readonly [Mutator, ...Mutator[]] = [
  flipBit, flipBit, setByte, setByte, drop, repeat, cut, splice, insertWord, insertWord, edgeNumber, edgeNumber, swapPieces, lineEnd, unicode, insertEdge,
]
/** Rare, because a long case costs as much as a hundred others. */
const LONG_EVERY = 200

/** @returns a case near to one of the pool; 1 to 8 damages, mostly few */
export function mutated(random: FuzzRandom, material: Material): Uint8Array {
  let bytes = random.pick(material.pool)
  do bytes = random.pick(MUTATORS)(bytes, random, material)
  while (!random.oneIn(2))
  if (random.oneIn(LONG_EVERY)) bytes = longRun(bytes, random)
  return bytes.length > material.maxBytes ? bytes.slice(0, material.maxBytes) : bytes
}

/** Puts `put` in place of `length` bytes from `at`. */
function replaced(bytes: Uint8Array, at: number, length: number, put: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.length - length + put.length)
  out.set(bytes.subarray(0, at))
  out.set(put, at)
  out.set(bytes.subarray(at + length), at + put.length)
  return out
}

/** A piece of the case: mostly short. */
function piece(bytes: Uint8Array, random: FuzzRandom): { readonly at: number; readonly length: number } {
  const at = random.below(bytes.length + 1)
  const most = Math.min(bytes.length - at, random.oneIn(4) ? bytes.length : 8)
  return { at, length: random.below(most + 1) }
}

function flipBit(bytes: Uint8Array, random: FuzzRandom): Uint8Array {
  if (bytes.length === 0) return bytes
  const out = bytes.slice()
  const at = random.below(out.length)
  out[at] = (out[at] ?? 0) ^ (1 << random.below(8))
  return out
}

function setByte(bytes: Uint8Array, random: FuzzRandom): Uint8Array {
  if (bytes.length === 0) return bytes
  const out = bytes.slice()
  out[random.below(out.length)] = random.oneIn(2) ? random.pick(EDGE_BYTES) : random.below(256)
  return out
}

function drop(bytes: Uint8Array, random: FuzzRandom): Uint8Array {
  const { at, length } = piece(bytes, random)
  return replaced(bytes, at, length, new Uint8Array())
}

function repeat(bytes: Uint8Array, random: FuzzRandom): Uint8Array {
  const { at, length } = piece(bytes, random)
  return replaced(bytes, at, 0, bytes.subarray(at, at + length))
}

function cut(bytes: Uint8Array, random: FuzzRandom): Uint8Array {
  return bytes.slice(0, random.below(bytes.length + 1))
}

function splice(bytes: Uint8Array, random: FuzzRandom, { pool }: Material): Uint8Array {
  const other = random.pick(pool)
  const from = piece(other, random)
  const to = piece(bytes, random)
  return replaced(bytes, to.at, to.length, other.subarray(from.at, from.at + from.length))
}

function swapPieces(bytes: Uint8Array, random: FuzzRandom): Uint8Array {
  const middle = random.below(bytes.length + 1)
  return replaced(bytes.slice(middle), bytes.length - middle, 0, bytes.subarray(0, middle))
}

function insertWord(bytes: Uint8Array, random: FuzzRandom, { words }: Material): Uint8Array {
  const word = words[random.below(words.length)]
  return word ? replaced(bytes, random.below(bytes.length + 1), 0, word) : bytes
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39

/** Looks for a number from a chance place on, and writes one at the edge of something in its place. */
function edgeNumber(bytes: Uint8Array, random: FuzzRandom): Uint8Array {
  let at = random.below(bytes.length + 1)
  while (at < bytes.length && !isDigit(bytes[at])) at++
  let end = at
  while (isDigit(bytes[end])) end++
  return replaced(bytes, at, end - at, latin1ToBytes(random.pick(EDGE_NUMBERS)))
}

const insertText = (texts: readonly [string, ...string[]]): Mutator => (bytes, random) =>
  replaced(bytes, random.below(bytes.length + 1), 0, latin1ToBytes(random.pick(texts)))

function lineEnd(bytes: Uint8Array, random: FuzzRandom, material: Material): Uint8Array {
  return insertText(LINE_ENDS)(bytes, random, material)
}

function unicode(bytes: Uint8Array, random: FuzzRandom, material: Material): Uint8Array {
  return insertText(UNICODE)(bytes, random, material)
}

function insertEdge(bytes: Uint8Array, random: FuzzRandom): Uint8Array {
  const run = new Uint8Array(1 + random.below(4)).fill(random.pick(EDGE_BYTES))
  return replaced(bytes, random.below(bytes.length + 1), 0, run)
}

function longRun(bytes: Uint8Array, random: FuzzRandom): Uint8Array {
  const { at, length } = piece(bytes, random)
  const pattern = length === 0 ? Uint8Array.of(random.pick(EDGE_BYTES)) : bytes.slice(at, at + length)
  const run = new Uint8Array(1 + random.below(LONG_RUN_BYTES))
  for (let put = 0; put < run.length; put++) run[put] = pattern[put % pattern.length] ?? 0
  return replaced(bytes, at, 0, run)
}
