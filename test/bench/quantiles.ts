// The usual figures of a set of measurements.
export interface Quantiles {
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly n: number
}

/** Nearest rank; of an empty set NaN, which no figure should ever be. */
export function quantilesOf(values: readonly number[]): Quantiles {
  const sorted = values.toSorted((one, other) => one - other)
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), n: sorted.length }
}
