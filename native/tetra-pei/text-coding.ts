// Text in short data: the coding number and its bytes. Source: the air interface's text coding table as open code has it;
// seen in the field are 1 (Motorola), 0x0D (a German terminal) and 5 (Russian).
// Codes 14–25 are DOS code pages, 27 VISCII: never seen, read as 8859-1 and marked.
import { latinPart, UNDEFINED_CHARACTER } from './charsets.ts'

export interface DecodedText {
  readonly encoding: string
  readonly text: string
  /** The coding is not known to us: the text was read as ISO 8859-1 and may be wrong. */
  readonly encodingAssumed?: true
}

export const TEXT_CODING = { gsm7: 0, latin1: 1, utf16: 26 } as const

/** Coding number → part of ISO 8859. */
const LATIN_PARTS: Readonly<Record<number, number>> = {
  1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 6, 7: 7, 8: 8, 9: 9, 10: 10, 11: 13, 12: 14, 13: 15,
}

const GSM =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
  '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
const GSM_ESCAPE = 0x1b
const GSM_EXTENSION: Readonly<Record<number, string>> = {
  0x0a: '\f', 0x14: '^', 0x28: '{', 0x29: '}', 0x2f: '\\', 0x3c: '[', 0x3d: '~', 0x3e: ']', 0x40: '|', 0x65: '€',
}
const REPLACEMENT = '?'

/** Text of `bytes` in the coding with this number (0–127); never fails. */
export function decodeText(coding: number, bytes: Uint8Array): DecodedText {
  if (coding === TEXT_CODING.gsm7) return { encoding: 'GSM 7-bit', text: decodeGsm(unpack(bytes)) }
  if (coding === TEXT_CODING.utf16) return { encoding: 'UTF-16BE', text: decodeUtf16(bytes) }
  const part = LATIN_PARTS[coding]
  const characters = latinPart(part ?? 1) ?? []
  const text = Array.from(bytes, (byte) => characters[byte]).join('')
  return part === undefined ? { encoding: 'ISO8859-1', text, encodingAssumed: true } : { encoding: `ISO8859-${part}`, text }
}

/** Bytes of a text; what the coding cannot say becomes `?`. An unknown coding is written as ISO 8859-1. */
export function encodeText(coding: number, text: string): Uint8Array {
  if (coding === TEXT_CODING.gsm7) return pack(encodeGsm(text))
  if (coding === TEXT_CODING.utf16) return encodeUtf16(text)
  const characters = latinPart(LATIN_PARTS[coding] ?? 1) ?? []
  return Uint8Array.from(text, (character) => {
    const byte = character === UNDEFINED_CHARACTER ? -1 : characters.indexOf(character)
    return byte < 0 ? REPLACEMENT.charCodeAt(0) : byte
  })
}

function decodeGsm(septets: readonly number[]): string {
  let text = ''
  for (let at = 0; at < septets.length; at++) {
    const septet = septets[at] ?? 0
    if (septet !== GSM_ESCAPE) text += GSM[septet] ?? REPLACEMENT
    else text += GSM_EXTENSION[septets[++at] ?? -1] ?? ' '
  }
  return text
}

function encodeGsm(text: string): number[] {
  return Array.from(text).flatMap((character) => {
    const plain = character === '\u001b' ? -1 : GSM.indexOf(character)
    if (plain >= 0) return [plain]
    const extended = Object.entries(GSM_EXTENSION).find(([, one]) => one === character)
    return extended ? [GSM_ESCAPE, Number(extended[0])] : [GSM.indexOf(REPLACEMENT)]
  })
}

/** GSM packing: the first septet in the low bits. Seven zero bits left over are filling, not an `@`. */
function unpack(bytes: Uint8Array): number[] {
  const septets: number[] = []
  let held = 0
  let heldBits = 0
  for (const byte of bytes) {
    held |= byte << heldBits
    heldBits += 8
    for (; heldBits >= 7; heldBits -= 7, held >>= 7) septets.push(held & 0x7f)
  }
  if (bytes.length % 7 === 0 && septets.at(-1) === 0) septets.pop()
  return septets
}

function pack(septets: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(Math.ceil((septets.length * 7) / 8))
  septets.forEach((septet, at) => {
    const bit = at * 7
    const wide = septet << (bit & 7)
    bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | (wide & 0xff)
    if (wide > 0xff) bytes[(bit >> 3) + 1] = wide >> 8
  })
  return bytes
}

/** A lone last byte is half a character and left out. */
function decodeUtf16(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at + 1 < bytes.length; at += 2) text += String.fromCharCode((bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0))
  return text
}

function encodeUtf16(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 2)
  for (let at = 0; at < text.length; at++) {
    bytes[at * 2] = text.charCodeAt(at) >> 8
    bytes[at * 2 + 1] = text.charCodeAt(at) & 0xff
  }
  return bytes
}
