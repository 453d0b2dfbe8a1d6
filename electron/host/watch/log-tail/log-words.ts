// What a line of a log says of health: pieces of text with `*` between them, found anywhere in the line, capitals or not.
// No regular expressions: a pattern that a site writes must never be able to hold a program up. Each piece is looked for
// once, left to right, so a line of 8 KiB costs the same whatever the pattern is. Pure.

export interface LogWords {
  readonly good: readonly string[]
  readonly bad: readonly string[]
}

export interface LogVerdict {
  readonly verdict: 'good' | 'bad'
  /** The pattern that was found, and never the line: that may hold what people said or their numbers. */
  readonly pattern: string
}

export type JudgeLine = (line: string) => LogVerdict | undefined

/** Bad wins: a line that says both is not to be relied on. */
export function createLineJudge({ good, bad }: LogWords): JudgeLine {
  const rules = [...bad.map((pattern) => rule('bad', pattern)), ...good.map((pattern) => rule('good', pattern))]
  return (line) => {
    const text = line.toLowerCase()
    return rules.find(({ pieces }) => holds(text, pieces))?.means
  }
}

const rule = (verdict: LogVerdict['verdict'], pattern: string): { readonly pieces: readonly string[]; readonly means: LogVerdict } =>
  ({ pieces: pattern.toLowerCase().split('*').filter((piece) => piece !== ''), means: { verdict, pattern } })

/** The leftmost place of each piece is as good as any: what comes after it only has more room. A pattern of stars alone says nothing. */
function holds(text: string, pieces: readonly string[]): boolean {
  let from = 0
  for (const piece of pieces) {
    const at = text.indexOf(piece, from)
    if (at < 0) return false
    from = at + piece.length
  }
  return pieces.length > 0
}
