import { describe, expect, it } from 'vitest'
import { canonicalAddress, decodeDnsAnswer, encodeDnsQuestion, isDnsAnswerTo, isDnsName, type DnsQuestion } from '../../../electron/host/watch/probes/dns-message.ts'
import { judgeDnsAnswer } from '../../../electron/host/watch/probes/dns.ts'
import { fromHex, toHex } from '../../../native/kit/bytes.ts'

const QUESTION: DnsQuestion = { id: 0x1234, name: 'rbs.example', type: 'A' }
const NAME = '03726273076578616d706c6500'
const bytes = (hex: string): Uint8Array => fromHex(hex.replaceAll(' ', '')) ?? new Uint8Array()
/** Header with one question and so many answers, then question and answers. */
const answer = (rest: string, { flags = '8580', answers = '0001', type = '0001', question = NAME } = {}): Uint8Array =>
  bytes(`1234 ${flags} 0001 ${answers} 0000 0000 ${question} ${type} 0001 ${rest}`)
const A_RECORD = 'c00c 0001 0001 00000000 0004 0a000005'

describe('a DNS question', () => {
  it('asks for one record of one name, and wishes the answer whole', () => {
    expect(toHex(encodeDnsQuestion(QUESTION))).toBe(`123401000001000000000000${NAME}00010001`)
    expect(encodeDnsQuestion({ ...QUESTION, name: 'rbs.example.' })).toEqual(encodeDnsQuestion(QUESTION))
  })

  it.each([['rbs.example', true], ['_sip._udp.rbs.example.', true], ['0/25.2.0.192.in-addr.arpa', true], ['', false], ['.', false], ['a..b', false], ['a b', false], [`${'a'.repeat(64)}.nl`, false], [`${'a.'.repeat(126)}a`, true], [`${'a.'.repeat(127)}a`, false]])('for %s can be asked: %s', (name, can) => {
    expect(isDnsName(name)).toBe(can)
  })
})

describe('a DNS answer', () => {
  it('of dnsmasq is read, its name by a pointer', () => {
    expect(decodeDnsAnswer(answer(A_RECORD))).toEqual({ ok: true, value: { id: 0x1234, rcode: 0, isTruncated: false, name: 'rbs.example', typeNumber: 1, records: ['10.0.0.5'] } })
  })

  it.each([
    ['AAAA', '001c', 'c00c 001c 0001 00000000 0010 20010db8000000000000000000000005', '2001:db8::5'],
    ['SRV', '0021', `c00c 0021 0001 00000000 0013 0000 0005 13c4 ${NAME}`, '0 5 5060 rbs.example'],
    ['MX', '000f', 'c00c 000f 0001 00000000 0004 000a c00c', '10 rbs.example'],
    ['CNAME', '0005', 'c00c 0005 0001 00000000 0004 0161 c010', 'a.example'],
    ['TXT', '0010', 'c00c 0010 0001 00000000 0008 03612e62 03206300', 'a.b c\\000'],
  ])('of type %s is told as a zone file writes it', (_, type, record, text) => {
    const read = decodeDnsAnswer(answer(record, { type }))
    expect(read.ok && read.value.records).toEqual([text])
  })

  it('leaves out records of other types, such as the alias before the address', () => {
    const read = decodeDnsAnswer(answer(`c00c 0005 0001 00000000 0004 0161 c010 ${A_RECORD}`, { answers: '0002' }))
    expect(read.ok && read.value.records).toEqual(['10.0.0.5'])
  })

  it('that is truncated has no records: they are asked for over TCP', () => {
    expect(decodeDnsAnswer(answer('', { flags: '8780' }))).toMatchObject({ ok: true, value: { isTruncated: true, records: [] } })
  })

  it('is ours by number, name in any case, and type', () => {
    const ours = decodeDnsAnswer(answer('', { answers: '0000', question: NAME.replace('72', '52') }))
    if (!ours.ok) throw new Error(ours.error.detail)
    expect(isDnsAnswerTo(ours.value, QUESTION)).toBe(true)
    for (const other of [{ id: 0x1235 }, { name: 'rbs.example.nl' }, { type: 'AAAA' as const }]) expect(isDnsAnswerTo(ours.value, { ...QUESTION, ...other })).toBe(false)
  })

  it.each([
    ['nothing', ''],
    ['half a header', '12348580000100'],
    ['a question', `1234 0100 0001 0000 0000 0000 ${NAME} 0001 0001`],
    ['an answer to something else than a query', `1234 a580 0001 0000 0000 0000 ${NAME} 0001 0001`],
    ['two questions', `1234 8580 0002 0000 0000 0000 ${NAME} 0001 0001 ${NAME} 0001 0001`],
    ['a name without end', '1234 8580 0001 0000 0000 0000 03726273'],
    ['a name that points at itself', '1234 8580 0001 0000 0000 0000 c00c 0001 0001'],
    ['a name that points ahead', '1234 8580 0001 0000 0000 0000 c00e 0000 0001 0001'],
    ['a label of a kind nobody uses', '1234 8580 0001 0000 0000 0000 4172 00 0001 0001'],
    ['a record that is not there', `1234 8580 0001 0001 0000 0000 ${NAME} 0001 0001`],
    ['an address of three bytes', `1234 8580 0001 0001 0000 0000 ${NAME} 0001 0001 c00c 0001 0001 00000000 0003 0a0000`],
    ['a record longer than the rest', `1234 8580 0001 0001 0000 0000 ${NAME} 0001 0001 c00c 0001 0001 00000000 ffff 0a000005`],
  ])('that is %s is malformed', (_, hex) => {
    expect(decodeDnsAnswer(bytes(hex))).toMatchObject({ ok: false, error: { code: 'WIRE_MALFORMED' } })
  })

  it('reads 64 records at most', () => {
    const read = decodeDnsAnswer(answer(A_RECORD.repeat(200), { answers: '00c8' }))
    expect(read.ok && read.value.records).toHaveLength(64)
  })
})

