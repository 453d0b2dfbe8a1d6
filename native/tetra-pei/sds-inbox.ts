// Short data that come in: told once, put together from their parts, and answered where their sender asked for it.
// Source: EN 300 392-2 clause 29. One make sends each message four times (README, quirk 17). Protocol 224, which makes some
// radios run AT commands, is data of an unknown protocol here: nothing acts on it.
import type { Clock } from '../kit/clock.ts'
import type { RadioEvent } from '../kit/driver.ts'
import type { DeliveryState } from '../kit/short-data.ts'
import { LIP_REASON_EMERGENCY, type LipShort } from './lip.ts'
import type { SdsReceived } from './messages/sds-header.ts'
import { PROTOCOL, STATUS_EMERGENCY, type SdsDraft, type SdsPdu } from './sds.ts'
import { createTextAssembly, MOST_PARTS, type AssembledText } from './sds-assembly.ts'
import { ackOf, REPORT_CONSUMED, REPORT_RECEIVED, stateOfReport, stateOfShortReport } from './sds-parts.ts'

export interface SdsInbox {
  hear(message: SdsReceived): void
  /** A person opened that text. */
  consumed(message: number): void
  stop(): void
}

export interface InboxOptions {
  readonly clock: Clock
  readonly emit: (event: RadioEvent) => void
  /** Sent to this radio alone: only then is anything answered. */
  readonly isOurs: (called: number | undefined) => boolean
  readonly answer: (to: string, draft: SdsDraft) => void
  readonly onReport: (report: { readonly from: number; readonly ref: number; readonly state: DeliveryState }) => void
  readonly nextMessage: () => number
}

type Text = Extract<SdsPdu, { pdu: 'text' | 'simple-text' }>

const REPEATED_WITHIN_MS = 10_000
const MOST_KEPT = 256

export function createSdsInbox({ clock, emit, isOurs, answer, onReport, nextMessage }: InboxOptions): SdsInbox {
  const assembly = createTextAssembly(clock)
  /** What came → when, the oldest first. */
  const seen = new Map<string, number>()
  /** Texts whose sender wants to know that they were opened. */
  const unopened = new Map<number, { readonly to: string; readonly drafts: readonly SdsDraft[] }>()

  const isRepeated = (key: string): boolean => {
    const nowMs = clock.monotonicMs()
    for (const [one, atMs] of seen) {
      if (nowMs - atMs < REPEATED_WITHIN_MS && seen.size <= MOST_KEPT) break
      seen.delete(one)
    }
    if (seen.has(key)) return true
    seen.set(key, nowMs)
    return false
  }
  /** Answers that it came. @returns the answer to be given when somebody has opened it */
  const acknowledge = (message: SdsReceived, text: Text): readonly SdsDraft[] => {
    const to = senderOf(message)
    const wish = 'report' in text ? text.report : undefined
    if (to === undefined || text.pdu !== 'text' || wish === undefined || text.group || !isOurs(message.calledSsi)) return []
    const report = (status: number): SdsDraft => ({ pdu: 'report', protocol: text.protocol, status, ref: text.ref })
    if (wish !== 'consumed') answer(to, report(REPORT_RECEIVED))
    return wish === 'received' ? [] : [report(REPORT_CONSUMED)]
  }
  const tellText = (message: SdsReceived, { text, doubtful, opened }: AssembledText, immediate: boolean): void => {
    const number = nextMessage()
    const to = senderOf(message)
    if (opened.length > 0 && to !== undefined) {
      unopened.set(number, { to, drafts: opened })
      const [oldest] = unopened.keys()
      if (unopened.size > MOST_KEPT && oldest !== undefined) unopened.delete(oldest)
    }
    emit({ event: 'text', message: number, text, ...partiesOf(message), immediate, doubtful })
  }
  const hearText = (message: SdsReceived, text: Text): void => {
    const part = text.pdu === 'text' ? text.part : undefined
    const isPart = part !== undefined && part.total > 1 && part.total <= MOST_PARTS && part.seq >= 1 && part.seq <= part.total
    const isTorn = part !== undefined && part.total > 1 && !isPart
    const heard = { text: text.text, doubtful: text.encodingAssumed === true || message.truncated === true || isTorn, opened: acknowledge(message, text) }
    const tell = (whole: AssembledText): void => tellText(message, whole, isImmediate(text))
    if (isPart) assembly.add({ ...heard, from: message.calling ?? '', part, tell })
    else tell(heard)
  }
  const hearReport = (message: SdsReceived & Extract<SdsPdu, { pdu: 'report' }>): void => {
    const state = stateOfReport(message.status)
    if (state && message.callingSsi !== undefined) onReport({ from: message.callingSsi, ref: message.ref, state })
    const to = senderOf(message)
    if (!message.ackWanted || to === undefined || !isOurs(message.calledSsi)) return
    answer(to, { pdu: 'ack', protocol: message.protocol, status: ackOf(message.status), ref: message.ref })
  }

  return {
    hear(message) {
      // Told each time: whoever keeps emergencies knows repeats, and needs to hear that they go on.
      if (isEmergency(message)) emit({ event: 'emergency', kind: 'status', ...fromOf(message) })
      if (message.pdu === 'report') return hearReport(message)
      if (message.pdu === 'short-report') {
        const { callingSsi: from, ref, reportType } = message
        return from === undefined ? undefined : onReport({ from, ref, state: stateOfShortReport(reportType) })
      }
      if (message.truncated && message.pdu !== 'text' && message.pdu !== 'simple-text') return
      if (isRepeated(keyOf(message))) return
      if (message.pdu === 'status' && message.status === STATUS_EMERGENCY) return
      if (message.pdu === 'status') return emit({ event: 'status', value: message.status, ...partiesOf(message) })
      if (message.pdu === 'lip') return tellPosition(message, emit)
      if (message.pdu === 'text' || message.pdu === 'simple-text') hearText(message, message)
    },
    consumed(message) {
      const waiting = unopened.get(message)
      unopened.delete(message)
      for (const draft of waiting?.drafts ?? []) answer(waiting?.to ?? '', draft)
    },
    stop() {
      assembly.stop()
    },
  }
}

