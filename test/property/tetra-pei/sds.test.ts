// decode(encode(m)) = m for short data, and no bytes that break the decoder.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BitWriter } from '../../../native/kit/bytes.ts'
import { decodeSds, encodeSds, type SdsDraft } from '../../../native/tetra-pei/sds.ts'
import { decodeText, encodeText } from '../../../native/tetra-pei/text-coding.ts'
import { byte, sparse } from './arbitraries.ts'

const c = fc.constant
const latin1 = fc.string({ unit: byte.map((code) => String.fromCharCode(code)), maxLength: 160 })
const gsmCharacters = Array.from('@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&()*+,-./019:;<=>?¡AZÄÖÑÜ§¿azäöñüà^{}[~]|\\€')
/** Seven zero bits at the end are filling, so a last `@` can be lost: the format's own doubt. */
const gsm = fc.string({ unit: fc.constantFrom(...gsmCharacters), maxLength: 60 }).filter((text) => !text.endsWith('@'))
const body = fc.oneof(
  fc.record({ coding: c(1), text: latin1 }),
  fc.record({ coding: c(26), text: fc.string({ unit: 'binary', maxLength: 40 }) }),
  fc.record({ coding: c(0), text: gsm }),
)
const timestamp = fc.record({
  frame: fc.constantFrom('local' as const, 'utc' as const),
  month: fc.integer({ min: 1, max: 12 }),
  day: fc.integer({ min: 1, max: 31 }),
  hour: fc.integer({ min: 0, max: 23 }),
  minute: fc.integer({ min: 0, max: 59 }),
})
const part = fc.record({ ref: fc.integer({ min: 0, max: 0xffff }), total: byte, seq: byte })
const header = sparse({ report: fc.constantFrom('received' as const, 'consumed' as const, 'both' as const), group: c(true as const), timestamp })

const tlDrafts: fc.Arbitrary<SdsDraft> = fc.oneof(
  fc.tuple(fc.constantFrom(0x82, 0x89), byte, header, body).map(([protocol, ref, more, text]) => ({ pdu: 'text' as const, protocol, ref, ...more, ...text })),
  fc.tuple(byte, header, body, part).map(([ref, more, text, one]) => ({ pdu: 'text' as const, protocol: 0x8a, ref, part: one, ...more, ...text })),
  fc.tuple(fc.constantFrom(0x02, 0x09), body).map(([protocol, text]) => ({ pdu: 'simple-text' as const, protocol, ...text })),
  fc.record({ pdu: c('report' as const), protocol: fc.constantFrom(0x82, 0x89, 0x8a), status: byte, ref: byte }),
  fc.record({ pdu: c('report' as const), protocol: c(0x82), status: byte, ref: byte, ackWanted: c(true as const) }),
  fc.record({ pdu: c('ack' as const), protocol: c(0x82), status: byte, ref: byte }),
)
const statusDrafts: fc.Arbitrary<SdsDraft> = fc.oneof(
  fc.record({ pdu: c('status' as const), status: fc.integer({ min: 0, max: 0xffff }).filter((status) => status < 0x7c00 || status > 0x7fff) }),
  fc.record({ pdu: c('short-report' as const), reportType: fc.integer({ min: 0, max: 3 }), ref: byte }),
)

describe('short data', () => {
  it('texts, reports and acknowledgements', () => {
    fc.assert(
      fc.property(tlDrafts, (draft) => {
        expect(decodeSds(12, encodeSds(draft))).toMatchObject(draft)
      }),
      { numRuns: 500 },
    )
  })

  it('a field that was not written is not read', () => {
    fc.assert(
      fc.property(tlDrafts, (draft) => {
        const read = decodeSds(12, encodeSds(draft))
        for (const key of ['report', 'group', 'timestamp', 'part', 'ackWanted']) expect(key in (read ?? {})).toBe(key in draft)
      }),
    )
  })

  it('status and short reports', () => {
    fc.assert(
      fc.property(statusDrafts, (draft) => {
        expect(decodeSds(13, encodeSds(draft))).toMatchObject(draft)
      }),
    )
  })

  it('a location report is written back bit by bit', () => {
    const raw = fc.record({ age: fc.integer({ min: 0, max: 3 }), lon: fc.integer({ min: 0, max: 2 ** 25 - 1 }), lat: fc.integer({ min: 0, max: 2 ** 24 - 1 }), error: fc.integer({ min: 0, max: 7 }), speed: fc.integer({ min: 0, max: 127 }), heading: fc.integer({ min: 0, max: 15 }), what: fc.integer({ min: 0, max: 1 }), last: byte })
    fc.assert(
      fc.property(raw, (one) => {
        const bits = new BitWriter().write(0x0a, 8).write(0, 2).write(one.age, 2).write(one.lon, 25).write(one.lat, 24)
        const bytes = bits.write(one.error, 3).write(one.speed, 7).write(one.heading, 4).write(one.what, 1).write(one.last, 8).bytes()
        const read = decodeSds(12, bytes)
        expect(read?.pdu).toBe('lip')
        if (read?.pdu === 'lip') expect(encodeSds(read)).toEqual(bytes)
      }),
      { numRuns: 500 },
    )
  })

  it('arbitrary bytes are some PDU or none, and never an exception', () => {
    const protocol = fc.constantFrom(0x02, 0x09, 0x0a, 0x82, 0x89, 0x8a, 0x8c, 0xc3, 0xe0)
    const bytes = fc.tuple(protocol, fc.uint8Array({ maxLength: 40 })).map(([first, rest]) => Uint8Array.of(first, ...rest))
    fc.assert(fc.property(fc.integer({ min: 9, max: 13 }), fc.oneof(bytes, fc.uint8Array({ maxLength: 3 })), (service, one) => void decodeSds(service, one)), { numRuns: 1000 })
  })
})

describe('text codings', () => {
  it('every byte of every single-byte coding is some character, the same on the way back where it is defined', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 25 }), fc.uint8Array({ maxLength: 60 }), (coding, bytes) => {
        const { text } = decodeText(coding, bytes)
        expect(text).toHaveLength(bytes.length)
        const back = encodeText(coding, text)
        bytes.forEach((value, at) => {
          if (text[at] !== '\ufffd') expect(back[at]).toBe(value)
        })
      }),
      { numRuns: 300 },
    )
  })

  it('packed 7-bit text takes seven bits a character', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('a', 'B', '7'), maxLength: 80 }), (text) => {
      expect(encodeText(0, text).length).toBe(Math.ceil((text.length * 7) / 8))
      expect(decodeText(0, encodeText(0, text)).text).toBe(text)
    }))
  })
})
