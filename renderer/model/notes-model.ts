// Quick notes: what a chip says, and which are on. A tap records, one more takes it back; both stay in the log.
import type { TimelineEntry, Topics } from '../../electron/contract/topics.ts'
import type { TextKey } from './words.ts'

export interface ChipText {
  readonly id: string
  readonly key: TextKey
}

export const CHIPS = [
  { id: 'noise', key: 'chip.noise' },
  { id: 'screen-frozen', key: 'chip.screen-frozen' },
] as const satisfies readonly ChipText[]

/** A chip is on for so long: after that the same trouble is a new note. */
export const CHIP_MS = 15 * 60_000

/** The note a chip stands for now, by its text in either language: the newest that was not taken back. */
export function noteOfChip(texts: readonly string[], topics: Pick<Topics, 'timeline'>, nowUtcMs: number): TimelineEntry | undefined {
  const entries = Object.values(topics.timeline)
  const retracted = new Set(entries.filter((entry) => entry.kind === 'note.retracted').map((entry) => entry.payload['note']))
  return entries
    .filter((entry) => entry.kind === 'note.added' && texts.includes(entry.content ?? '') && !retracted.has(entry.seq) && nowUtcMs - entry.utcMs < CHIP_MS)
    .toSorted((one, other) => other.seq - one.seq)[0]
}
