// "Did you mean …": the word nearest to a misspelt one.

/** Distance at which two words are no longer the same word misspelt: one slip in three letters. */
const LETTERS_PER_SLIP = 3

/** The nearest of `words`, or undefined when none is near. Case, hyphens and underscores do not count. */
export function suggest(word: string, words: readonly string[]): string | undefined {
  const plain = flatten(word)
  let best: string | undefined
  let bestSlips = Math.max(1, Math.floor(plain.length / LETTERS_PER_SLIP)) + 1
  for (const candidate of words) {
    const slips = slipsBetween(plain, flatten(candidate))
    if (slips < bestSlips) {
      best = candidate
      bestSlips = slips
    }
  }
  return best
}

const flatten = (word: string): string => word.toLowerCase().replaceAll(/[-_ ]/g, '')

/** Optimal string alignment: insert, delete, replace, swap of neighbours. */
function slipsBetween(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, row) => [row])
  const at = (row: number, column: number): number => rows[row]?.[column] ?? Number.POSITIVE_INFINITY
  for (let column = 1; column <= b.length; column++) rows[0]?.push(column)
  for (let row = 1; row <= a.length; row++) {
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      rows[row]?.push(Math.min(
        at(row - 1, column) + 1,
        at(row, column - 1) + 1,
        at(row - 1, column - 1) + same,
        swapped ? at(row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY,
      ))
    }
  }
  return at(a.length, b.length)
}
