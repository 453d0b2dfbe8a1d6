// SDS-TRANSFER: the SDS-TL PDU that carries a message. Source: EN 300 392-2 clause 29 as open code with test vectors reads
// it. Bytes: protocol, control, reference, [storage block], coding with a time stamp bit, [time stamp], [user data header].
import { BitReader, BitWriter, toHex } from '../kit/bytes.ts'
import { present } from './fields.ts'
import { decodeText, encodeText, type DecodedText } from './text-coding.ts'

export type ReportWanted = 'received' | 'consumed' | 'both'

/** Local or universal time without a year. */
export interface SdsTimestamp {
  readonly frame: 'local' | 'utc' | 'other'
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
}

/** One part of a long text. */
export interface SdsPart {
  readonly ref: number
  readonly total: number
  readonly seq: number
}

interface TransferHeader {
  readonly protocol: number
  readonly ref: number
  /** Absent: no report is wanted. */
  readonly report?: ReportWanted
  /** The sender chose group service: reports would flood the channel. */
  readonly group?: true
}

export interface TextTransfer extends TransferHeader, DecodedText {
  readonly pdu: 'text'
  readonly kind:
    | 'SDS-TRANSFER text'
    | 'SDS-TRANSFER text + timestamp'
    | 'SDS-TRANSFER immediate text'
    | 'SDS-TRANSFER immediate text + timestamp'
    | 'SDS-TRANSFER UDH'
    | `SDS-TRANSFER UDH part ${number}/${number}`
  readonly coding: number
  readonly timestamp?: SdsTimestamp
  readonly part?: SdsPart
}

/** A transfer whose contents we do not read: location, concatenation, call-out, … */
export interface DataTransfer extends TransferHeader {
  readonly pdu: 'data'
  readonly kind: 'SDS-TRANSFER data'
  readonly data: string
}

export type TransferDraft = Pick<
  TextTransfer,
  'pdu' | 'protocol' | 'ref' | 'report' | 'group' | 'coding' | 'text' | 'timestamp' | 'part'
>

const TEXT = 0x82
const IMMEDIATE_TEXT = 0x89
const USER_DATA_HEADER = 0x8a
const REPORTS: readonly (ReportWanted | undefined)[] = [undefined, 'received', 'consumed', 'both']
const FRAMES: readonly SdsTimestamp['frame'][] = ['local', 'utc', 'other', 'other']
const HEADER_BYTES = 3
const TIMESTAMP_BYTES = 3
const TIMESTAMP_BIT = 0x80
const CONTROL = { group: 0x02, storage: 0x01 } as const
/** Information elements of GSM 03.40: concatenated text with an 8-bit or 16-bit reference. */
const CONCATENATED = { short: 0x00, long: 0x08 } as const

export function decodeTransfer(protocol: number, bytes: Uint8Array): TextTransfer | DataTransfer | undefined {
  const [, control = 0, ref = 0] = bytes
  const report = REPORTS[(control >> 2) & 3]
  const header = present({ protocol, ref, report, group: (control & CONTROL.group) === 0 ? undefined : true } as const)
  const body = (control & CONTROL.storage) === 0 ? bytes.subarray(HEADER_BYTES) : withoutStorage(bytes.subarray(HEADER_BYTES))
  const isText = protocol === TEXT || protocol === IMMEDIATE_TEXT || protocol === USER_DATA_HEADER
  if (!isText || !body) return { pdu: 'data', kind: 'SDS-TRANSFER data', ...header, data: toHex(bytes.subarray(HEADER_BYTES)) }
  return decodeTextBody(header, body)
}

