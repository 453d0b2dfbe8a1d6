import { describe, expect, it } from 'vitest'
import { bytesToLatin1, latin1ToBytes } from '../../../native/kit/bytes.ts'
import { createSipNonce, decodeSipResponse, encodeSipOptions, isAnswerTo, resultOfSipStatus, SIP_BYTES_MAX, sipMessageLength } from '../../../electron/host/watch/probes/sip-message.ts'

const NONCE = createSipNonce(Uint8Array.from({ length: 12 }, (_, at) => at), 7)
const OPTIONS = { transport: 'udp', target: { host: '10.0.0.5', port: 5060 }, local: { host: '10.0.0.9', port: 40_000 }, nonce: NONCE } as const

const answer = (lines: readonly string[]): Uint8Array => latin1ToBytes(`${lines.join('\r\n')}\r\n\r\n`)
/** As Kamailio 5.6 answers. */
const KAMAILIO = [
  'SIP/2.0 200 OK',
  `Via: SIP/2.0/UDP 10.0.0.9:40000;branch=${NONCE.branch};rport=40000;received=10.0.0.9`,
  `From: <sip:achterwacht@10.0.0.9:40000>;tag=${NONCE.fromTag}`,
  'To: <sip:10.0.0.5:5060>;tag=b27e1a1d33761e85846fc98f5f3a7e58.6c6e0000',
  `Call-ID: ${NONCE.callId}`,
  'CSeq: 7 OPTIONS',
  'Server: kamailio (5.6.3 (x86_64/linux))',
  'Content-Length: 0',
]
const decoded = (lines: readonly string[]) => decodeSipResponse(answer(lines))
const isOurs = (lines: readonly string[]): boolean => {
  const response = decoded(lines)
  return response.ok && isAnswerTo(response.value, NONCE)
}

describe('OPTIONS', () => {
  it('says what RFC 3261 asks of a request outside a dialogue', () => {
    expect(bytesToLatin1(encodeSipOptions(OPTIONS)).split('\r\n')).toEqual([
      'OPTIONS sip:10.0.0.5:5060 SIP/2.0',
      'Via: SIP/2.0/UDP 10.0.0.9:40000;branch=z9hG4bK000102030405060708090a0b;rport',
      'Max-Forwards: 70',
      'From: <sip:achterwacht@10.0.0.9:40000>;tag=00010203',
      'To: <sip:10.0.0.5:5060>',
      'Call-ID: 000102030405060708090a0b@achterwacht',
      'CSeq: 7 OPTIONS',
      'Contact: <sip:achterwacht@10.0.0.9:40000>',
      'Accept: application/sdp',
      'User-Agent: Achterwacht',
      'Content-Length: 0',
      '', '',
    ])
  })

  it('over TLS names it in the address, and demands it of nobody behind the next hop', () => {
    const text = bytesToLatin1(encodeSipOptions({ ...OPTIONS, transport: 'tls', target: { host: '10.0.0.5', port: 5061 } }))
    expect(text).toContain('OPTIONS sip:10.0.0.5:5061;transport=tls SIP/2.0\r\nVia: SIP/2.0/TLS ')
    expect(text).toContain('Contact: <sip:achterwacht@10.0.0.9:40000;transport=tls>')
  })

  it('names TCP in the address, and brackets IPv6', () => {
    const text = bytesToLatin1(encodeSipOptions({ ...OPTIONS, transport: 'tcp', target: { host: '2001:db8::5', port: 5060 } }))
    expect(text).toContain('OPTIONS sip:[2001:db8::5]:5060;transport=tcp SIP/2.0\r\nVia: SIP/2.0/TCP ')
  })
})

