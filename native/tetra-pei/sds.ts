// User data of short data: status, SDS-TL and its texts, reports. Source: EN 300 392-2 clause 29 as open code with test
// vectors reads it. The recorded kind names are kept in `kind`; `pdu` is what a program switches on.
import { BitReader, toHex } from '../kit/bytes.ts'
import { SDS_SERVICES } from './constants.ts'
import { decodeLip, encodeLip, LIP_PROTOCOL, type LipDraft, type LipLong, type LipShort } from './lip.ts'
import { decodeText, encodeText, type DecodedText } from './text-coding.ts'
import { decodeTransfer, encodeTransfer, type DataTransfer, type TextTransfer, type TransferDraft } from './sds-transfer.ts'

export interface SimpleText extends DecodedText {
  readonly pdu: 'simple-text'
  readonly kind: 'simple text' | 'simple immediate text'
  readonly protocol: number
  readonly coding: number
}

/** What became of a message of ours. */
export interface DeliveryReport {
  readonly pdu: 'report'
  readonly kind: 'SDS-REPORT' | 'SDS-REPORT, ack wanted'
  readonly protocol: number
  /** 0 received, 2 read, 5 shown in the group, 0x20–0x22 on its way, from 0x40 on failed. */
  readonly status: number
  readonly ref: number
  readonly ackWanted?: true
}

export interface DeliveryAck {
  readonly pdu: 'ack'
  readonly kind: 'SDS-ACK'
  readonly protocol: number
  readonly status: number
  readonly ref: number
}

export interface Status {
  readonly pdu: 'status'
  readonly kind: 'status'
  /** 0 is an emergency; 32768–65535 mean what the customer says. */
  readonly status: number
}

/** A delivery report in the shape of a status [M]. */
export interface ShortReport {
  readonly pdu: 'short-report'
  readonly kind: 'SDS-SHORT-REPORT'
  /** 0 protocol not supported, 1 memory full, 2 received, 3 read. */
  readonly reportType: number
  readonly ref: number
}

/** Anything whose inside we do not read. */
export interface OpaqueData {
  readonly pdu: 'opaque'
  readonly kind: 'user data' | 'unknown protocol'
  readonly protocol?: number
  readonly data: string
}

export type SdsPdu =
  | TextTransfer
  | DataTransfer
  | SimpleText
  | DeliveryReport
  | DeliveryAck
  | Status
  | ShortReport
  | LipShort
  | LipLong
  | OpaqueData

/** What `encodeSds` needs of each PDU; the rest follows from it. */
export type SdsDraft =
  | TransferDraft
  | Pick<SimpleText, 'pdu' | 'protocol' | 'coding' | 'text'>
  | Omit<DeliveryReport, 'kind'>
  | Omit<DeliveryAck, 'kind'>
  | Omit<Status, 'kind'>
  | Omit<ShortReport, 'kind'>
  | ({ readonly pdu: 'lip' } & LipDraft)

export const STATUS_EMERGENCY = 0
/** The protocol 224 of one maker runs AT commands it receives by SDS; nothing here ever acts on it (quirk 21). */
export const PROTOCOL = { simpleText: 0x02, simpleImmediateText: 0x09, text: 0x82, immediateText: 0x89, userDataHeader: 0x8a } as const

const SIMPLE_TEXTS: Readonly<Record<number, SimpleText['kind']>> = {
  [PROTOCOL.simpleText]: 'simple text',
  [PROTOCOL.simpleImmediateText]: 'simple immediate text',
}
/** From here on a protocol carries the SDS-TL header. */
const FIRST_TL_PROTOCOL = 0x80
const CALLOUT_PROTOCOL = 0xc3
/** Protocols from 0xC0 on are the users' own; of these only the call-out is known to keep the header. */
const FIRST_USER_PROTOCOL = 0xc0
const MESSAGE_TYPE = { transfer: 0, report: 1, ack: 2 } as const
const ACK_WANTED = 0x08
const SHORT_REPORT = { first: 0x7c00, last: 0x7fff } as const
const STATUS_BYTES = 2

/**
 * Reads user data received under an AI service 9–13.
 *
 * @param bytes  the digits as bytes, an odd last digit padded with zero
 * @returns undefined when they are too short for what they say they are
 */
