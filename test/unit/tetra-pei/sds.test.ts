// Short data and their texts, against recorded samples and computed ones.
import { describe, expect, it } from 'vitest'
import { fromHex, toHex } from '../../../native/kit/bytes.ts'
import { encodeLip } from '../../../native/tetra-pei/lip.ts'
import { encodeSendSds } from '../../../native/tetra-pei/messages/sds-send.ts'
import { decodeSds, encodeSds, groupTextDraft, sdsHex } from '../../../native/tetra-pei/sds.ts'
import { decodeText, encodeText } from '../../../native/tetra-pei/text-coding.ts'

const bytes = (hex: string): Uint8Array => {
  const read = fromHex(hex)
  if (!read) throw new Error(`not hex: ${hex}`)
  return read
}
const tl = (hex: string) => decodeSds(12, bytes(hex))

describe('texts', () => {
  it('the message to a group asks for no report and is written as computed by hand', () => {
    const data = sdsHex(groupTextDraft(1, 'Dispatch on fallback. Use group 4037'))
    expect(data).toBe('820201014469737061746368206F6E2066616C6C6261636B2E205573652067726F75702034303337')
    expect(encodeSendSds({ called: '4037009', data })).toBe(`AT+CMGS=4037009,320\r\n${data}\u001a`)
    expect(tl(data)).toMatchObject({ pdu: 'text', group: true, ref: 1, text: 'Dispatch on fallback. Use group 4037' })
    expect(tl(data)).not.toHaveProperty('report')
  })

  it.each([
    [0x00, undefined],
    [0x04, 'received'],
    [0x08, 'consumed'],
    [0x0c, 'both'],
  ])('control byte %i wants the report %s', (control, report) => {
    expect(tl(`82${control.toString(16).padStart(2, '0')}010141`)).toMatchObject(report ? { report } : { text: 'A' })
    expect(tl(`82${control.toString(16).padStart(2, '0')}010141`)).toHaveProperty('ref', 1)
  })

  it('a time stamp is local time of 11 April, 10:15', () => {
    expect(tl('82029C81045A8F74')).toMatchObject({ timestamp: { frame: 'local', month: 4, day: 11, hour: 10, minute: 15 }, text: 't' })
  })

  it('a part of a long text says which, with a short and a long reference', () => {
    expect(tl('8A02CA01050003C9020274')).toMatchObject({ kind: 'SDS-TRANSFER UDH part 2/2', part: { ref: 201, total: 2, seq: 2 }, text: 't' })
    expect(tl('8A02CA010608041234030174')).toMatchObject({ part: { ref: 0x1234, total: 3, seq: 1 }, text: 't' })
    expect(tl('8A02CA01020A0074')).toMatchObject({ kind: 'SDS-TRANSFER UDH', text: 't' })
  })

  it('a storage block is stepped over; one whose length we do not know leaves the text unread', () => {
    expect(tl('820101' + '29' + '0061A8' + '0141')).toMatchObject({ pdu: 'text', text: 'A' })
    expect(tl('820101' + '2B' + '123456' + '0141')).toMatchObject({ pdu: 'data' })
  })

  it.each([
    [1, '4BF66C6E', 'K\u00f6ln', 'ISO8859-1'],
    [5, 'BFE0D8D2D5E2', '\u041f\u0440\u0438\u0432\u0435\u0442', 'ISO8859-5'],
    [13, 'A4', '\u20ac', 'ISO8859-15'],
    [26, '004B00F6', 'K\u00f6', 'UTF-16BE'],
    [0, 'C8329BFD06', 'Hello', 'GSM 7-bit'],
  ])('coding %i reads %s as %s', (coding, hex, text, encoding) => {
    expect(decodeText(coding, bytes(hex))).toEqual({ encoding, text })
    expect(toHex(encodeText(coding, text)).toUpperCase()).toBe(hex)
  })

  it('an unknown coding is read as 8859-1 and marked', () => {
    expect(decodeText(20, bytes('41'))).toEqual({ encoding: 'ISO8859-1', text: 'A', encodingAssumed: true })
  })

  it('what a coding cannot say becomes a question mark', () => {
    expect(toHex(encodeText(1, 'a\u20acb'))).toBe('613f62')
  })

  it.each([2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13])('coding %i agrees with the mapping tables of the platform', (coding) => {
    const part = { 11: 13, 12: 14, 13: 15 }[coding] ?? coding
    const upper = Uint8Array.from({ length: 96 }, (_, at) => 0xa0 + at)
    expect(decodeText(coding, upper).text).toBe(new TextDecoder(`iso-8859-${part}`).decode(upper))
  })

  it('coding 9 agrees with them too, Latin-5', () => {
    const upper = Uint8Array.from({ length: 96 }, (_, at) => 0xa0 + at)
    expect(decodeText(9, upper).text).toBe(new TextDecoder('windows-1254').decode(upper))
  })
})

