// What a person types as a moment, in the centre's own time: back to UTC, also over midnight and on the nights the clock is set.
import { clockTime, fullDate } from './times.ts'

export interface WallTime {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
}

const HOUR_MS = 3_600_000
/** Europe/Amsterdam in summer and in winter. In the hour that comes twice the first one is meant. */
const OFFSETS_MS = [2 * HOUR_MS, HOUR_MS] as const

/** `23-11-2026` */
export const localDate = (utcMs: number): string => fullDate(utcMs, 'nl').slice(-10)

/** @returns undefined when there is no such date; a time in the hour that is left out in spring is taken as an hour later */
export function wallToUtc({ year, month, day, hour, minute, second }: WallTime): number | undefined {
  const asUtc = Date.UTC(year, month - 1, day, hour, minute, second)
  const real = new Date(asUtc)
  if (real.getUTCMonth() !== month - 1 || real.getUTCDate() !== day || hour > 23 || minute > 59 || second > 59) return undefined
  const wanted = `${two(day)}-${two(month)}-${year} ${two(hour)}:${two(minute)}:${two(second)}`
  const found = OFFSETS_MS.map((offsetMs) => asUtc - offsetMs).find((utcMs) => `${localDate(utcMs)} ${clockTime(utcMs)}` === wanted)
  return found ?? asUtc - HOUR_MS
}

const two = (value: number): string => String(value).padStart(2, '0')

/** Which of the two, where the same time of the clock comes twice in one night; undefined on all other days. */
export function whichOfTwo(utcMs: number): 'first' | 'second' | undefined {
  if (clockTime(utcMs + HOUR_MS) === clockTime(utcMs)) return 'first'
  return clockTime(utcMs - HOUR_MS) === clockTime(utcMs) ? 'second' : undefined
}

export interface TypedMoment {
  /** Of the days around, the one that is meant. */
  readonly fromUtcMs: number
  readonly toUtcMs: number
  readonly nearUtcMs: number
  /** What a date alone means. */
  readonly dateAlone: 'begins' | 'ends'
}

const TYPED = /^(?:(\d{1,2})-(\d{1,2})(?:-(\d{4}))?)?\s*(?:(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?)?$/

/**
 * `21:46`, `21:46:51`, `23-11`, `23-11-2026 21:46`.
 *
 * @returns undefined when it is no moment
 */
export function readMoment(typed: string, { fromUtcMs, toUtcMs, nearUtcMs, dateAlone }: TypedMoment): number | undefined {
  const match = TYPED.exec(typed.trim())
  if (!match || (match[1] === undefined && match[4] === undefined)) return undefined
  const [, day, month, year, hour, minute, second] = match
  const isDateAlone = hour === undefined
  const time = isDateAlone && dateAlone === 'ends' ? { hour: 23, minute: 59, second: 59 } : { hour: Number(hour ?? 0), minute: Number(minute ?? 0), second: Number(second ?? 0) }
  if (day !== undefined && month !== undefined) return wallToUtc({ year: Number(year ?? localDate(nearUtcMs).slice(6)), month: Number(month), day: Number(day), ...time })
  const moments = [nearUtcMs, fromUtcMs, toUtcMs].flatMap((utcMs) => {
    const [ownDay, ownMonth, ownYear] = localDate(utcMs).split('-').map(Number)
    const moment = wallToUtc({ year: ownYear ?? 0, month: ownMonth ?? 0, day: ownDay ?? 0, ...time })
    return moment === undefined ? [] : [moment]
  })
  return moments.find((moment) => moment >= fromUtcMs && moment <= toUtcMs) ?? moments[0]
}
