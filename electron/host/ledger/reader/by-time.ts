// Where a moment lies in the record. Entries stand in the order in which they happened, so a time is found by halving; where
// the clock was set back, each side of that turn is searched by itself. No index: it would cost every append.
import type { DatabaseSync } from 'node:sqlite'
import { headSeq } from './rows.ts'
import type { SearchIndex } from './search-index.ts'
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
  const moment = record.prepare('SELECT boot, mono_us / 1000 AS monoMs, utc_ms AS utcMs FROM entries WHERE seq = ?')
  /** Between this entry and the next one the clock was set ahead over this time: it was never shown there. */
  const isLeapt = (seq: number, utcMs: number): boolean => {
    const [before, after] = [moment.get(seq), moment.get(seq + 1)]
    if (!before || before['boot'] !== after?.['boot']) return false
    return utcMs - Number(before['utcMs']) > Number(after?.['monoMs']) - Number(before['monoMs']) + CLOCK_JITTER_MS
  }
  return {
    lastAt(utcMs) {
      const found = runs.toReversed().map((run) => ({ run, last: lastIn(run, utcMs) })).filter(({ run, last }) => last >= run.from)
      return (found.find(({ run, last }) => last === run.to || !isLeapt(last, utcMs)) ?? found[0])?.last ?? 0
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

type TurnsRead = Pick<SearchIndex, 'through' | 'turns'>

/**
 * Where the clock was set back, also in what the index has not read yet: whoever asks for a time does not wait for the index, and
 * must not be shown another time for it. Only of a record without gaps, as the console's own is; each entry is looked at once.
 */
export function createTurns(record: DatabaseSync): (index: TurnsRead) => readonly number[] {
  // Five times as fast as a window over the entries.
  const later = record.prepare(`SELECT a.seq AS seq FROM entries a CROSS JOIN entries b ON b.seq = a.seq - 1 WHERE a.seq > ? AND a.seq <= ? AND a.utc_ms < b.utc_ms - ${CLOCK_JITTER_MS} ORDER BY a.seq`)
  let read: { readonly index: TurnsRead; readonly to: number; readonly turns: readonly number[] } | undefined
  return (index) => {
    const { through } = index
    const before = read?.index === index ? read : { to: through, turns: [] }
    const to = headSeq(record)
    const turns = [...before.turns.filter((seq) => seq > through), ...later.all(Math.max(before.to, through), to).map(({ seq }) => Number(seq))]
    read = { index, to, turns }
    return [...index.turns(), ...turns]
  }
}

/** Where the clock was set back, found by reading every time: for whoever has no index. */
export const turnsIn = (record: DatabaseSync): readonly number[] =>
  record.prepare(`SELECT seq FROM (SELECT seq, utc_ms, lag(utc_ms) OVER (ORDER BY seq) AS before FROM entries) WHERE utc_ms < before - ${CLOCK_JITTER_MS} ORDER BY seq`).all().map(({ seq }) => Number(seq))
