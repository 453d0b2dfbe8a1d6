// Bytes, hex and bits: each reader is the other side of a writer.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BitReader, BitWriter, bytesToLatin1, fromHex, latin1ToBytes, toHex } from '../../../native/kit/bytes.ts'
import { ERRORS, failure } from '../../../native/kit/errors.ts'

describe('bytes', () => {
  test('hex and back is the same bytes, and what is no hex is undefined', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => {
      expect(fromHex(toHex(bytes))).toEqual(bytes)
    }))
    for (const text of ['0', '0g', '0x00', ' 00']) expect(fromHex(text)).toBeUndefined()
  })

  test('a byte is a char of ISO 8859-1 and back', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => {
      expect(latin1ToBytes(bytesToLatin1(bytes))).toEqual(bytes)
    }))
  })

  test('fields of any width come back as they were written, negative ones too', () => {
    const field = fc.integer({ min: 1, max: 32 }).chain((width) => fc.tuple(fc.constant(width), fc.integer({ min: -(2 ** (width - 1)), max: 2 ** (width - 1) - 1 })))
    fc.assert(fc.property(fc.array(field, { maxLength: 20 }), (fields) => {
      const writer = new BitWriter()
      for (const [width, value] of fields) writer.write(value, width)
      const reader = new BitReader(writer.bytes())
      for (const [width, value] of fields) expect(reader.signed(width)).toBe(value)
      expect(reader.left).toBeLessThan(8)
    }))
  })

  test('reading past the end gives zeros and says how much was missing', () => {
    const reader = new BitReader(Uint8Array.of(0xff))
    expect(reader.unsigned(12)).toBe(0xff0)
    expect(reader.left).toBe(-4)
  })
})

test('every error code belongs to a family and says who can act', () => {
  for (const [code, row] of Object.entries(ERRORS)) {
    expect(code).toMatch(/^(?:LINK|WIRE|DEVICE|STORE|FLEET|CALL|SITE|BUG)_[A-Z_]+$/)
    expect(row.actor).toBeTruthy()
  }
  expect(failure('LINK_LOST')).toEqual({ code: 'LINK_LOST', detail: '' })
})
