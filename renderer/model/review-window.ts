// The piece of time that is looked back on: from ten minutes before a storing began to its end, or around a moment. Its axis
// stands still while a storing is open: it grows in steps, and only the live end of the lines moves.
import type { FaultView } from '../../electron/contract/topics.ts'
import { whichOfTwo, localDate } from '../i18n/wall-time.ts'
import type { Words } from './words.ts'

export interface ReviewWindow {
  readonly fromUtcMs: number
  readonly toUtcMs: number
  /** It reaches until now, and grows. */
  readonly live: boolean
}

/** What is looked back on. */
export type ReviewSubject =
  | { readonly on: 'fault'; readonly number: string }
  /** No storing: the last hour. */
  | { readonly on: 'lately' }
  | { readonly on: 'moment'; readonly utcMs: number }

const SECOND_MS = 1000
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
export const BEFORE_MS = 10 * MINUTE_MS
export const AFTER_MS = 5 * MINUTE_MS
const AROUND_MS = 30 * MINUTE_MS
/** Lengths an axis may have: it jumps from one to the next, seldom. */
const LENGTHS_MS = [20, 30, 45, 60, 90, 120, 180, 240, 360, 480, 720, 1440].map((minutes) => minutes * MINUTE_MS)

export function windowOfFault(fault: Pick<FaultView, 'openedUtcMs' | 'begunUtcMs' | 'closedUtcMs' | 'state'>, nowUtcMs: number): ReviewWindow {
  const fromUtcMs = Math.floor((Math.min(fault.begunUtcMs ?? fault.openedUtcMs, fault.openedUtcMs) - BEFORE_MS) / MINUTE_MS) * MINUTE_MS
  if (fault.state === 'closed') {
    const toUtcMs = Math.max((fault.closedUtcMs ?? fault.openedUtcMs) + AFTER_MS, fromUtcMs + MINUTE_MS)
    // Just closed: the minutes after it are still to come, and nobody knows them.
    return { fromUtcMs, toUtcMs, live: toUtcMs > nowUtcMs }
  }
  return { fromUtcMs, toUtcMs: fromUtcMs + axisLength(nowUtcMs - fromUtcMs), live: true }
}

/** Where a reader begins: just after it was found, when its opening stands in the record too. */
export const foundCursor = ({ openedUtcMs }: Pick<FaultView, 'openedUtcMs'>): { readonly utcMs: number } => ({ utcMs: Math.ceil((openedUtcMs + 1) / SECOND_MS) * SECOND_MS })

export function windowOf(subject: ReviewSubject, fault: FaultView | undefined, nowUtcMs: number): ReviewWindow {
  if (subject.on === 'moment') return { fromUtcMs: subject.utcMs - AROUND_MS, toUtcMs: subject.utcMs + AROUND_MS, live: subject.utcMs + AROUND_MS > nowUtcMs }
  if (fault) return windowOfFault(fault, nowUtcMs)
  const fromUtcMs = Math.floor((nowUtcMs - HOUR_MS) / BEFORE_MS) * BEFORE_MS
  return { fromUtcMs, toUtcMs: fromUtcMs + HOUR_MS + BEFORE_MS, live: true }
}

/** Days are whole after the first. */
const axisLength = (wantedMs: number): number => LENGTHS_MS.find((length) => length >= wantedMs) ?? Math.ceil(wantedMs / (24 * HOUR_MS)) * 24 * HOUR_MS

const STEPS_MS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440].map((minutes) => minutes * MINUTE_MS)
const MOST_TICKS = 7

export interface Tick {
  readonly utcMs: number
  readonly text: string
}

/** Whole moments of the local clock along the axis; a date where a day begins, and at the left of a line of days. */
export function ticksOf({ fromUtcMs, toUtcMs }: ReviewWindow, words: Words): readonly Tick[] {
  const step = STEPS_MS.find((one) => (toUtcMs - fromUtcMs) / one <= MOST_TICKS) ?? Math.ceil((toUtcMs - fromUtcMs) / MOST_TICKS / (24 * HOUR_MS)) * 24 * HOUR_MS
  // The local clock differs from UTC by whole hours: steps of more than one would not fall on its even hours.
  const shift = offsetMs(fromUtcMs)
  const first = Math.ceil((fromUtcMs + shift) / step) * step - shift
  const ticks: Tick[] = []
  for (let utcMs = first; utcMs <= toUtcMs; utcMs += step) {
    const minute = words.minute(utcMs)
    ticks.push({ utcMs, text: minute === '00:00' || step >= 24 * HOUR_MS ? words.day(utcMs) : minute })
  }
  return ticks
}

function offsetMs(utcMs: number): number {
  const [day = 0, month = 0, year = 0] = localDate(utcMs).split('-').map(Number)
  const noon = Date.UTC(year, month - 1, day, 12)
  const [hour = 0] = localHour(noon)
  return (hour - 12) * HOUR_MS
}

const amsterdam = new Intl.DateTimeFormat('nl-NL', { timeZone: 'Europe/Amsterdam', hour: '2-digit', hourCycle: 'h23' })
const localHour = (utcMs: number): readonly number[] => [Number(amsterdam.format(utcMs).slice(0, 2))]

/** `21:46:51`; with its day where that is another one than the reader's, and which of two where the clock was set back. */
export function momentText(utcMs: number, besideUtcMs: number, words: Words): string {
  const day = localDate(utcMs) === localDate(besideUtcMs) ? '' : `${words.day(utcMs)} `
  const which = whichOfTwo(utcMs)
  return `${day}${words.clock(utcMs)}${which === undefined ? '' : ` ${words.text(which === 'first' ? 'review.summer-time' : 'review.winter-time')}`}`
}

/** As long as the window is, from 0 to 1; what lies outside sticks to the edge. */
export const shareOf = (utcMs: number, { fromUtcMs, toUtcMs }: ReviewWindow): number => Math.min(1, Math.max(0, (utcMs - fromUtcMs) / Math.max(1, toUtcMs - fromUtcMs)))
