// Short location report of the location information protocol: 84 bits. Source: six field samples decoded with this layout
// fall where their owners say (one to the printed 5119.89N 01221.83E). Long reports are only named.
import { BitReader, BitWriter } from '../kit/bytes.ts'

export const LIP_PROTOCOL = 0x0a

export interface LipShort {
  readonly pdu: 'lip'
  readonly kind: 'LIP short' | 'LIP short, no fix'
  readonly protocol: typeof LIP_PROTOCOL
  /** 0 under 5 s, 1 under 5 min, 2 under 30 min, 3 not known. */
  readonly age: number
  /** Degrees; absent without a fix. */
  readonly lat?: number
  readonly lon?: number
  /** Upper bound of the position error; absent when it is not known. */
  readonly errorBelowM?: number
  readonly speedKmh?: number
  readonly headingDeg: number
  /** 2 is an emergency, see LIP_REASONS; absent when the radio put data of its own there. */
  readonly reason?: number
  readonly reasonName?: string
  readonly userData?: number
}

export interface LipLong {
  readonly pdu: 'lip-long'
  readonly kind: 'LIP long'
  readonly protocol: typeof LIP_PROTOCOL
  readonly data: string
}

export const LIP_REASON_EMERGENCY = 2
const LIP_REASONS: Readonly<Record<number, string>> = {
  0: 'on',
  1: 'off',
  2: 'emergency',
  3: 'push to talk',
  4: 'status',
  9: 'back in service',
  10: 'lost service',
  32: 'answer to request',
  129: 'interval',
}

const SHORT_BITS = 84
const AGE_UNKNOWN = 3
const ERROR_UNKNOWN = 7
const SPEED_UNKNOWN = 127
const LINEAR_SPEED_BELOW = 29
const LON_DEGREES = 360 / 2 ** 25
const LAT_DEGREES = 180 / 2 ** 24
const HEADING_DEGREES = 22.5

/** @returns the report, or undefined when it is too short to be one */
export function decodeLip(bytes: Uint8Array, hex: string): LipShort | LipLong | undefined {
  const bits = new BitReader(bytes)
  const length = bits.left
  bits.unsigned(8)
  if (bits.unsigned(2) !== 0) return { pdu: 'lip-long', kind: 'LIP long', protocol: LIP_PROTOCOL, data: hex }
  if (length < SHORT_BITS) return undefined
  const age = bits.unsigned(2)
  const lon = bits.signed(25)
  const lat = bits.signed(24)
  const error = bits.unsigned(3)
  const speed = bits.unsigned(7)
  const heading = bits.unsigned(4)
  const isUserData = bits.unsigned(1) === 1
  const last = bits.unsigned(8)
  const noFix = lon === 0 && lat === 0 && age === AGE_UNKNOWN && error === ERROR_UNKNOWN
  return {
    pdu: 'lip',
    kind: noFix ? 'LIP short, no fix' : 'LIP short',
    protocol: LIP_PROTOCOL,
    age,
    ...(noFix ? {} : { lat: round(lat * LAT_DEGREES), lon: round(lon * LON_DEGREES) }),
    ...(error === ERROR_UNKNOWN ? {} : { errorBelowM: 2 * 10 ** error }),
    ...(speed === SPEED_UNKNOWN ? {} : { speedKmh: speedOf(speed) }),
    headingDeg: heading * HEADING_DEGREES,
    ...(isUserData ? { userData: last } : { reason: last, reasonName: LIP_REASONS[last] ?? `unknown ${last}` }),
  }
}

export type LipDraft = Omit<LipShort, 'pdu' | 'kind' | 'protocol' | 'reasonName'>

/** Each value goes to the nearest step the format has; without `lat` and `lon` it says that there is no fix. */
export function encodeLip(report: LipDraft): Uint8Array {
  const { lat, lon } = report
  const hasFix = lat !== undefined && lon !== undefined
  return new BitWriter()
    .write(LIP_PROTOCOL, 8)
    .write(0, 2)
    .write(hasFix ? report.age : AGE_UNKNOWN, 2)
    .write(hasFix ? Math.round(lon / LON_DEGREES) : 0, 25)
    .write(hasFix ? Math.round(lat / LAT_DEGREES) : 0, 24)
    .write(hasFix && report.errorBelowM !== undefined ? errorStep(report.errorBelowM) : ERROR_UNKNOWN, 3)
    .write(report.speedKmh === undefined ? SPEED_UNKNOWN : speedStep(report.speedKmh), 7)
    .write(Math.round(report.headingDeg / HEADING_DEGREES) % 16, 4)
    .write(report.userData === undefined ? 0 : 1, 1)
    .write(report.userData ?? report.reason ?? 0, 8)
    .bytes()
}

function speedOf(step: number): number {
  return step < LINEAR_SPEED_BELOW ? step : Math.round(16 * 1.038 ** (step - 13))
}

function speedStep(kmh: number): number {
  if (kmh < LINEAR_SPEED_BELOW) return Math.max(0, Math.round(kmh))
  return Math.min(SPEED_UNKNOWN - 1, Math.max(LINEAR_SPEED_BELOW, Math.round(13 + Math.log(kmh / 16) / Math.log(1.038))))
}

function errorStep(metres: number): number {
  return Math.min(ERROR_UNKNOWN - 1, Math.max(0, Math.ceil(Math.log10(metres / 2))))
}

/** 0.00001° is one metre; the format steps by 1.2 m. */
function round(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6
}
