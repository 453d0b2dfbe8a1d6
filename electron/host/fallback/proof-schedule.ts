// When a channel is proven again: on its interval, soon after a proof that failed, one proof at a time; and when the last one
// has grown old.
import type { Clock, Timer } from '../../../native/kit/clock.ts'

export interface ProofScheduleOptions {
  readonly clock: Clock
  readonly everyMs: number
  /** When again, after a proof and after one that failed; default shares of the interval, the same each time. */
  readonly delays?: { readonly renewMs: () => number; readonly retryMs: () => number }
  /** `no`: it would be in vain. `later`: somebody uses the channel now. */
  readonly mayProve: () => 'yes' | 'no' | 'later'
  /** @returns whether it was proven; the schedule is told of use that proves as well by `proven` */
  readonly prove: () => Promise<boolean>
  /** A proof ended, or the last one grew old. */
  readonly onChange: () => void
}

export interface ProofSchedule {
  /** Proves now, unless a proof is under way. */
  now(): void
  /** Proves then, default in RETRY_MS: something was said that a proof must settle. */
  soon(inMs?: number): void
  /** The channel was proven at this moment, by a proof or by its use. */
  proven(): void
  readonly isStopped: boolean
  stop(): void
}

/** A proof is renewed at this share of its interval, so that a healthy channel never turns stale in between. */
const RENEW_AT = 0.6
const RETRY_MS = 2000

export function createProofSchedule({ clock, everyMs, delays, mayProve, prove, onChange }: ProofScheduleOptions): ProofSchedule {
  const renewMs = delays?.renewMs ?? (() => everyMs * RENEW_AT)
  const retryMs = delays?.retryMs ?? (() => RETRY_MS)
  let timer: Timer | undefined
  let staleTimer: Timer | undefined
  let proving = false
  let stopped = false

  const plan = (ms: number): void => {
    timer?.cancel()
    if (!stopped) timer = clock.after(ms, now)
  }
  function now(): void {
    if (proving || stopped) return
    const may = mayProve()
    if (may === 'no') return
    if (may === 'later') return plan(RETRY_MS)
    proving = true
    void prove().then((isProven) => {
      proving = false
      if (stopped) return
      plan(isProven ? renewMs() : retryMs())
      onChange()
    })
  }

  return {
    now,
    soon: (inMs = retryMs()) => plan(inMs),
    proven() {
      staleTimer?.cancel()
      if (!stopped) staleTimer = clock.after(everyMs + 1, onChange)
    },
    get isStopped() {
      return stopped
    },
    stop() {
      stopped = true
      timer?.cancel()
      staleTimer?.cancel()
    },
  }
}
