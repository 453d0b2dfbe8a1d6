// An entry without the people in it: what somebody wrote, and who was on the radio. Masked is what leaves the house unless
// somebody asks for the words; the chain's own numbers (S-2026-OB-0007) and times stay.
import type { Json, JsonObject } from '../../contract/words.ts'
import { NUMBER } from '../../contract/faults.ts'

export interface ExportRow {
  readonly seq: number
  readonly utcMs: number
  readonly kind: string
  readonly role: string
  readonly position: string
  readonly payload: JsonObject
  readonly text?: string
  /** There was a text, and it was deleted. */
  readonly deleted?: true
}

/** An SSI of 5 to 8 digits, with its network code up to 17. Not a piece of a hash or of a longer name. */
const IDENTITY = /(?<![0-9A-Za-z])\d{5,17}(?![0-9A-Za-z])/g

/**
 * @param words  what stands in the place of people's words
 * @param nameOf  the made-up number of an identity; it remembers, so use one for a file
 */
export function createRowMask(words: (characters: number) => string, nameOf: (digits: string) => string): (row: ExportRow) => ExportRow {
  const mask = (value: Json): Json => {
    if (typeof value === 'string') return NUMBER.test(value) ? value : value.replaceAll(IDENTITY, nameOf)
    if (Array.isArray(value)) return value.map(mask)
    if (typeof value === 'object' && value !== null) return maskFields(value as JsonObject)
    return value
  }
  const maskFields = (fields: JsonObject): JsonObject => Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, mask(value)]))
  return (row) => ({ ...row, payload: maskFields(row.payload), ...(row.text === undefined ? {} : { text: words([...row.text].length) }) })
}
