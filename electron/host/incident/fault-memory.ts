// What the record still says of storingen: which are open, which number comes next, how many entries each has. Pure.
import { z } from 'zod'
import type { StoredEntry } from '../ledger/port.ts'
import { lastOf, parseNumber } from './numbers.ts'
import type { Fault, FaultMemory } from './types.ts'

export const OPENED_KIND = 'fault.opened'
export const REPORTED_KIND = 'fault.reported'

/** Saved with the watch, at least each minute: counting a storing of weeks anew would read weeks. */
export const savedCountsSchema = z.object({ seq: z.number(), counts: z.record(z.string(), z.number()) })
export type SavedCounts = z.infer<typeof savedCountsSchema>

/** @param openings  entries of OPENED_KIND, newest first; what does not read as one of ours, or of this room, is passed over */
export function memoryOf(openings: readonly StoredEntry[], room: string): FaultMemory & { readonly openedSeq: Readonly<Record<string, number>> } {
  const numbers: string[] = []
  const open: Fault[] = []
  const openedSeq: Record<string, number> = {}
  for (const { seq, payload, utcMs } of openings.toReversed()) {
    const { number, service, by } = payload
    const parsed = parseNumber(number)
    if (typeof number !== 'string' || parsed?.series !== 'S' || parsed.room !== room) continue
    numbers.push(number)
    openedSeq[number] = seq
    open.push({
      number,
      ...(typeof service === 'string' ? { service } : {}),
      openedBy: by === 'person' ? 'person' : 'automatic',
      openedUtcMs: utcMs,
      seenUtcMs: utcMs,
      recorded: true,
      entries: 0,
    })
  }
  return { open, last: lastOf(numbers, room), openedSeq }
}

/** How many entries each storing had in earlier runs: as saved, and those that came between saving and the end. */
export function countEarlier(openedSeq: Readonly<Record<string, number>>, newest: readonly StoredEntry[], read: { readonly saved: SavedCounts | undefined; readonly untilSeq: number }): Record<string, number> {
  const { saved, untilSeq } = read
  const later = newest.filter((entry) => entry.seq > (saved?.seq ?? 0) && entry.seq <= untilSeq)
  return Object.fromEntries(Object.entries(openedSeq).map(([number, seq]) => {
    const since = later.filter((entry) => entry.seq >= seq)
    return [number, (saved?.counts[number] ?? 0) + since.length]
  }))
}
