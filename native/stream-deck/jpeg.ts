// A baseline JPEG of a key's face: newer Stream Decks take nothing else. Full colour resolution, one table for all three
// components. Source: ITU-T T.81: annex A.3.3 (transform), F.1.2 (coding), K.1 and K.3 (tables), B.2 (markers).

/** Table K.1 at a fifth of its steps (quality 90 as most programs count): letters keep their edges. */
const STEPS = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62,
  18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
].map((step) => Math.max(1, Math.round(step / 5)))

/** Where the n-th coefficient in zigzag order stands in its block. Figure A.6. */
const ZIGZAG = [
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
  35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
] as const

/** Tables K.3 and K.5: how many codes of each length, and the symbols in order of their codes. */
const DC_COUNTS = [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0]
const DC_SYMBOLS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]
const AC_COUNTS = [0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 125]
const AC_SYMBOLS = bytesOf(
  '01020300041105122131410613516107227114328191a1082342b1c11552d1f02433627282090a161718191a25262728292a3435363738393a4344454647' +
  '48494a535455565758595a636465666768696a737475767778797a838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9ba' +
  'c2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa',
)
const END_OF_BLOCK = 0x00
const SIXTEEN_ZEROS = 0xf0

const SIDE = 8
const BLOCK = SIDE * SIDE
const COMPONENTS = 3

/**
 * Encodes a picture.
 *
 * @param pixels  red, green, blue and a fourth byte of each pixel, row by row
 */
export function encodeJpeg(pixels: Uint8Array, width: number, height: number): Uint8Array {
  const out: number[] = [...headers(width, height)]
  const bits = createBitWriter(out)
  const before = [0, 0, 0]
  const samples = new Float64Array(BLOCK)
  for (let top = 0; top < height; top += SIDE) {
    for (let left = 0; left < width; left += SIDE) {
      for (let component = 0; component < COMPONENTS; component++) {
        for (let at = 0; at < BLOCK; at++) {
          // A block that reaches over the edge repeats the last pixel.
          const x = Math.min(width - 1, left + (at % SIDE))
          const y = Math.min(height - 1, top + Math.floor(at / SIDE))
          samples[at] = sampleOf(pixels, (y * width + x) * 4, component)
        }
        before[component] = writeBlock(bits, quantised(samples), before[component] ?? 0)
      }
    }
  }
  bits.end()
  out.push(0xff, 0xd9)
  return Uint8Array.from(out)
}

/** Luminance and the two colour differences, around zero. Source: JFIF 1.02. */
function sampleOf(pixels: Uint8Array, at: number, component: number): number {
  const red = pixels[at] ?? 0
  const green = pixels[at + 1] ?? 0
  const blue = pixels[at + 2] ?? 0
  if (component === 0) return 0.299 * red + 0.587 * green + 0.114 * blue - 128
  return component === 1 ? -0.1687 * red - 0.3313 * green + 0.5 * blue : 0.5 * red - 0.4187 * green - 0.0813 * blue
}

/** cos((2x + 1)uπ / 16) with its factor, by u × 8 + x. */
const COSINES = Float64Array.from({ length: BLOCK }, (_, at) => {
  const u = Math.floor(at / SIDE)
  return Math.cos(((2 * (at % SIDE) + 1) * u * Math.PI) / 16) * (u === 0 ? Math.SQRT1_2 : 1) / 2
})

/** The transform, rows then columns, divided by its steps; in zigzag order. */
function quantised(samples: Float64Array): Int32Array {
  const result = new Int32Array(BLOCK)
  const [first = 0] = samples
  // Most of a face is plain: one value, and nothing to transform.
  if (samples.every((sample) => sample === first)) {
    result[0] = Math.round((first * SIDE) / (STEPS[0] ?? 1))
    return result
  }
  const rows = new Float64Array(BLOCK)
  for (let y = 0; y < SIDE; y++) {
    for (let u = 0; u < SIDE; u++) {
      let sum = 0
      for (let x = 0; x < SIDE; x++) sum += (samples[y * SIDE + x] ?? 0) * (COSINES[u * SIDE + x] ?? 0)
      rows[y * SIDE + u] = sum
    }
  }
  for (let at = 0; at < BLOCK; at++) {
    const place = ZIGZAG[at] ?? 0
    let sum = 0
    for (let y = 0; y < SIDE; y++) sum += (rows[y * SIDE + (place % SIDE)] ?? 0) * (COSINES[Math.floor(place / SIDE) * SIDE + y] ?? 0)
    result[at] = Math.round(sum / (STEPS[place] ?? 1))
  }
  return result
}

