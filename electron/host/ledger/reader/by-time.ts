// Where a moment lies in the record. Entries stand in the order in which they happened, so a time is found by halving; where
// the clock was set back, each side of that turn is searched by itself. No index: it would cost every append.
import type { DatabaseSync } from 'node:sqlite'
import { CLOCK_JITTER_MS } from './search-slices.ts'

export interface TimeOrder {
  /** Last entry at or before this moment; of a time that the clock showed twice the later one. 0: before the first. */
  lastAt(utcMs: number): number
  /** Every entry of these times lies in it; others may. */
  around(fromUtcMs: number, toUtcMs: number): { readonly from: number; readonly to: number }
}

/** @param turns  first entries after the clock was set back, ascending */
export function createTimeOrder(record: DatabaseSync, turns: readonly number[], head: number): TimeOrder {
  const utc = record.prepare('SELECT utc_ms AS utcMs FROM entries WHERE seq = ?')
  const utcOf = (seq: number): number => Number(utc.get(seq)?.['utcMs'] ?? 0)
  const starts = [1, ...turns.filter((turn) => turn > 1)]
  const runs = starts.map((from, at) => ({ from, to: (starts[at + 1] ?? head + 1) - 1 })).filter(({ from, to }) => from <= to)
  /** Within a run; `from - 1` when it begins later. */
  const lastIn = ({ from, to }: { readonly from: number; readonly to: number }, utcMs: number): number => {
    let low = from - 1
    let high = to
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if (utcOf(middle) <= utcMs) low = middle
      else high = middle - 1
    }
    return low
  }
  return {
    lastAt(utcMs) {
      for (const run of runs.toReversed()) {
        const last = lastIn(run, utcMs)
        if (last >= run.from) return last
      }
      return 0
    },
    around(fromUtcMs, toUtcMs) {
      let found = { from: 1, to: 0 }
      for (const run of runs) {
        const from = lastIn(run, fromUtcMs - CLOCK_JITTER_MS - 1) + 1
        const to = lastIn(run, toUtcMs + CLOCK_JITTER_MS)
        if (from <= to) found = { from: found.to === 0 ? from : Math.min(found.from, from), to: Math.max(found.to, to) }
      }
      return found
    },
  }
}

/** Where the clock was set back, found by reading every time: for whoever has no index. */
export const turnsIn = (record: DatabaseSync): readonly number[] =>
  record.prepare(`SELECT seq FROM (SELECT seq, utc_ms, lag(utc_ms) OVER (ORDER BY seq) AS before FROM entries) WHERE utc_ms < before - ${CLOCK_JITTER_MS} ORDER BY seq`).all().map(({ seq }) => Number(seq))