const isImmediate = ({ protocol }: Text): boolean => protocol === PROTOCOL.immediateText || protocol === PROTOCOL.simpleImmediateText

/** Status 0, or the position a radio sends when its emergency key is pressed. */
function isEmergency(message: SdsReceived): boolean {
  if (message.pdu === 'status') return message.status === STATUS_EMERGENCY
  return message.pdu === 'lip' && message.reason === LIP_REASON_EMERGENCY
}

/** Who sent what; the radio's own words about the length are no part of it. */
function keyOf(message: SdsReceived): string {
  const { bits: _bits, hexBits: _hexBits, lengthMatches: _matches, callingType: _from, calledType: _to, ...rest } = message
  return JSON.stringify(rest)
}

/** Whom an answer can go to: a short identity, never an outside number. */
const senderOf = ({ callingSsi }: SdsReceived): string | undefined => (callingSsi === undefined ? undefined : String(callingSsi))

function fromOf({ calling, callingSsi }: SdsReceived): { readonly from?: string } {
  const from = callingSsi === undefined ? calling : String(callingSsi)
  return from === undefined ? {} : { from }
}

function partiesOf(message: SdsReceived): { readonly from?: string; readonly to?: string } {
  const to = message.calledSsi === undefined ? message.called : String(message.calledSsi)
  return { ...fromOf(message), ...(to === undefined ? {} : { to }) }
}

/** A report without a fix is no place. */
function tellPosition(message: SdsReceived & LipShort, emit: (event: RadioEvent) => void): void {
  const { lat, lon, age, errorBelowM, speedKmh, headingDeg, reason } = message
  if (lat === undefined || lon === undefined) return
  const known = Object.fromEntries(Object.entries({ errorBelowM, speedKmh, headingDeg, reason }).filter(([, value]) => value !== undefined))
  emit({ event: 'position', lat, lon, age, ...known, ...fromOf(message) })
}
