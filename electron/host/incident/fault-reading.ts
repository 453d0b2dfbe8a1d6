// Out of the record, what storingen are made of again: the newest summary, and every entry after it, however many.
import type { Ledger, StoredEntry } from '../ledger/port.ts'
import { FAULT_KINDS, SAVED_KIND, savedFaultsSchema, type SavedFaults } from './fault-memory.ts'

/** Nearly always the first is enough; the last is all that the record gives at once. */
const STEPS_LOOKED_AT = [200, 2_000, 10_000] as const

export interface FaultsRead {
  readonly saved: SavedFaults | undefined
  /** Oldest first. */
  readonly entries: readonly StoredEntry[]
}

/** undefined: the record cannot be read now. */
export async function readFaults(ledger: Pick<Ledger, 'latest'>, room: string): Promise<FaultsRead | undefined> {
  const summary = await ledger.latest([SAVED_KIND], 1)
  if (!summary.ok) return undefined
  const parsed = savedFaultsSchema.safeParse(summary.value[0]?.payload)
  const saved = parsed.success && parsed.data.room === room ? (parsed.data as SavedFaults) : undefined
  for (const limit of STEPS_LOOKED_AT) {
    const read = await ledger.latest(FAULT_KINDS, limit)
    if (!read.ok) return undefined
    const oldest = read.value.at(-1)
    const isAll = read.value.length < limit || (oldest !== undefined && oldest.seq <= (saved?.seq ?? 0))
    if (isAll || limit === STEPS_LOOKED_AT.at(-1)) return { saved, entries: read.value.toReversed() }
  }
  return undefined
}