describe('a response', () => {
  it('is ours by branch, Call-ID, number and method', () => {
    expect(decoded(KAMAILIO)).toEqual({ ok: true, value: { status: 200, branch: NONCE.branch, callId: NONCE.callId, sequence: 7, method: 'OPTIONS' } })
    expect(isOurs(KAMAILIO)).toBe(true)
  })

  it.each([
    ['another branch', NONCE.branch, 'z9hG4bKffffffffffffffffffffffff'],
    ['another Call-ID', `Call-ID: ${NONCE.callId}`, 'Call-ID: 0@achterwacht'],
    ['another number', 'CSeq: 7 OPTIONS', 'CSeq: 8 OPTIONS'],
    ['another method', 'CSeq: 7 OPTIONS', 'CSeq: 7 INVITE'],
  ])('with %s is not ours', (_, from, to) => {
    expect(isOurs(KAMAILIO.map((line) => line.replace(from, to)))).toBe(false)
  })

  it.each([100, 180, 199])('of status %i is provisional: the final one is still to come', (status) => {
    expect(resultOfSipStatus(status, 3)).toBeUndefined()
  })

  it.each([200, 301, 404, 405, 481, 486, 501, 505, 603])('of status %i, final, says that the stack lives', (status) => {
    expect(resultOfSipStatus(status, 3)).toEqual({ kind: 'reply', latencyMs: 3, detail: `SIP ${status}` })
  })

  it.each([408, 500, 502, 503, 504])('of status %i says besides that it, or what stands behind it, does not work now', (status) => {
    expect(resultOfSipStatus(status, 3)).toEqual({ kind: 'reply', latencyMs: 3, detail: `SIP ${status}`, limited: `SIP ${status}` })
  })

  it.each([100, 200, 301, 404, 405, 486, 503, 603])('of status %i is ours whatever it says', (status) => {
    expect(isOurs([`SIP/2.0 ${status} Whatever`, ...KAMAILIO.slice(1)])).toBe(true)
    expect(isOurs([`SIP/2.0 ${status} `, ...KAMAILIO.slice(1)])).toBe(true)
  })

  it('may use compact names, any case, continuation lines and odd white space', () => {
    expect(isOurs([
      'SIP/2.0 200 OK',
      'v : SIP/2.0/UDP 10.0.0.9:40000;rport=40000;',
      `   Branch = ${NONCE.branch};received=10.0.0.9, SIP/2.0/UDP 1.1.1.1;branch=z9hG4bKother`,
      `I:${NONCE.callId}`,
      'cSEQ:   7    OPTIONS',
      'l: 0',
    ])).toBe(true)
  })

  it('counts the first Via, which is the one we wrote', () => {
    expect(isOurs([...KAMAILIO.slice(0, 1), 'Via: SIP/2.0/UDP 9.9.9.9;branch=z9hG4bKother', ...KAMAILIO.slice(1)])).toBe(false)
  })

  it('may carry any other header, however broken', () => {
    expect(isOurs([...KAMAILIO, 'Contact: <sip:no end', 'no colon at all', ': no name', 'Date: \u00ff\u00fe'])).toBe(true)
  })

  it.each([
    ['nothing', ''],
    ['a request', 'OPTIONS sip:10.0.0.5 SIP/2.0\r\n\r\n'],
    ['HTTP', 'HTTP/1.1 200 OK\r\n\r\n'],
    ['a status that is none', 'SIP/2.0 2000 OK\r\n\r\n'],
    ['no Via', answerWithout('Via')],
    ['no Call-ID', answerWithout('Call-ID')],
    ['no CSeq', answerWithout('CSeq')],
    ['a torn CSeq', bytesToLatin1(answer(KAMAILIO)).replace('7 OPTIONS', 'OPTIONS')],
  ])('that is %s is malformed', (_, text) => {
    expect(decodeSipResponse(latin1ToBytes(text))).toMatchObject({ ok: false, error: { code: 'WIRE_MALFORMED' } })
  })

  it('above the bound is too long', () => {
    expect(decodeSipResponse(new Uint8Array(SIP_BYTES_MAX + 1))).toMatchObject({ ok: false, error: { code: 'WIRE_TOO_LONG' } })
  })

  function answerWithout(header: string): string {
    return bytesToLatin1(answer(KAMAILIO.filter((line) => !line.startsWith(header))))
  }
})

describe('a stream', () => {
  const message = latin1ToBytes('SIP/2.0 200 OK\r\nContent-Length: 4\r\n\r\nbody')

  it('gives a message when all of it is there', () => {
    for (let length = 0; length < message.length; length++) expect(sipMessageLength(message.subarray(0, length))).toBeUndefined()
    expect(sipMessageLength(message)).toBe(message.length)
  })

  it('gives the first of two, and takes a missing length for none', () => {
    expect(sipMessageLength(latin1ToBytes('SIP/2.0 200 OK\r\n\r\nSIP/2.0'))).toBe(18)
  })
})
