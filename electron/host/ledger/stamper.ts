// Reads both clocks at the moment something happened, and notices when UTC was set.
import type { Clock } from '../../../native/kit/clock.ts'
import type { ClockQuality, Stamp } from './entry.ts'

/** As the verifier's CLOCK STEP: the entry says so itself at that moment. */
const STEP_MS = 2000

/** @param quality  what the clock probe says of UTC at this moment */
export function createStamper(clock: Clock, quality: () => ClockQuality): () => Stamp {
  let last: { readonly monoMs: number; readonly utcMs: number } | undefined
  return () => {
    const monoMs = clock.monotonicMs()
    const utcMs = clock.utcMs()
    const drift = last ? utcMs - last.utcMs - (monoMs - last.monoMs) : 0
    last = { monoMs, utcMs }
    return { monoUs: Math.floor(monoMs * 1000), utcMs, clock: Math.abs(drift) > STEP_MS ? 'stepped' : quality() }
  }
}