describe('status and reports', () => {
  it('status 0 is a status like any other here; the alarm is the host’s', () => {
    expect(decodeSds(13, bytes('0000'))).toEqual({ pdu: 'status', kind: 'status', status: 0 })
  })

  it.each([
    ['7BFF', { pdu: 'status', status: 0x7bff }],
    ['7C00', { pdu: 'short-report', reportType: 0, ref: 0 }],
    ['7ECA', { pdu: 'short-report', reportType: 2, ref: 202 }],
    ['7FFF', { pdu: 'short-report', reportType: 3, ref: 255 }],
    ['8000', { pdu: 'status', status: 0x8000 }],
    ['7ACA', { pdu: 'status', status: 0x7aca }],
  ])('%s on either side of the short reports', (hex, meaning) => {
    expect(decodeSds(13, bytes(hex))).toMatchObject(meaning)
  })

  it('the answer to a wanted report has 32 bits', () => {
    expect(sdsHex({ pdu: 'report', protocol: 0x82, status: 0, ref: 201 })).toBe('821000C9')
    expect(sdsHex({ pdu: 'ack', protocol: 0x82, status: 1, ref: 201 })).toBe('822001C9')
    expect(sdsHex({ pdu: 'status', status: 0x8004 })).toBe('8004')
  })

  it('data too short for what they are are no message', () => {
    for (const hex of ['', '82', '8200', '8210', '821000', '02', '8A00010105']) expect(tl(hex), hex).toBeUndefined()
    expect(decodeSds(13, bytes('00'))).toBeUndefined()
  })

  it('a protocol of a maker’s own is kept and not read: 224 runs commands on some radios', () => {
    expect(tl('E041542B43544F4D3D31')).toEqual({ pdu: 'opaque', kind: 'unknown protocol', protocol: 0xe0, data: 'e041542b43544f4d3d31' })
  })
})

describe('location', () => {
  it('a field sample falls on the place its author printed', () => {
    expect(tl('0A008CACAA480A120201D0')).toMatchObject({ kind: 'LIP short', lat: 51.33158, lon: 12.363964, age: 0 })
  })

  it('no fix gives no coordinates', () => {
    const report = tl('0A30000000000007FFE810')
    expect(report).toMatchObject({ kind: 'LIP short, no fix', age: 3 })
    expect(report).not.toHaveProperty('lat')
    expect(report).not.toHaveProperty('errorBelowM')
  })

  it('84 bits are enough, 80 are not', () => {
    expect(tl('0A008CACAA480A120201D0')).toBeDefined()
    expect(tl('0A008CACAA480A120201')).toBeUndefined()
  })

  it('an emergency reason is read whole, all eight bits of it', () => {
    const emergency = encodeLip({ age: 0, lat: 51.69, lon: 5.3, headingDeg: 90, reason: 2 })
    expect(decodeSds(12, emergency)).toMatchObject({ reason: 2, reasonName: 'emergency', headingDeg: 90 })
    const interval = encodeLip({ age: 0, lat: 51.69, lon: 5.3, headingDeg: 90, reason: 129 })
    expect(decodeSds(12, interval)).toMatchObject({ reason: 129, reasonName: 'interval' })
  })

  it('speeds are linear to 28 km/h and then grow by 3.8 % a step', () => {
    const speedOf = (speedKmh: number) => decodeSds(12, encodeLip({ age: 0, lat: 1, lon: 1, headingDeg: 0, reason: 0, speedKmh }))
    expect(speedOf(28)).toMatchObject({ speedKmh: 28 })
    expect(speedOf(200)).toMatchObject({ speedKmh: 202 })
    expect(encodeSds({ pdu: 'lip', age: 0, lat: 1, lon: 1, headingDeg: 0, reason: 0 }).length).toBe(11)
  })
})
