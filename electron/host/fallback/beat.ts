// Notices that the process, or the whole workstation, stood still while something waited.
import type { Clock, Timer } from '../../../native/kit/clock.ts'
import { STANDSTILL_MS } from './after-standstill.ts'

/** While something waits it is looked this often whether time went on without us. */
const BEAT_MS = 500

export interface Beat {
  /** Looks now: of two timers that fell due meanwhile either may come first, and a press may come before both. */
  look(): void
  keep(isKept: boolean): void
}

export function createBeat(clock: Clock, onStandstill: () => void): Beat {
  let timer: Timer | undefined
  let lookedMs = 0

  const look = (): void => {
    const nowMs = clock.monotonicMs()
    const stoodMs = nowMs - lookedMs
    lookedMs = nowMs
    if (timer && stoodMs > STANDSTILL_MS) onStandstill()
  }
  const next = (): void => {
    const mine = clock.after(BEAT_MS, () => {
      look()
      if (timer === mine) next()
    })
    timer = mine
  }
  return {
    look,
    keep(isKept) {
      if (isKept === (timer !== undefined)) return
      timer?.cancel()
      timer = undefined
      lookedMs = clock.monotonicMs()
      if (isKept) next()
    },
  }
}
