// Short data that come in: told once, put together from their parts, and answered where their sender asked for it.
// Source: EN 300 392-2 clause 29. One make sends each message four times (README, quirk 18). Protocol 224, which makes some
// radios run AT commands, is data of an unknown protocol here: nothing acts on it.
import type { Clock, Timer } from '../kit/clock.ts'
import type { RadioEvent } from '../kit/driver.ts'
import type { DeliveryState } from '../kit/short-data.ts'
import { LIP_REASON_EMERGENCY, type LipShort } from './lip.ts'
import type { SdsReceived } from './messages/sds-header.ts'
import { PROTOCOL, STATUS_EMERGENCY, type SdsDraft, type SdsPdu } from './sds.ts'
import { ackOf, REPORT_CONSUMED, REPORT_RECEIVED, stateOfReport, stateOfShortReport } from './sds-parts.ts'
import type { SdsPart } from './sds-transfer.ts'

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

interface Assembly {
  readonly parts: Map<number, string>
  /** Answers to be given once somebody has opened it. */
  readonly opened: SdsDraft[]
  readonly tell: (isWhole: boolean) => void
  readonly timer: Timer
}
type Text = Extract<SdsPdu, { pdu: 'text' | 'simple-text' }>

const REPEATED_WITHIN_MS = 10_000
const PARTS_WITHIN_MS = 60_000 // each part takes the network some seconds
const MOST_OPEN = 16
const MOST_KEPT = 256

export function createSdsInbox({ clock, emit, isOurs, answer, onReport, nextMessage }: InboxOptions): SdsInbox {
  const seen = new Map<string, number>()
  const open = new Map<string, Assembly>()
  /** Texts whose sender wants to know that they were opened. */
  const unopened = new Map<number, { readonly to: string; readonly drafts: readonly SdsDraft[] }>()

  const isRepeated = (key: string): boolean => {
    const nowMs = clock.monotonicMs()
    for (const [one, atMs] of seen) if (nowMs - atMs >= REPEATED_WITHIN_MS) seen.delete(one)
    if (seen.has(key)) return true
    seen.set(key, nowMs)
    return false
  }
  /** Answers that it came. @returns the answer to be given when somebody has opened it */
  const acknowledge = (message: SdsReceived, text: Text): SdsDraft | undefined => {
    const { calling } = message
    const wish = 'report' in text ? text.report : undefined
    if (calling === undefined || text.pdu !== 'text' || wish === undefined || text.group || !isOurs(message.calledSsi)) return undefined
    const report = (status: number): SdsDraft => ({ pdu: 'report', protocol: text.protocol, status, ref: text.ref })
    if (wish !== 'consumed') answer(calling, report(REPORT_RECEIVED))
    return wish === 'received' ? undefined : report(REPORT_CONSUMED)
  }
  const tellText = (message: SdsReceived, told: { readonly text: string; readonly doubtful: boolean; readonly immediate: boolean; readonly opened: readonly SdsDraft[] }): void => {
    const number = nextMessage()
    const { calling } = message
    if (told.opened.length > 0 && calling !== undefined) {
      unopened.set(number, { to: calling, drafts: told.opened })
      const [oldest] = unopened.keys()
      if (unopened.size > MOST_KEPT && oldest !== undefined) unopened.delete(oldest)
    }
    emit({ event: 'text', message: number, text: told.text, ...partiesOf(message), immediate: told.immediate, doubtful: told.doubtful })
  }
  const collect = (message: SdsReceived, text: Text, part: SdsPart, opened: readonly SdsDraft[]): void => {
    const key = JSON.stringify([message.calling, part.ref, part.total])
    const assembly = open.get(key) ?? begin(key, message, { part, immediate: isImmediate(text) })
    assembly.parts.set(part.seq, text.text)
    assembly.opened.push(...opened)
    if (assembly.parts.size >= part.total) assembly.tell(true)
  }
  const begin = (key: string, message: SdsReceived, { part, immediate }: { readonly part: SdsPart; readonly immediate: boolean }): Assembly => {
    const parts = new Map<number, string>()
    const opened: SdsDraft[] = []
    const tell = (isWhole: boolean): void => {
      timer.cancel()
      open.delete(key)
      const text = Array.from({ length: part.total }, (_, at) => parts.get(at + 1) ?? '…').join('')
      tellText(message, { text, doubtful: !isWhole, immediate, opened })
    }
    const timer = clock.after(PARTS_WITHIN_MS, () => tell(false))
    const assembly = { parts, opened, tell, timer }
    open.set(key, assembly)
    if (open.size > MOST_OPEN) [...open.values()][0]?.tell(false)
    return assembly
  }
  const hearText = (message: SdsReceived, text: Text): void => {
    const opened = acknowledge(message, text)
    const part = text.pdu === 'text' ? text.part : undefined
    const isPart = part !== undefined && part.total > 1 && part.total <= MOST_PARTS && part.seq >= 1 && part.seq <= part.total
    if (isPart) return collect(message, text, part, opened ? [opened] : [])
    const doubtful = text.encodingAssumed === true || message.truncated === true || part !== undefined && part.total > 1
    tellText(message, { text: text.text, doubtful, immediate: isImmediate(text), opened: opened ? [opened] : [] })
  }

  return {
    hear(message) {
      const from = message.callingSsi
      // Told each time: whoever keeps emergencies knows repeats, and needs to hear that they go on.
      if (isEmergency(message)) emit({ event: 'emergency', kind: 'status', ...fromOf(message) })
      if (message.pdu === 'report' && from !== undefined) {
        const state = stateOfReport(message.status)
        if (state) onReport({ from, ref: message.ref, state })
        if (message.ackWanted && message.calling !== undefined && isOurs(message.calledSsi)) answer(message.calling, { pdu: 'ack', protocol: message.protocol, status: ackOf(message.status), ref: message.ref })
        return
      }
      if (message.pdu === 'short-report' && from !== undefined) return onReport({ from, ref: message.ref, state: stateOfShortReport(message.reportType) })
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
      for (const { timer } of open.values()) timer.cancel()
      open.clear()
    },
  }
}

const MOST_PARTS = 32
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
