import { expect, test } from 'vitest'
import { canonicalJson } from '../../../electron/host/ledger/canonical-json.ts'

const written = (value: unknown): string => {
  const result = canonicalJson(value)
  return result.ok ? result.value : `${result.error.code} ${result.error.detail}`
}

test('names are sorted by UTF-16 code unit, as the example of RFC 8785 3.2.3 shows', () => {
  const example = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 }
  expect(written(example)).toBe('{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}')
})

test('strings are escaped as RFC 8785 3.2.2.2 shows', () => {
  expect(written('\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"\u002f')).toBe('"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"')
})

test('order of insertion does not matter, order of a list does', () => {
  expect(written({ b: [1, 2], a: { d: null, c: true } })).toBe('{"a":{"c":true,"d":null},"b":[1,2]}')
  expect(written({ a: { c: true, d: null }, b: [2, 1] })).toBe('{"a":{"c":true,"d":null},"b":[2,1]}')
})

test('whole numbers up to 2^53 - 1 are written, minus zero as zero', () => {
  expect(written([0, -0, 9007199254740991, -9007199254740991])).toBe('[0,0,9007199254740991,-9007199254740991]')
})

test.each([
  [{ a: { b: [0, 1.5] } }, '$.a.b[1]'],
  [2 ** 53, '$'],
  [Number.NaN, '$'],
  [Number.POSITIVE_INFINITY, '$'],
  [{ a: undefined }, '$.a'],
  [[() => 0], '$[0]'],
  // eslint-disable-next-line no-sparse-arrays -- a hole is what the record must refuse here
  [[0, , 1], '$[1]'],
  [{ at: new Date(0) }, '$.at'],
  [10n, '$'],
  ['\ud800', '$'],
  [{ '\udfff': 1 }, '$'],
])('what JSON cannot spell in one way is refused with its path (%#)', (value, path) => {
  const result = canonicalJson(value)
  expect(result).toMatchObject({ ok: false, error: { code: 'CALL_INVALID' } })
  expect(written(value)).toContain(`CALL_INVALID ${path}: `)
})

test('a cyclic value is refused, not followed for ever', () => {
  const value: Record<string, unknown> = {}
  value['self'] = value
  expect(canonicalJson(value)).toMatchObject({ ok: false, error: { code: 'CALL_INVALID' } })
})
