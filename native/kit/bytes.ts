// Bytes, hex and bits. No Buffer: this also runs where Node does not.

const HEX = /^(?:[0-9a-f]{2})*$/i

/** Lower-case hex, two digits a byte. */
export function toHex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0')
  return text
}

/** Bytes of an even-length hex text, or undefined when it is not that. */
export function fromHex(text: string): Uint8Array | undefined {
  if (!HEX.test(text)) return undefined
  const bytes = new Uint8Array(text.length / 2)
  for (let at = 0; at < bytes.length; at++) bytes[at] = Number.parseInt(text.slice(at * 2, at * 2 + 2), 16)
  return bytes
}

/** One char code a byte, 0–255: what serial lines and ISO 8859-1 text speak. */
export function latin1ToBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at) & 0xff
  return bytes
}

export function bytesToLatin1(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return text
}

/** Reads unsigned and two's-complement fields, most significant bit first. Past the end it reads zeros; check `left`. */
export class BitReader {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  get left(): number {
    return this.#bytes.length * 8 - this.#at
  }

  /** `width` 1–32 bits. */
  unsigned(width: number): number {
    let value = 0
    for (let bit = 0; bit < width; bit++, this.#at++) {
      const byte = this.#bytes[this.#at >> 3] ?? 0
      value = value * 2 + ((byte >> (7 - (this.#at & 7))) & 1)
    }
    return value
  }

  signed(width: number): number {
    const value = this.unsigned(width)
    return value >= 2 ** (width - 1) ? value - 2 ** width : value
  }
}

/** Writes fields most significant bit first; `bytes` pads the last byte with zeros. */
export class BitWriter {
  readonly #bits: number[] = []

  get length(): number {
    return this.#bits.length
  }

  /** `width` 1–32 bits; a negative value is written as two's complement. */
  write(value: number, width: number): this {
    const whole = value < 0 ? value + 2 ** width : value
    for (let bit = width - 1; bit >= 0; bit--) this.#bits.push(Math.floor(whole / 2 ** bit) % 2)
    return this
  }

  bytes(): Uint8Array {
    const out = new Uint8Array(Math.ceil(this.#bits.length / 8))
    this.#bits.forEach((bit, at) => {
      out[at >> 3] = (out[at >> 3] ?? 0) | (bit << (7 - (at & 7)))
    })
    return out
  }
}
