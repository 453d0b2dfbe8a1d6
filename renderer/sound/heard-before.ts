// What of faults was heard, kept over a reload of the page: an annunciation is heard once, not once a load.
import { FAULT_STATES } from './sound-facts.ts'
import type { FaultMemory, SoundMemory } from './sound-plan.ts'

/** A page's own small store, as long as its window lives. */
export interface HeardStore {
  /** undefined where there is none. */
  read(): string | undefined
  write(text: string): void
}

/** What does not read as ours was never heard: rather a tone too many. */
export function readHeard(text: string | undefined): SoundMemory['faults'] {
  try {
    const held: unknown = JSON.parse(text ?? '{}')
    if (typeof held !== 'object' || held === null) return {}
    return Object.fromEntries(Object.entries(held).filter((entry): entry is [string, FaultMemory] => isFaultMemory(entry[1])))
  } catch {
    return {}
  }
}

export const writeHeard = (faults: SoundMemory['faults']): string => JSON.stringify(faults)

function isFaultMemory(value: unknown): value is FaultMemory {
  if (typeof value !== 'object' || value === null) return false
  const { state, annunciation, settled } = value as Partial<Record<keyof FaultMemory, unknown>>
  return FAULT_STATES.some((one) => one === state) && typeof annunciation === 'number' && typeof settled === 'boolean'
}
