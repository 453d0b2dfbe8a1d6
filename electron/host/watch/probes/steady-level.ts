// One contact, told only once it has stood still: a relay bounces and a cable crackles. Pure.
export type ContactLevel = 'on' | 'off'

export interface SteadyLevel {
  /** As it is told; undefined: never read. */
  readonly level?: ContactLevel
  /** Another level that has not stood long enough yet. */
  readonly other?: { readonly level: ContactLevel; readonly sinceMs: number }
}

/** @returns the same object when nothing changed; the first reading is taken as it is */
export function readLevel(before: SteadyLevel, level: ContactLevel, debounceMs: number, nowMs: number): SteadyLevel {
  if (before.level === undefined) return { level }
  if (before.level === level) return before.other ? { level } : before
  const sinceMs = before.other?.sinceMs ?? nowMs
  return nowMs - sinceMs >= debounceMs ? { level } : before.other ? before : { level: before.level, other: { level, sinceMs } }
}
