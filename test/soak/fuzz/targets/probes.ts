// What the host hears from the servers it asks beside SIP, and from `ping`.
import { bytesToLatin1, latin1ToBytes } from '../../../../native/kit/bytes.ts'
import { decodeDnsAnswer, encodeDnsQuestion, isDnsAnswerTo, type DnsQuestion } from '../../../../electron/host/watch/probes/dns-message.ts'
import { judgeDnsAnswer } from '../../../../electron/host/watch/probes/dns.ts'
import { judgeNtpAnswer } from '../../../../electron/host/watch/probes/clock.ts'
import { decodeNtpAnswer, encodeNtpQuestion, isNtpAnswerTo, NTP_BYTES } from '../../../../electron/host/watch/probes/ntp-message.ts'
import { decodePingLine, PING_LINE_MAX, splitPingLines } from '../../../../electron/host/watch/probes/ping-lines.ts'
import { asBytes, readRows } from '../corpus.ts'
import type { FuzzRandom } from '../random.ts'
import { obey, obeySize, type FuzzTarget } from '../target.ts'

// ── DNS ────────────────────────────────────────────────────────────────────────────────────

const QUESTION: DnsQuestion = { id: 0x1234, name: 'rbs.example', type: 'SRV' }
const SRV_DATA = [0, 0, 0, 5, 0x13, 0xc4, 3, 0x73, 0x69, 0x70, 0xc0, 0x0c]

function dnsAnswer(data: readonly number[], { type = 33, flags = 0x85, rcode = 0x80, answers = 1 } = {}): Uint8Array {
  const question = [...encodeDnsQuestion(QUESTION)]
  const head = [0x12, 0x34, flags, rcode, 0, 1, 0, answers, 0, 0, 0, 0]
  return Uint8Array.from([...head, ...question.slice(12), 0xc0, 0x0c, 0, type, 0, 1, 0, 0, 0, 60, data.length >> 8, data.length & 0xff, ...data])
}

export const dns: FuzzTarget = {
  name: 'dns',
  reads: 'answers of a name server',
  corpus: () => [dnsAnswer(SRV_DATA), dnsAnswer(SRV_DATA, { flags: 0x87 }), dnsAnswer([], { rcode: 0x83, answers: 0 }), encodeDnsQuestion(QUESTION)],
  make: (random) => dnsAnswer(random.pick([SRV_DATA, [0, 0, 0, 5, 0x13, 0xc4, 0xc0, random.below(256)], [], SRV_DATA.slice(0, random.below(12))]), {
    type: random.pick([33, 33, 33, 5, random.below(256)]),
    flags: random.pick([0x85, 0x81, 0x87, 0x05, 0xa5]),
    rcode: 0x80 | random.below(16),
    answers: random.pick([0, 1, 1, 1, 2, 255]),
  }),
  words: ['\u00c0\u000c', '\u00c0\u0000', '\u00ff\u00ff', '\u0000', '\u0003rbs\u0007example\u0000', '\u003f'],
  maxBytes: 4096,
  run: readDns,
}

function readDns(bytes: Uint8Array): string {
  const read = decodeDnsAnswer(bytes)
  if (!read.ok) return `${read.error.code} ${read.error.detail}`
  obeySize(read.value, bytes.length)
  const result = judgeDnsAnswer(read.value, undefined, 1)
  obey(result.kind !== 'reply' || result.limited !== undefined || read.value.records.length > 0, 'an answer without a record is never fine')
  return `${result.kind} ${read.value.rcode} ${read.value.records.length} ${read.value.isTruncated ? 'torn' : 'whole'} ${isDnsAnswerTo(read.value, QUESTION) ? 'ours' : 'not ours'}`
}

// ── NTP ────────────────────────────────────────────────────────────────────────────────────

const NONCE = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)
const ASKED_UTC_MS = 1_700_000_000_000

function ntpAnswer(first: number, stratum: number, reference: string): Uint8Array {
  const bytes = new Uint8Array(NTP_BYTES)
  bytes[0] = first
  bytes[1] = stratum
  bytes.set(latin1ToBytes(reference.slice(0, 4)), 12)
  bytes.set(NONCE, 24)
  const view = new DataView(bytes.buffer)
  for (const at of [32, 40]) view.setUint32(at, ASKED_UTC_MS / 1000 + 2_208_988_800)
  return bytes
}

export const ntp: FuzzTarget = {
  name: 'ntp',
  reads: 'answers of a time server',
  corpus: () => [ntpAnswer(0x24, 2, ''), ntpAnswer(0x24, 0, 'RATE'), ntpAnswer(0xe4, 16, ''), encodeNtpQuestion(NONCE)],
  make: (random: FuzzRandom) => ntpAnswer(random.pick([0x24, 0x1c, 0xe4, random.below(256)]), random.pick([0, 1, 2, 15, 16, random.below(256)]), random.pick(['DENY', 'RSTR', 'RATE', 'INIT', '\u0000\u001b[2'])),
  words: ['DENY', 'RSTR', 'RATE', '\u00ff\u00ff\u00ff\u00ff', '\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000'],
  maxBytes: 256,
  run: (bytes) => {
    const read = decodeNtpAnswer(bytes)
    if (!read.ok) return `${read.error.code} ${read.error.detail}`
    const { result, wish } = judgeNtpAnswer(read.value, 1_000, ASKED_UTC_MS, 2)
    obey(/^[ -~]{1,60}$/.test(result.kind === 'reply' ? (result.detail ?? '') : 'x'), 'what is shown is short and printable')
    obey(result.kind === 'refused' ? wish === 'never' : true, 'who refuses is left alone')
    const isFine = result.kind === 'reply' && result.limited === undefined
    obey(!isFine || (read.value.stratum > 0 && read.value.stratum < 16 && read.value.leap !== 3), 'only a server that knows the time is fine')
    return `${result.kind} ${isFine ? 'fine' : 'limited'} ${wish ?? ''} ${isNtpAnswerTo(read.value, NONCE) ? 'ours' : 'not ours'}`
  },
}

// ── ping ───────────────────────────────────────────────────────────────────────────────────

const LINES = readRows<{ readonly line: string }>('test/fixtures/watch/ping-lines.jsonl').map((row) => row.line)

export const ping: FuzzTarget = {
  name: 'ping',
  reads: 'lines of ping',
  corpus: () => asBytes(LINES),
  words: ['64 bytes from ', 'icmp_seq=', 'ttl=', 'time=', ' ms', 'TTL=', '<1ms', '=12 ms', 'From ', '\r\n', '(DUP!)', '9'.repeat(12)],
  maxBytes: 2 * PING_LINE_MAX,
  run: (bytes) => {
    const { lines, rest } = splitPingLines(`${bytesToLatin1(bytes)}\n`)
    obey(rest.length <= PING_LINE_MAX + 1, 'what has no end is not piled up')
    return lines.map((line) => {
      const said = decodePingLine(line)
      if (said?.kind !== 'answered') return said?.kind ?? '-'
      obey(Number.isFinite(said.latencyMs) && said.latencyMs >= 0, 'a latency is a number')
      obey(said.sequence === undefined || Number.isSafeInteger(said.sequence), 'a sequence number is whole')
      return said.sequence === undefined ? 'answered unnumbered' : 'answered'
    }).slice(0, 3).join()
  },
}
