// The framer against any bytes in any portions.
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { createFramer, LINE_LIMIT_BYTES, type PeiFrame } from '../../../native/tetra-pei/framer.ts'
import { wireBytes } from './arbitraries.ts'

const RUNS = 300

/** Also lines longer than the limit, which chance alone never makes. */
const stream = fc
  .array(fc.oneof(wireBytes, fc.integer({ min: LINE_LIMIT_BYTES - 3, max: 2 * LINE_LIMIT_BYTES + 3 }).map((length) => new Uint8Array(length).fill(0x41))), { maxLength: 4 })
  .map((parts) => Uint8Array.from(parts.flatMap((part) => [...part])))

function frame(portions: readonly Uint8Array[]): PeiFrame[] {
  const framer = createFramer()
  return [...portions.flatMap((portion) => framer.push(portion)), ...framer.flush()]
}

const bytesIn = (frames: readonly PeiFrame[]): number =>
  frames.reduce((sum, one) => sum + (one.kind === 'line' ? one.text.length : one.bytes.length / 2), 0)

it('the frames do not depend on the portions in which the bytes come', () => {
  fc.assert(
    fc.property(stream, fc.array(fc.nat(), { maxLength: 12 }), (bytes, cuts) => {
      const at = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]
      const portions = at.slice(1).map((end, index) => bytes.subarray(at[index], end))
      expect(frame(portions)).toEqual(frame([bytes]))
    }),
    { numRuns: RUNS },
  )
})

it('every byte is part of a line, said to be discarded, or was a line end', () => {
  fc.assert(
    fc.property(stream, (bytes) => {
      const ends = bytes.filter((byte) => byte === 0x0d || byte === 0x0a).length
      expect(bytesIn(frame([bytes])) + ends).toBe(bytes.length)
    }),
    { numRuns: RUNS },
  )
})

it('a line holds no control character, no line end, and at most the limit', () => {
  fc.assert(
    fc.property(stream, (bytes) => {
      for (const one of frame([bytes])) {
        if (one.kind !== 'line') continue
        expect(one.text.length).toBeGreaterThan(0)
        expect(one.text.length).toBeLessThanOrEqual(LINE_LIMIT_BYTES)
        expect([...one.text].every((character) => character >= ' ')).toBe(true)
      }
    }),
    { numRuns: RUNS },
  )
})

it('never holds back more than twice the limit, whatever floods in', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(0x41, 0x00, 0x3e, 0x20), { minLength: 1, maxLength: 6 }), (pattern) => {
      const framer = createFramer()
      const flood = Uint8Array.from({ length: 5 * LINE_LIMIT_BYTES }, (_, at) => pattern[at % pattern.length] ?? 0)
      for (let at = 0; at < flood.length; at += 97) {
        framer.push(flood.subarray(at, at + 97))
        expect(framer.held).toBeLessThanOrEqual(2 * LINE_LIMIT_BYTES)
      }
    }),
    { numRuns: 20 },
  )
})
