// What the host hears from the network: answers of a SIP server, beats of a heartbeat; and lines of a record brought from elsewhere.
import { bytesToLatin1, latin1ToBytes } from '../../../../native/kit/bytes.ts'
import { decodeCheckpoint } from '../../../../electron/host/ledger/checkpoint.ts'
import { decodeHeadCode, encodeHeadCode } from '../../../../electron/host/ledger/head-code.ts'
import { readBeat, takeNumber } from '../../../../electron/host/watch/probes/beat.ts'
import { createSipNonce, decodeSipResponse, encodeSipOptions, isAnswerTo, sipMessageLength, SIP_BYTES_MAX } from '../../../../electron/host/watch/probes/sip-message.ts'
import { asBytes } from '../corpus.ts'
import type { FuzzRandom } from '../random.ts'
import { obey, obeySize, same, type FuzzTarget } from '../target.ts'

const NONCE = createSipNonce(new Uint8Array(12), 7)
const ANSWER = ['SIP/2.0 200 OK', `Via: SIP/2.0/UDP 127.0.0.1:5060;branch=${NONCE.branch};rport=5060`, 'From: <sip:achterwacht@127.0.0.1>;tag=00000000', 'To: <sip:127.0.0.1>;tag=x', `Call-ID: ${NONCE.callId}`, 'CSeq: 7 OPTIONS', 'Content-Length: 0', '', ''].join('\r\n')
const HEADERS = ['Via: ', 'v: ', 'Call-ID: ', 'i: ', 'CSeq: ', 'Content-Length: ', 'l: ', ';branch=', 'SIP/2.0 ', '\r\n', '\r\n\r\n', '\r\n ', ',', ';', ' OPTIONS', 'OPTIONS sip:x SIP/2.0\r\n'] as const

export const sip: FuzzTarget = {
  name: 'sip',
  reads: 'answers of a SIP server',
  corpus: () => [...asBytes([ANSWER, ANSWER.replaceAll('\r\n', '\n'), `${ANSWER}v=0`]), encodeSipOptions({ transport: 'udp', target: { host: '::1', port: 5060 }, local: { host: '127.0.0.1', port: 5060 }, nonce: NONCE })],
  make: answer,
  words: HEADERS,
  maxBytes: SIP_BYTES_MAX + 100,
  run: readSip,
}

function answer(random: FuzzRandom): Uint8Array {
  const lines = ANSWER.split('\r\n')
  lines[0] = `SIP/2.0 ${random.below(800)} ${random.pick(['OK', '', 'Busy'])}`
  lines[5] = `CSeq: ${random.pick([7, 8, -1, 4_294_967_296])} ${random.pick(['OPTIONS', 'INVITE', ''])}`
  lines[6] = `Content-Length: ${random.pick([0, 1, 999_999, -1, 1e9])}`
  const at = random.below(lines.length)
  lines[at] = random.pick([lines[at] ?? '', '', `${lines[at]}\r\n ${lines[at]}`, `${random.pick(HEADERS)}x`])
  return latin1ToBytes(lines.join('\r\n'))
}

function readSip(bytes: Uint8Array): string {
  const length = sipMessageLength(bytes)
  obey(length === undefined || (length > 0 && length <= bytes.length), 'a whole message is not longer than what came')
  const read = decodeSipResponse(bytes)
  if (!read.ok) return `${read.error.code} ${read.error.detail.split(',')[0]?.replace(/\d+/, '')}`
  obeySize(read.value, bytes.length)
  obey(read.value.status >= 100 && read.value.status < 700, 'a status is one of SIP')
  return `${Math.floor(read.value.status / 100)}xx ${isAnswerTo(read.value, NONCE) ? 'ours' : 'not ours'} ${length === undefined ? '' : 'whole'}`
}

export const heartbeat: FuzzTarget = {
  name: 'heartbeat',
  reads: 'beats of a heartbeat',
  corpus: () => asBytes(['beat', 'beat\n', 'beat 41', 'beat secret 42', 'beat secret', 'beat secret\r\n', ' beat\tsecret ']),
  words: ['beat', ' ', '\t', 'secret', '\n', '7', '999999999999999'],
  maxBytes: 256,
  run: (bytes) => {
    const text = bytesToLatin1(bytes)
    const open = readBeat(text, undefined)
    const closed = readBeat(text, 'secret')
    obey(!(open && closed), 'a beat with a token is none without')
    obey(!closed || text.includes('secret'), 'only who knows the token keeps the service alive')
    const number = (open ?? closed)?.number
    obey(number === undefined || Number.isSafeInteger(number), 'a number is whole')
    obey(takeNumber({ last: 0 }, open ?? {}).news !== 'restarted', 'nothing begins anew below nothing')
    return `${open !== undefined} ${closed !== undefined} ${number !== undefined}`
  },
}

const HEAD = '0123456789abcdef'.repeat(4)
const CHECKPOINT = JSON.stringify({ boot: 'b', head: HEAD, ledger: 'l', seq: 3, signature: 'AA==', utc: 1_700_000_000_000, v: 1 })

export const checkpoints: FuzzTarget = {
  name: 'checkpoints',
  reads: 'lines of a checkpoint file, and head codes',
  corpus: () => asBytes([CHECKPOINT, `${CHECKPOINT}\r`, '214-K7QF-3M2P', '214-k7qf-3m2p-0000-1111', encodeHeadCode(1, new Uint8Array(32))]),
  words: ['"seq":', '"v":1', '1e999', '-0', '{', '}', '[', '\\ud800', 'null', '-K7QF', 'OIL'],
  maxBytes: 4096,
  run: (bytes) => {
    const text = Buffer.from(bytes).toString('utf8')
    const code = decodeHeadCode(text)
    obey(code === undefined || (Number.isSafeInteger(code.seq) && code.prefix.length >= 8), 'a head code has a number and at least 40 bits')
    const checkpoint = decodeCheckpoint(text)
    if (!checkpoint) return code ? 'head code' : 'neither'
    obey(same(decodeCheckpoint(JSON.stringify(checkpoint)), checkpoint), 'a checkpoint written out and read again says the same')
    return 'checkpoint'
  },
}