export function decodeSds(aiService: number, bytes: Uint8Array): SdsPdu | undefined {
  if (aiService === SDS_SERVICES.status) return decodeStatus(bytes)
  if (aiService !== SDS_SERVICES.tl) return { pdu: 'opaque', kind: 'user data', data: toHex(bytes) }
  const [protocol] = bytes
  if (protocol === undefined) return undefined
  if (protocol === LIP_PROTOCOL) return decodeLip(bytes, toHex(bytes))
  const simple = SIMPLE_TEXTS[protocol]
  if (simple) return decodeSimpleText(simple, protocol, bytes)
  return hasHeader(protocol) ? decodeTl(protocol, bytes) : { pdu: 'opaque', kind: 'unknown protocol', protocol, data: toHex(bytes) }
}

function hasHeader(protocol: number): boolean {
  return (protocol >= FIRST_TL_PROTOCOL && protocol < FIRST_USER_PROTOCOL) || protocol === CALLOUT_PROTOCOL
}

function decodeStatus(bytes: Uint8Array): Status | ShortReport | undefined {
  if (bytes.length < STATUS_BYTES) return undefined
  const status = new BitReader(bytes).unsigned(16)
  if (status < SHORT_REPORT.first || status > SHORT_REPORT.last) return { pdu: 'status', kind: 'status', status }
  return { pdu: 'short-report', kind: 'SDS-SHORT-REPORT', reportType: (status >> 8) & 3, ref: status & 0xff }
}

function decodeSimpleText(kind: SimpleText['kind'], protocol: number, bytes: Uint8Array): SimpleText | undefined {
  const header = bytes[1]
  if (header === undefined) return undefined
  const coding = header & 0x7f
  return { pdu: 'simple-text', kind, protocol, coding, ...decodeText(coding, bytes.subarray(2)) }
}

function decodeTl(protocol: number, bytes: Uint8Array): SdsPdu | undefined {
  const [, control, third, fourth] = bytes
  if (control === undefined || third === undefined) return undefined
  const type = control >> 4
  if (type === MESSAGE_TYPE.transfer) return decodeTransfer(protocol, bytes)
  if (fourth === undefined || (type !== MESSAGE_TYPE.report && type !== MESSAGE_TYPE.ack)) return undefined
  if (type === MESSAGE_TYPE.ack) return { pdu: 'ack', kind: 'SDS-ACK', protocol, status: third, ref: fourth }
  const report = { pdu: 'report', protocol, status: third, ref: fourth } as const
  const ackWanted = (control & ACK_WANTED) !== 0
  return ackWanted ? { ...report, kind: 'SDS-REPORT, ack wanted', ackWanted } : { ...report, kind: 'SDS-REPORT' }
}

/** The PDU as bytes; numbers wider than their field are cut to it. */
export function encodeSds(draft: SdsDraft): Uint8Array {
  switch (draft.pdu) {
    case 'text':
      return encodeTransfer(draft)
    case 'simple-text':
      return Uint8Array.from([draft.protocol, draft.coding, ...encodeText(draft.coding, draft.text)])
    case 'report':
      return tlBytes(draft, (MESSAGE_TYPE.report << 4) | (draft.ackWanted ? ACK_WANTED : 0))
    case 'ack':
      return tlBytes(draft, MESSAGE_TYPE.ack << 4)
    case 'status':
      return Uint8Array.from([draft.status >> 8, draft.status])
    case 'short-report':
      return Uint8Array.from([(SHORT_REPORT.first >> 8) | (draft.reportType & 3), draft.ref])
    case 'lip':
      return encodeLip(draft)
  }
}

function tlBytes(draft: Pick<DeliveryReport, 'protocol' | 'status' | 'ref'>, control: number): Uint8Array {
  return Uint8Array.from([draft.protocol, control, draft.status, draft.ref])
}

/** Upper-case digits, as radios write them and as `+CMGS` takes them. */
export function sdsHex(draft: SdsDraft): string {
  return toHex(encodeSds(draft)).toUpperCase()
}

/** Text to a group: no report is asked, hundreds of radios would answer. */
export function groupTextDraft(ref: number, text: string): SdsDraft {
  return { pdu: 'text', protocol: PROTOCOL.text, ref, group: true, coding: 1, text }
}
