// Pictures as a deck holds them, back to pixels: bitmaps read here, JPEG by a decoder that is not ours.
import { createRequire } from 'node:module'

export interface Picture {
  readonly width: number
  readonly height: number
  /** Red, green and blue of the pixel at a place, from the upper left. */
  at(x: number, y: number): readonly [number, number, number]
}

interface JpegDecoder {
  decode(bytes: Uint8Array, options: { readonly useTArray: true }): { readonly width: number; readonly height: number; readonly data: Uint8Array }
}
// Playwright carries jpeg-js for its screenshots, without types.
const { jpegjs } = createRequire(import.meta.url)('playwright-core/lib/utilsBundle') as { readonly jpegjs: JpegDecoder }

export function readJpeg(bytes: Uint8Array): Picture {
  const { width, height, data } = jpegjs.decode(bytes, { useTArray: true })
  return { width, height, at: (x, y) => [0, 1, 2].map((channel) => data[(y * width + x) * 4 + channel] ?? -1) as [number, number, number] }
}

/** Rows from the bottom up, blue first, as every 24-bit bitmap. */
export function readBitmap(bytes: Uint8Array): Picture {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes[0] !== 0x42 || bytes[1] !== 0x4d || view.getUint16(28, true) !== 24) throw new Error('not a 24-bit bitmap')
  const start = view.getUint32(10, true)
  const width = view.getInt32(18, true)
  const height = view.getInt32(22, true)
  const stride = Math.ceil((width * 3) / 4) * 4
  return {
    width,
    height,
    at(x, y) {
      const place = start + (height - 1 - y) * stride + x * 3
      return [bytes[place + 2] ?? -1, bytes[place + 1] ?? -1, bytes[place] ?? -1]
    },
  }
}