interface Code {
  readonly code: number
  readonly bits: number
}

const DC_CODES = codesOf(DC_COUNTS, DC_SYMBOLS)
const AC_CODES = codesOf(AC_COUNTS, AC_SYMBOLS)

/** Codes count upwards, and get a zero more with each length. Annex C. */
function codesOf(counts: readonly number[], symbols: readonly number[]): ReadonlyMap<number, Code> {
  const codes = new Map<number, Code>()
  let code = 0
  let next = 0
  counts.forEach((count, at) => {
    for (let one = 0; one < count; one++) codes.set(symbols[next++] ?? 0, { code: code++, bits: at + 1 })
    code *= 2
  })
  return codes
}

/** @returns the block's own mean, from which the next one of this component counts */
function writeBlock(bits: BitWriter, block: Int32Array, before: number): number {
  const mean = block[0] ?? 0
  const difference = mean - before
  bits.symbol(DC_CODES, sizeOf(difference))
  bits.value(difference)
  let zeros = 0
  for (let at = 1; at < BLOCK; at++) {
    const value = block[at] ?? 0
    if (value === 0) {
      zeros++
      continue
    }
    for (; zeros > 15; zeros -= 16) bits.symbol(AC_CODES, SIXTEEN_ZEROS)
    bits.symbol(AC_CODES, (zeros << 4) | sizeOf(value))
    bits.value(value)
    zeros = 0
  }
  if (zeros > 0) bits.symbol(AC_CODES, END_OF_BLOCK)
  return mean
}

/** Bits of the magnitude. */
const sizeOf = (value: number): number => 32 - Math.clz32(Math.abs(value))

interface BitWriter {
  symbol(codes: ReadonlyMap<number, Code>, symbol: number): void
  /** The magnitude; a negative one as its complement. */
  value(value: number): void
  end(): void
}

function createBitWriter(out: number[]): BitWriter {
  let held = 0
  let count = 0
  const put = (value: number, bits: number): void => {
    for (let at = bits - 1; at >= 0; at--) {
      held = (held << 1) | ((value >> at) & 1)
      if (++count < 8) continue
      out.push(held)
      // 0xff would begin a marker.
      if (held === 0xff) out.push(0)
      held = 0
      count = 0
    }
  }
  return {
    symbol(codes, symbol) {
      const code = codes.get(symbol)
      if (code) put(code.code, code.bits)
    },
    value: (value) => put(value < 0 ? value - 1 : value, sizeOf(value)),
    end: () => put(0x7f, (8 - count) % 8),
  }
}

function headers(width: number, height: number): number[] {
  const word = (value: number): number[] => [value >> 8, value & 0xff]
  const segment = (marker: number, content: readonly number[]): number[] => [0xff, marker, ...word(content.length + 2), ...content]
  const components = [1, 2, 3]
  return [
    0xff, 0xd8,
    ...segment(0xe0, [0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]),
    ...segment(0xdb, [0, ...ZIGZAG.map((place) => STEPS[place] ?? 1)]),
    ...segment(0xc0, [8, ...word(height), ...word(width), COMPONENTS, ...components.flatMap((id) => [id, 0x11, 0])]),
    ...segment(0xc4, [0x00, ...DC_COUNTS, ...DC_SYMBOLS]),
    ...segment(0xc4, [0x10, ...AC_COUNTS, ...AC_SYMBOLS]),
    ...segment(0xda, [COMPONENTS, ...components.flatMap((id) => [id, 0x00]), 0, BLOCK - 1, 0]),
  ]
}

function bytesOf(hex: string): number[] {
  return Array.from({ length: hex.length / 2 }, (_, at) => Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16))
}
