// Numbers of storingen, meldingen and acties: a series, the year here, the room, four digits or more. Drills have their own
// series, so that no count of what was real holds one of them. Architecture section 7. Pure.
import type { Series } from '../../contract/faults.ts'

/** The year turns in winter, when Dutch time is an hour ahead of UTC. */
const WINTER_TIME_MS = 3_600_000
const DIGITS = 4
const NUMBER = /^(S|M|A|O|OM|OA)-(\d{4})-([A-Z0-9]+)-(\d{4,})$/

export interface Numbered {
  readonly series: Series
  readonly year: string
  /** Code of the room. */
  readonly room: string
  readonly count: number
}

/** `series-year` → the last number given in it. */
export type LastNumbers = Readonly<Record<string, number>>

const yearOf = (utcMs: number): string => String(new Date(utcMs + WINTER_TIME_MS).getUTCFullYear())

/** The next number of a series, and the counts with it. */
export function nextNumber(last: LastNumbers, { series, room, utcMs }: { readonly series: Series; readonly room: string; readonly utcMs: number }): { readonly number: string; readonly last: LastNumbers } {
  const year = yearOf(utcMs)
  const key = `${series}-${year}`
  const count = (last[key] ?? 0) + 1
  return { number: `${series}-${year}-${room}-${String(count).padStart(DIGITS, '0')}`, last: { ...last, [key]: count } }
}

/** Undefined: none of ours. */
export function parseNumber(text: unknown): Numbered | undefined {
  const [, series, year, room, count] = typeof text === 'string' ? (NUMBER.exec(text) ?? []) : []
  return series === undefined || year === undefined || room === undefined ? undefined : { series: series as Series, year, room, count: Number(count) }
}

/** What numbers found in the record say of the last ones; those of other rooms do not count. */
export function lastOf(numbers: Iterable<unknown>, room: string): LastNumbers {
  const last: Record<string, number> = {}
  for (const text of numbers) {
    const one = parseNumber(text)
    if (!one || one.room !== room) continue
    const key = `${one.series}-${one.year}`
    last[key] = Math.max(last[key] ?? 0, one.count)
  }
  return last
}
