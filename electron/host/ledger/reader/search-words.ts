// What a person types becomes words, and a text becomes what is searched in it. Nothing typed reaches the syntax of SQLite's
// full-text search: each word is letters and digits alone, between quotes. Source: sqlite.org/fts5.html, 3 and 4.3.1. Pure.

/** What the tokenizer unicode61 takes as part of a word, marks included. */
const WORD = /[\p{L}\p{N}\p{M}\p{Co}]+/gu

/** Each word as the beginning of one; undefined when nothing typed is a word. */
export function matchOf(typed: string): string | undefined {
  const words = typed.normalize('NFC').match(WORD)
  return words ? words.map((word) => `"${word}"*`).join(' ') : undefined
}

/** A text that is fields, such as who sent what to whom: the names of the fields are nobody's words. */
export function searchedText(text: string): string {
  if (!text.startsWith('{')) return text
  try {
    return leavesOf(JSON.parse(text)).join(' ')
  } catch {
    return text
  }
}

function leavesOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leavesOf) : []
}

/** A number of a storing, melding or actie that stands in the payload as a value of its own. Source: NUMBER of contract/faults.ts. */
const NUMBERS = /"((?:S|M|A|O|OM|OA)-\d{4}-[A-Z0-9]{1,8}-\d{4,})"/g

export const numbersIn = (payload: string): readonly string[] => [...new Set([...payload.matchAll(NUMBERS)].map((match) => match[1] ?? ''))]
