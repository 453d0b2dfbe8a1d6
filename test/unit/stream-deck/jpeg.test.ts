// Our JPEG, read back by a decoder that is not ours.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BLACK, BLUE, drawFace, GREEN, RED, WHITE } from '../../../native/stream-deck/face.ts'
import { encodeJpeg } from '../../../native/stream-deck/jpeg.ts'
import { readJpeg } from '../../support/pictures.ts'

const rgba = (pixels: Uint8Array): Uint8Array => Uint8Array.from({ length: (pixels.length / 3) * 4 }, (_, at) => (at % 4 === 3 ? 255 : pixels[Math.floor(at / 4) * 3 + (at % 4)] ?? 0))
const worst = (one: readonly number[], other: readonly number[]): number => Math.max(...one.map((value, at) => Math.abs(value - (other[at] ?? 0))))

test.each([['red', RED], ['blue', BLUE], ['green', GREEN], ['white', WHITE], ['black', BLACK]] as const)('a plain %s comes back as it went', (_name, colour) => {
  const picture = readJpeg(encodeJpeg(Uint8Array.from({ length: 72 * 72 * 4 }, (_, at) => colour[at % 4] ?? 255), 72, 72))
  expect([picture.width, picture.height]).toEqual([72, 72])
  expect(Math.max(worst(picture.at(0, 0), colour), worst(picture.at(35, 40), colour), worst(picture.at(71, 71), colour))).toBeLessThanOrEqual(4)
})

test.each([72, 80, 96, 120])('a face of %i dots keeps its letters, bar and ring, in under 6 KiB', (side) => {
  const pixels = drawFace({ caption: 'INC-1', blue: 'on', red: 'flash', isFilled: false, isAlive: true }, { width: side, height: side })
  const bytes = encodeJpeg(rgba(pixels), side, side)
  const picture = readJpeg(bytes)
  let sum = 0
  for (let y = 0; y < side; y++) for (let x = 0; x < side; x++) sum += worst(picture.at(x, y), [...pixels.subarray((y * side + x) * 3, (y * side + x) * 3 + 3)])
  expect(sum / (side * side)).toBeLessThan(6)
  expect(bytes.length).toBeLessThan(6 * 1024)
})

test('any picture of any size is a JPEG of that size, near to what was drawn where it is smooth', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 255 }), (width, height, from, to) => {
    const pixels = Uint8Array.from({ length: width * height * 4 }, (_, at) => {
      const x = Math.floor(at / 4) % width
      return at % 4 === 3 ? 255 : Math.round(from + ((to - from) * x) / width)
    })
    const picture = readJpeg(encodeJpeg(pixels, width, height))
    expect([picture.width, picture.height]).toEqual([width, height])
    expect(worst(picture.at(0, 0), [from, from, from])).toBeLessThan(24)
  }), { numRuns: 60 })
})

test('noise, the worst there is, does not break it', () => {
  fc.assert(fc.property(fc.uint8Array({ minLength: 16 * 16 * 4, maxLength: 16 * 16 * 4 }), (pixels) => {
    const picture = readJpeg(encodeJpeg(pixels, 16, 16))
    expect([picture.width, picture.height]).toEqual([16, 16])
  }), { numRuns: 60 })
})
