// SIP OPTIONS request and the few headers of its response. Source: RFC 3261, sections 7, 8.1, 11, 18.3 and 20.
//
// Our own, against the rule that a kept library is better: jssip 3.13.8 parses by a 637 kB generated grammar (13 ms to load)
// and rejects a whole response for one odd header, while for us a response is a sign of life as long as it is ours;
// drachtio-sip 0.6.3 depends on an eslint plug-in, with it a hundred packages, and throws on a malformed CSeq or Via.
// What is needed is a status line and the three headers that make a response ours.
import { bytesToLatin1, latin1ToBytes } from '../../../../native/kit/bytes.ts'
import { failure } from '../../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../../native/kit/result.ts'
import type { ProbeResult } from '../types.ts'

/** Magic that marks a branch as RFC 3261's. Source: section 8.1.1.7. */
const BRANCH_COOKIE = 'z9hG4bK'
/** Longest response we read; OPTIONS answers are under 2 kB. */
export const SIP_BYTES_MAX = 16_384

/** What tells one question from every other. */
export interface SipNonce {
  readonly branch: string
  readonly callId: string
  readonly fromTag: string
  readonly sequence: number
}

export interface SipOptions {
  readonly transport: 'udp' | 'tcp' | 'tls'
  readonly target: { readonly host: string; readonly port: number }
  readonly local: { readonly host: string; readonly port: number }
  readonly nonce: SipNonce
}

export interface SipResponse {
  readonly status: number
  readonly branch: string
  readonly callId: string
  readonly sequence: number
  readonly method: string
}

/** @param bytes  12 unpredictable bytes: a late answer to an earlier question must never pass for this one's */
export function createSipNonce(bytes: Uint8Array, sequence: number): SipNonce {
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return { branch: `${BRANCH_COOKIE}${hex}`, callId: `${hex}@achterwacht`, fromTag: hex.slice(0, 8), sequence }
}

export function encodeSipOptions(options: SipOptions): Uint8Array {
  const { nonce, transport } = options
  const target = hostPort(options.target)
  const local = hostPort(options.local)
  // `transport=tls` on a plain sip address rather than `sips:`: what asks only for the next hop must not demand TLS behind it
  // (RFC 5630, section 3.1), and many systems answer 416 to sips.
  const parameter = transport === 'udp' ? '' : `;transport=${transport}`
  return latin1ToBytes([
    `OPTIONS sip:${target}${parameter} SIP/2.0`,
    `Via: SIP/2.0/${transport.toUpperCase()} ${local};branch=${nonce.branch};rport`,
    'Max-Forwards: 70',
    `From: <sip:achterwacht@${local}>;tag=${nonce.fromTag}`,
    `To: <sip:${target}>`,
    `Call-ID: ${nonce.callId}`,
    `CSeq: ${nonce.sequence} OPTIONS`,
    `Contact: <sip:achterwacht@${local}${parameter}>`,
    'Accept: application/sdp',
    'User-Agent: Achterwacht',
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n'))
}

/** The answer to this very question: same branch, Call-ID, number and method. Source: RFC 3261, section 17.1.3. */
export function isAnswerTo(response: SipResponse, nonce: SipNonce): boolean {
  return response.branch === nonce.branch && response.callId === nonce.callId
    && response.sequence === nonce.sequence && response.method === 'OPTIONS'
}

/** By these the far side says that it, or what stands behind it, does not work now; every other status is about our question. */
const NOT_WELL: ReadonlySet<number> = new Set([408, 500, 502, 503, 504])
const FINAL = 200

/** @returns undefined for a provisional response: the final one is still to come (RFC 3261, section 17.1.2) */
export function resultOfSipStatus(status: number, latencyMs: number): ProbeResult | undefined {
  if (status < FINAL) return undefined
  const detail = `SIP ${status}`
  return { kind: 'reply', latencyMs, detail, ...(NOT_WELL.has(status) && { limited: detail }) }
}

/**
 * Reads the status line and the headers that matter; all others may be anything.
 *
 * @returns WIRE_MALFORMED for what is no SIP response, WIRE_TOO_LONG above `SIP_BYTES_MAX`
 */
export function decodeSipResponse(bytes: Uint8Array): Result<SipResponse> {
  if (bytes.length > SIP_BYTES_MAX) return fail(failure('WIRE_TOO_LONG', `${bytes.length} bytes`))
  const { start, headers } = splitHead(bytesToLatin1(bytes))
  const status = STATUS_LINE.exec(start)?.[1]
  const branch = VIA_BRANCH.exec(headers.get('via') ?? '')?.[1]
  const callId = headers.get('call-id')
  const sequence = C_SEQ.exec(headers.get('cseq') ?? '')
  if (status === undefined) return fail(failure('WIRE_MALFORMED', 'no SIP status line'))
  if (branch === undefined || callId === undefined || !sequence) return fail(failure('WIRE_MALFORMED', 'Via branch, Call-ID or CSeq missing'))
  return ok({ status: Number(status), branch, callId, sequence: Number(sequence[1]), method: sequence[2] ?? '' })
}

/** Length of the first whole message in a stream: `undefined` when more bytes must come. Source: RFC 3261, section 18.3. */
export function sipMessageLength(bytes: Uint8Array): number | undefined {
  const text = bytesToLatin1(bytes)
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const length = LENGTH.exec(splitHead(text.slice(0, end)).headers.get('content-length') ?? '0')?.[1]
  const total = end + 4 + Number(length ?? 0)
  return total <= bytes.length ? total : undefined
}

// All anchored and without nested repetition: a hostile answer costs no more than its length.
const STATUS_LINE = /^SIP\/2\.0 ([1-6][0-9]{2})(?: |$)/i
const VIA_BRANCH = /^[^,]*?;[ \t]*branch[ \t]*=[ \t]*([^;,\s]{1,128})/i
const C_SEQ = /^([0-9]{1,10})[ \t]+([A-Z]{1,32})$/
const LENGTH = /^([0-9]{1,6})$/

const COMPACT: Readonly<Record<string, string>> = { v: 'via', i: 'call-id', l: 'content-length' }

/** The first of each header; continuation lines are joined (section 7.3.1). */
function splitHead(text: string): { readonly start: string; readonly headers: ReadonlyMap<string, string> } {
  const head = (text.split('\r\n\r\n', 1)[0] ?? '').replace(/\r\n[ \t]+/g, ' ')
  const [start = '', ...lines] = head.split('\r\n')
  const headers = new Map<string, string>()
  for (const line of lines) {
    const colon = line.indexOf(':')
    if (colon < 1) continue
    const written = line.slice(0, colon).trim().toLowerCase()
    const name = COMPACT[written] ?? written
    // The top Via is the one we wrote.
    if (!headers.has(name)) headers.set(name, line.slice(colon + 1).trim())
  }
  return { start, headers }
}

const hostPort = ({ host, port }: { readonly host: string; readonly port: number }): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