describe('what a name server says', () => {
  const judge = (rcode: number, records: readonly string[] = [], expected?: string) => judgeDnsAnswer({ rcode, records }, expected, 4)

  it('with a record is a reply, and with the expected one among them too', () => {
    expect(judge(0, ['10.0.0.5'])).toEqual({ kind: 'reply', latencyMs: 4, detail: 'DNS 10.0.0.5' })
    expect(judge(0, ['10.0.0.4', '10.0.0.5'], '10.0.0.5')).not.toHaveProperty('limited')
    expect(judge(0, ['2001:db8::5'], '2001:DB8:0:0::5')).not.toHaveProperty('limited')
    expect(judge(0, ['0 5 5060 sip.rbs.example'], '0 5 5060 SIP.rbs.example.')).not.toHaveProperty('limited')
  })

  it('with another record than the expected one lives, and misleads', () => {
    expect(judge(0, ['10.0.0.5'], '10.0.0.6')).toEqual({ kind: 'reply', latencyMs: 4, detail: 'DNS 10.0.0.5', limited: 'DNS 10.0.0.5, not 10.0.0.6' })
  })

  it('without the name or the record lives, and does not help', () => {
    expect(judge(3)).toEqual({ kind: 'reply', latencyMs: 4, detail: 'DNS NXDOMAIN', limited: 'DNS NXDOMAIN' })
    expect(judge(0, [], '10.0.0.5')).toEqual({ kind: 'reply', latencyMs: 4, detail: 'DNS no record', limited: 'DNS no record' })
  })

  it('by refusing is its own no; by failing it proves nothing', () => {
    expect(judge(5)).toEqual({ kind: 'refused', detail: 'DNS REFUSED' })
    expect([1, 2, 4, 9].map((rcode) => judge(rcode))).toEqual(['FORMERR', 'SERVFAIL', 'NOTIMP', 'RCODE 9'].map((word) => ({ kind: 'unreachable', detail: `DNS ${word}` })))
  })

  it('fills no screen', () => {
    expect(judge(0, ['x'.repeat(4_000)])).toMatchObject({ detail: `DNS ${'x'.repeat(80)}` })
  })
})

it('one IPv6 address has one way to be written', () => {
  expect(['::1', '2001:DB8:0:0:0:0:0:5', '::ffff:10.0.0.5', '10.0.0.5', 'rbs.example'].map(canonicalAddress)).toEqual(['::1', '2001:db8::5', '::ffff:a00:5', '10.0.0.5', 'rbs.example'])
})
