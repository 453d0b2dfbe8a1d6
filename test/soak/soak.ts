// A soak: what takes too long for every change and is run by night. Each has rows that are run and judged one by one.

export interface Soak {
  /** What it shows, in one line. */
  readonly what: string
  /** Name and options, as they are typed. */
  readonly usage: string
  readonly rows: readonly { readonly name: string; readonly what: string }[]
  readonly run: (argv: readonly string[], tell: Tell) => Promise<SoakVerdict>
}

export type SoakVerdict =
  | { readonly outcome: 'passed' }
  /** Something is broken; each was said when it was found. */
  | { readonly outcome: 'found' }
  | { readonly outcome: 'wrong-use'; readonly why: string }

export interface Tell {
  /** One result, for programs. */
  readonly row: (row: SoakRow) => void
  /** For whoever watches. */
  readonly say: (line: string) => void
}

export interface SoakRow {
  readonly soak: string
  readonly row: string
  /** How many cases, kills or sequences. */
  readonly n: number
  /** Different defects. */
  readonly found: number
  readonly seed: number
  readonly figures: Readonly<Record<string, number>>
}
