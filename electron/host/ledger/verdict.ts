// The verifier's words and exit codes. Source: FORMATS, `verify`. A higher code outranks a lower one.

export const VERDICTS = {
  INTACT: 0,
  'TAIL UNANCHORED': 10,
  'CLOCK STEP': 11,
  GAP: 20,
  TRUNCATED: 21,
  ALTERED: 22,
  'BAD SIGNATURE OR KEY': 23,
  UNREADABLE: 30,
} as const

export type Verdict = keyof typeof VERDICTS

export interface Finding {
  readonly verdict: Exclude<Verdict, 'INTACT'>
  /** Entry it is about; the first missing one for GAP and TRUNCATED, the first uncovered one for TAIL UNANCHORED. */
  readonly seq?: number
  /** Entries missing or uncovered. */
  readonly count?: number
  readonly detail: string
}

/** From here on the record was touched; below it a crash or a clock explains everything. */
export const isDamage = (finding: Finding): boolean => VERDICTS[finding.verdict] >= VERDICTS.GAP

/** Kept in full up to this many; the rest is counted. A rewritten ledger of a million entries must not fill the memory. */
const MAX_FINDINGS = 1000

export class Findings {
  readonly #kept: Finding[] = []
  #left = 0
  #worst: Finding | undefined

  add(finding: Finding): void {
    if (!this.#worst || outranks(finding, this.#worst)) this.#worst = finding
    if (this.#kept.length < MAX_FINDINGS) this.#kept.push(finding)
    else this.#left++
  }

  /** In the order found. */
  get all(): readonly Finding[] {
    return this.#kept
  }

  /** Findings that were counted and not kept. */
  get left(): number {
    return this.#left
  }

  /** The finding with the highest code, of several the one about the earliest entry: not the order of checking decides. */
  get worst(): Finding | undefined {
    return this.#worst
  }

  get damage(): Finding | undefined {
    return this.#worst && isDamage(this.#worst) ? this.#worst : undefined
  }
}

function outranks(one: Finding, other: Finding): boolean {
  const more = VERDICTS[one.verdict] - VERDICTS[other.verdict]
  return more > 0 || (more === 0 && (one.seq ?? Number.POSITIVE_INFINITY) < (other.seq ?? Number.POSITIVE_INFINITY))
}

/** The verdict as one reads it aloud: `ALTERED at 17`, `TAIL UNANCHORED 3`. */
export function describe(finding: Finding): string {
  switch (finding.verdict) {
    case 'TAIL UNANCHORED':
      return `TAIL UNANCHORED ${finding.count} (from ${finding.seq})`
    case 'GAP':
      return `GAP at ${finding.seq} (${finding.count} missing)`
    case 'TRUNCATED':
      return `TRUNCATED at ${finding.seq} (${finding.count} missing)`
    case 'ALTERED':
    case 'CLOCK STEP':
      return `${finding.verdict} at ${finding.seq}`
    case 'BAD SIGNATURE OR KEY':
    case 'UNREADABLE':
      return finding.verdict
  }
}
