// An SNTP question and the fields of its answer that say what time it is and how well that is known.
// Source: RFC 5905, sections 7.3 (packet), 7.4 (kiss-o'-death), 8 (offset) and 14 (SNTP client).
import { bytesToLatin1 } from '../../../../native/kit/bytes.ts'
import { failure } from '../../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../../native/kit/result.ts'

export const NTP_BYTES = 48
export const NTP_NONCE_BYTES = 8
const VERSION = 4
const MODE_CLIENT = 3
const MODE_SERVER = 4
/** From 1 January 1900 to 1 January 1970, in seconds. */
const ERA_S = 2_208_988_800
/** Seconds wrap on 7 February 2036: what lies in the lower half belongs to the next era. */
const ERA_LENGTH_S = 2 ** 32
const NEXT_ERA_BELOW_S = 2 ** 31

const KISS = /^[A-Z]{4}$/

export interface NtpAnswer {
  /** What we sent as our transmit time: makes the answer ours. */
  readonly origin: Uint8Array
  /** 3: the server does not know what time it is. */
  readonly leap: number
  /** 0: a kiss when `kiss` says one; else, and at 16, not synchronised (chrony 4.3 says 0 then). */
  readonly stratum: number
  /** DENY, RSTR, RATE …; empty where there is none. */
  readonly kiss: string
  /** When the question came in and the answer went out, by the server's clock, as UTC in ms with fractions. */
  readonly receivedUtcMs: number
  readonly sentUtcMs: number
}

/** @param nonce  8 unpredictable bytes in place of our time: an answer to it is ours, and nobody learns our clock from it */
export function encodeNtpQuestion(nonce: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(NTP_BYTES)
  bytes[0] = (VERSION << 3) | MODE_CLIENT
  bytes.set(nonce.subarray(0, NTP_NONCE_BYTES), 40)
  return bytes
}

export const isNtpAnswerTo = ({ origin }: NtpAnswer, nonce: Uint8Array): boolean => origin.every((byte, at) => byte === nonce[at])

/** @returns WIRE_MALFORMED for what is no answer of a server; extensions behind the 48 bytes are ignored */
export function decodeNtpAnswer(bytes: Uint8Array): Result<NtpAnswer> {
  if (bytes.length < NTP_BYTES) return malformed('shorter than a packet')
  const first = bytes[0] ?? 0
  const version = (first >> 3) & 7
  if ((first & 7) !== MODE_SERVER || version < 1 || version > VERSION) return malformed('no answer of a server')
  const stratum = bytes[1] ?? 0
  const kiss = stratum === 0 ? KISS.exec(bytesToLatin1(bytes.subarray(12, 16)))?.[0] ?? '' : ''
  const isTimeless = bytes.subarray(40, 48).every((byte) => byte === 0)
  if (isTimeless && stratum !== 0) return malformed('no transmit time')
  return ok({ origin: bytes.slice(24, 32), leap: first >> 6, stratum, kiss, receivedUtcMs: utcMsAt(bytes, 32), sentUtcMs: utcMsAt(bytes, 40) })
}

/** How far the server's clock is ahead of ours, in ms; and how long the road took without the server's own time. */
export function ntpOffset(answer: Pick<NtpAnswer, 'receivedUtcMs' | 'sentUtcMs'>, askedUtcMs: number, tookMs: number): { readonly offsetMs: number; readonly delayMs: number } {
  const offsetMs = (answer.receivedUtcMs - askedUtcMs + (answer.sentUtcMs - (askedUtcMs + tookMs))) / 2
  return { offsetMs, delayMs: tookMs - (answer.sentUtcMs - answer.receivedUtcMs) }
}

function utcMsAt(bytes: Uint8Array, at: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const seconds = view.getUint32(at)
  const inEra = seconds < NEXT_ERA_BELOW_S ? seconds + ERA_LENGTH_S : seconds
  return (inEra - ERA_S) * 1000 + (view.getUint32(at + 4) * 1000) / ERA_LENGTH_S
}

const malformed = (detail: string) => fail(failure('WIRE_MALFORMED', detail))
