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

/** The two clocks are not read at one instant, and UTC in whole milliseconds: less than this between them is of the reading. */
const READING_MS = 2

/**
 * UTC minus monotonic time, the same for as long as nobody sets the clock: a moment that is told twice is told alike, and who
 * is shown it sees no change.
 */
export function createUtcAhead(clock: Pick<Clock, 'monotonicMs' | 'utcMs'>): () => number {
  const read = (): number => clock.utcMs() - clock.monotonicMs()
  let held = read()
  return () => {
    const now = read()
    if (Math.abs(now - held) >= READING_MS) held = now
    return held
  }
}

/** Chance, for identities, salts and jitter; a test hands in a seed. */
export interface Random {
  /** `length` unpredictable bytes. */
  bytes(length: number): Uint8Array
  /** A fraction from 0 up to, not including, 1. */
  fraction(): number
}
