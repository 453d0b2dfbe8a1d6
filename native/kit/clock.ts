// Time is handed in. Durations come from the monotonic clock, records carry UTC, nobody reads either by themselves.

export interface Timer {
  cancel(): void
}

export interface Clock {
  /** Milliseconds since an arbitrary start, never going back; fractions allowed, 1 µs resolution. */
  monotonicMs(): number
  /** Milliseconds since 1970-01-01T00:00:00Z, whole; may jump when somebody sets the clock. */
  utcMs(): number
  /** Calls `run` once, not before `delayMs` (≥ 0) has passed on the monotonic clock. */
  after(delayMs: number, run: () => void): Timer
}

/** Chance, for identities, salts and jitter; a test hands in a seed. */
export interface Random {
  /** `length` unpredictable bytes. */
  bytes(length: number): Uint8Array
  /** A fraction from 0 up to, not including, 1. */
  fraction(): number
}
