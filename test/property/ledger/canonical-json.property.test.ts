import { fc } from './json-arbitrary.ts'
import { expect, test } from 'vitest'
import { canonicalJson } from '../../../electron/host/ledger/canonical-json.ts'
import { json, shuffled } from './json-arbitrary.ts'

const spell = (value: unknown): string => {
  const written = canonicalJson(value)
  if (!written.ok) throw new Error(written.error.detail)
  return written.value
}

test('what is read back is what was written, and is written the same again', () => {
  fc.assert(fc.property(json, (value) => {
    const text = spell(value)
    expect(JSON.parse(text)).toEqual(value)
    expect(spell(JSON.parse(text))).toBe(text)
  }), { numRuns: 500 })
})

test('the order in which an object was filled never shows', () => {
  fc.assert(fc.property(json, fc.integer(), (value, seed) => {
    expect(spell(shuffled(value, seed))).toBe(spell(value))
  }), { numRuns: 500 })
})

test('a number that is not whole or not safe is refused wherever it stands', () => {
  const wrong = fc.oneof(fc.double().filter((number) => !Number.isSafeInteger(number)), fc.constantFrom(2 ** 53, -(2 ** 53)))
  fc.assert(fc.property(fc.array(json, { maxLength: 3 }), wrong, (before, number) => {
    expect(canonicalJson({ a: [...before, { b: number }] })).toMatchObject({ ok: false, error: { code: 'CALL_INVALID' } })
  }))
})
