// How deep a text nests, looked at before it is parsed: the parser goes down by calling itself, and for keys that are keys of
// keys (`? ? ?`) it takes twice the time for each: 500 of them half a minute. Found by fuzzing, test/fixtures/fuzz/site.
import type { Place } from './yaml-source.ts'

/** A site nests seven deep. */
export const NESTING_MAX = 32

/** A site has no key that needs the mark; a stray one deserves the parser's own words. */
const MARKED_KEYS_MAX = 4

/** Lists opened one behind the other on one line. */
const CHAIN = new RegExp(String.raw`(?:-[ \t]+){${NESTING_MAX + 1}}`)
/** The mark of a key, where YAML reads one; a question mark behind a word is text. */
const MARKED_KEY = /(?<=^|[\s[{,])\?(?=\s|$)/g

/** Where the text goes deeper than any site, or undefined. Brackets inside quotes are counted too: no text has so many open. */
export function tooDeepAt(text: string): Place | undefined {
  const offsets = [openBracketAt(text), CHAIN.exec(text)?.index, [...text.matchAll(MARKED_KEY)][MARKED_KEYS_MAX]?.index]
  const offset = Math.min(...offsets.filter((one) => one !== undefined))
  return Number.isFinite(offset) ? placeOf(text, offset) : undefined
}

function openBracketAt(text: string): number | undefined {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (character === '[' || character === '{') depth++
    else if ((character === ']' || character === '}') && depth > 0) depth--
    if (depth > NESTING_MAX) return at
  }
  return undefined
}

function placeOf(text: string, offset: number): Place {
  const before = text.slice(0, offset).split(/\r\n|[\r\n]/)
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}
