// Values as the record takes them: whole numbers, well-formed text, any nesting.
import fc from 'fast-check'
import type { Json } from '../../../electron/contract/words.ts'

export { fc }

const text = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((one) => one.isWellFormed())
// A name that sets the prototype instead of a property makes no entry anywhere.
const name = text.filter((one) => one !== '__proto__')

export const json: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.constant(null), fc.boolean(), text, fc.maxSafeInteger().map((number) => number + 0),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(name, tie('value'), { maxKeys: 5, noNullPrototype: true }),
  ),
})).value

/** The same value with its objects filled in another order. */
export function shuffled(value: Json, seed: number): Json {
  if (Array.isArray(value)) return value.map((one: Json) => shuffled(one, seed))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value as Record<string, Json>).map(([key, one], at) => ({ key, one, order: Math.imul(seed + at, 2_654_435_761) }))
  entries.sort((one, other) => one.order - other.order)
  return Object.fromEntries(entries.map(({ key, one }) => [key, shuffled(one, seed)]))
}
