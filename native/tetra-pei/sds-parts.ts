// A text as the PDUs that carry it, and what became of all of them together. Pure.
// Source: EN 300 392-2 clause 29; a Motorola takes 1184 bits at most, so a PDU stays within 1152: 140 characters, and 134 with
// the header that numbers the parts of a longer text.
import type { DeliveryState, ReportWish } from '../kit/short-data.ts'
import { PROTOCOL } from './sds.ts'
import type { ReportWanted, TransferDraft } from './sds-transfer.ts'
import { TEXT_CODING } from './text-coding.ts'

export interface TextOptions {
  readonly text: string
  readonly report: ReportWish
  /** No report is ever wanted of a group. */
  readonly isGroup: boolean
  /** A new message reference, 0–255. */
  readonly nextRef: () => number
}

const WHOLE_BYTES = 140
const PART_BYTES = 134
const MOST_PARTS = 8
const LATIN1 = /^[\n\r -~ -ÿ]*$/

/** @returns undefined for a text that is empty or too long to be sent */
export function textDrafts({ text, report, isGroup, nextRef }: TextOptions): TransferDraft[] | undefined {
  const coding = LATIN1.test(text) ? TEXT_CODING.latin1 : TEXT_CODING.utf16
  const width = coding === TEXT_CODING.utf16 ? 2 : 1
  const wanted: ReportWanted | undefined = isGroup || report === 'none' ? undefined : report
  const header = { pdu: 'text' as const, coding, ...(isGroup ? { group: true as const } : {}), ...(wanted ? { report: wanted } : {}) }
  if (text.length === 0) return undefined
  if (text.length * width <= WHOLE_BYTES) return [{ ...header, protocol: PROTOCOL.text, ref: nextRef(), text }]
  const pieces = cut(text, PART_BYTES / width)
  if (pieces.length > MOST_PARTS) return undefined
  const ref = nextRef()
  return pieces.map((piece, at) => ({
    ...header, protocol: PROTOCOL.userDataHeader, ref: at === 0 ? ref : nextRef(), text: piece, part: { ref, total: pieces.length, seq: at + 1 },
  }))
}

const HIGH_SURROGATE = /[\ud800-\udbff]$/

/** A character of two halves is not torn apart. */
function cut(text: string, length: number): string[] {
  const pieces: string[] = []
  for (let rest = text; rest.length > 0;) {
    const piece = rest.slice(0, length)
    const taken = rest.length > length && HIGH_SURROGATE.test(piece) ? piece.slice(0, -1) : piece
    pieces.push(taken)
    rest = rest.slice(taken.length)
  }
  return pieces
}

/** Rising: a state never gives way to one before it. A message that failed by the radio's word can still turn out to have arrived. */
const ORDER: readonly DeliveryState[] = ['unconfirmed', 'sent', 'failed', 'delivered', 'read']

export const isLater = (state: DeliveryState, before: DeliveryState | undefined): boolean =>
  before === undefined || ORDER.indexOf(state) > ORDER.indexOf(before)

/** Of a message in parts: failed with any of them, else as far as the one that is least far; undefined while one has no state. */
export function stateOfAll(parts: readonly (DeliveryState | undefined)[]): DeliveryState | undefined {
  if (parts.includes('failed')) return 'failed'
  if (parts.includes(undefined)) return undefined
  return ORDER.find((state) => parts.includes(state))
}

const REPORT = { received: 0, receivedAck: 1, consumed: 2, consumedAck: 3, shown: 5, failedFrom: 0x40 } as const
const SHORT_REPORT = { received: 2, consumed: 3 } as const

/** What a delivery report says; undefined when it says only that the message is on its way. */
export function stateOfReport(status: number): DeliveryState | undefined {
  if (status === REPORT.received || status === REPORT.receivedAck) return 'delivered'
  if (status === REPORT.consumed || status === REPORT.consumedAck || status === REPORT.shown) return 'read'
  return status >= REPORT.failedFrom ? 'failed' : undefined
}

/** The same in the shape of a status: protocol not supported, memory full, received, read. */
export function stateOfShortReport(type: number): DeliveryState {
  if (type === SHORT_REPORT.received) return 'delivered'
  return type === SHORT_REPORT.consumed ? 'read' : 'failed'
}

export const REPORT_RECEIVED = REPORT.received
export const REPORT_CONSUMED = REPORT.consumed
/** The answer to a report whose sender wants to know that it came. */
export const ackOf = (status: number): number => status | 1