function decodeTextBody(header: TransferHeader, body: Uint8Array): TextTransfer | undefined {
  const [first] = body
  if (first === undefined) return undefined
  const stamped = (first & TIMESTAMP_BIT) !== 0
  const headerAt = 1 + (stamped ? TIMESTAMP_BYTES : 0)
  if (body.length < headerAt) return undefined
  const timestamp = stamped ? decodeTimestamp(body.subarray(1)) : undefined
  const hasUdh = header.protocol === USER_DATA_HEADER
  const udh = hasUdh ? decodeUdh(body.subarray(headerAt)) : { length: 0, part: undefined }
  if (!udh) return undefined
  const coding = first & ~TIMESTAMP_BIT
  const { part } = udh
  const kind = kindOf(header.protocol, stamped, part)
  const text = decodeText(coding, body.subarray(headerAt + udh.length))
  return present<TextTransfer>({ pdu: 'text', kind, ...header, coding, timestamp, part, ...text })
}

function kindOf(protocol: number, stamped: boolean, part: SdsPart | undefined): TextTransfer['kind'] {
  if (part) return `SDS-TRANSFER UDH part ${part.seq}/${part.total}`
  if (protocol === USER_DATA_HEADER) return 'SDS-TRANSFER UDH'
  const name = protocol === TEXT ? 'SDS-TRANSFER text' : 'SDS-TRANSFER immediate text'
  return stamped ? `${name} + timestamp` : name
}

function decodeTimestamp(bytes: Uint8Array): SdsTimestamp {
  const bits = new BitReader(bytes)
  const frame = FRAMES[bits.unsigned(2)] ?? 'other'
  bits.unsigned(2)
  return { frame, month: bits.unsigned(4), day: bits.unsigned(5), hour: bits.unsigned(5), minute: bits.unsigned(6) }
}

function decodeUdh(bytes: Uint8Array): { readonly length: number; readonly part: SdsPart | undefined } | undefined {
  const [following] = bytes
  if (following === undefined || bytes.length < 1 + following) return undefined
  const [, element, size, first = 0, second = 0, third = 0, fourth = 0] = bytes
  const length = 1 + following
  if (element === CONCATENATED.short && size === 3 && following >= 5) {
    return { length, part: { ref: first, total: second, seq: third } }
  }
  if (element === CONCATENATED.long && size === 4 && following >= 6) {
    return { length, part: { ref: first * 256 + second, total: third, seq: fourth } }
  }
  return { length, part: undefined }
}

/** [M] Validity (5 bits), kind of forward address (3), the address. An external number is not measured: no text then. */
function withoutStorage(bytes: Uint8Array): Uint8Array | undefined {
  const ADDRESS_BYTES: Readonly<Record<number, number>> = { 0: 1, 1: 3, 2: 6, 7: 0 }
  const [first] = bytes
  const address = first === undefined ? undefined : ADDRESS_BYTES[first & 7]
  return address === undefined ? undefined : bytes.subarray(1 + address)
}

export function encodeTransfer(draft: TransferDraft): Uint8Array {
  const { protocol, ref, report, group, coding, text, timestamp, part } = draft
  const control = (REPORTS.indexOf(report) << 2) | (group ? CONTROL.group : 0)
  const head = [protocol, control, ref, coding | (timestamp ? TIMESTAMP_BIT : 0)]
  const stamp = timestamp ? encodeTimestamp(timestamp) : []
  const udh = part ? encodeUdh(part) : []
  return Uint8Array.from([...head, ...stamp, ...udh, ...encodeText(coding, text)])
}

function encodeTimestamp(stamp: SdsTimestamp): Uint8Array {
  const bits = new BitWriter().write(FRAMES.indexOf(stamp.frame), 2).write(0, 2)
  return bits.write(stamp.month, 4).write(stamp.day, 5).write(stamp.hour, 5).write(stamp.minute, 6).bytes()
}

function encodeUdh(part: SdsPart): number[] {
  const { ref, total, seq } = part
  return ref > 0xff
    ? [6, CONCATENATED.long, 4, ref >> 8, ref & 0xff, total, seq]
    : [5, CONCATENATED.short, 3, ref, total, seq]
}
