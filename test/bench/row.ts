// One measured figure. The command adds the machine.
export interface BenchRow {
  readonly bench: string
  readonly figure: string
  readonly unit: string
  readonly value: number
  readonly p50: number
  readonly p99: number
  readonly n: number
  /** What the figure is held against: a limit, a peer in the same run. */
  readonly against: Readonly<Record<string, number | string>>
}
