// A held global key repeats, and the system does not say so: what is a repetition is told by its timing.
import type { KeyAction } from '../../contract/keys.ts'

const FIRST_REPEAT_MS = 1100 // no keyboard waits longer than 1 s before it repeats a held key
const REPEAT_MS = 600 // nor longer than 0.5 s between repeats

/**
 * Drops what a held key repeats: the host would take each as a press.
 *
 * @returns whether this press counts
 */
export function createRepeatFilter(): (action: KeyAction, monotonicMs: number) => boolean {
  const held = new Map<KeyAction, { readonly countedMs: number; readonly lastMs: number }>()
  return (action, monotonicMs) => {
    const { countedMs, lastMs } = held.get(action) ?? { countedMs: -Infinity, lastMs: -Infinity }
    const counts = monotonicMs - countedMs >= FIRST_REPEAT_MS && monotonicMs - lastMs >= REPEAT_MS
    held.set(action, { countedMs: counts ? monotonicMs : countedMs, lastMs: monotonicMs })
    return counts
  }
}
