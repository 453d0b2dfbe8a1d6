// A head code is read over the phone and typed by somebody else: every way people say and write it is the same code.
import { expect, test } from 'vitest'
import { decodeHeadCode, encodeHeadCode, matchesHead } from '../../../electron/host/ledger/head-code.ts'
import { readHeadCode } from '../../soak/attacks/strangers-verifier.ts'
import { fc } from './json-arbitrary.ts'

const seqs = fc.integer({ min: 1, max: 999_999_999_999 })
const heads = fc.uint8Array({ minLength: 32, maxLength: 32 })
const groups = fc.constantFrom<2 | 4>(2, 4)

/** Another way to write each letter, drawn one by one. */
const spoken = (code: string, draws: readonly number[]): string =>
  [...code].map((letter, at) => {
    const draw = draws[at % draws.length] ?? 0
    const ways: Record<string, readonly string[]> = { 0: ['0', 'O', 'o'], 1: ['1', 'I', 'i', 'L', 'l'], '-': at === code.indexOf('-') ? ['-', ' ', ' - '] : ['-', ' ', '', ' - '] }
    const way = ways[letter] ?? [letter, letter.toLowerCase()]
    return way[draw % way.length]
  }).join('')

test('however it is said and typed, a head code is the same code, for both verifiers', () => {
  fc.assert(fc.property(seqs, heads, groups, fc.array(fc.nat({ max: 59 }), { minLength: 1, maxLength: 40 }), (seq, head, count, draws) => {
    const code = encodeHeadCode(seq, head, count)
    const heard = ` ${spoken(code, draws)} `
    const decoded = decodeHeadCode(heard)
    expect(decoded).toEqual(decodeHeadCode(code))
    expect(decoded).toEqual({ seq, prefix: code.split('-').slice(1).join('') })
    expect(readHeadCode(heard)).toEqual({ seq, letters: decoded?.prefix })
    expect(decoded && matchesHead(decoded, head)).toBe(true)
  }))
})

test('two heads have two codes: another bit among those that are read, or another number, never matches', () => {
  fc.assert(fc.property(seqs, heads, groups, fc.nat(), (seq, head, count, draw) => {
    const bit = draw % (count * 20)
    const other = head.map((byte, at) => (at === bit >> 3 ? byte ^ (0x80 >> (bit & 7)) : byte))
    const code = encodeHeadCode(seq, head, count)
    expect(encodeHeadCode(seq, other, count)).not.toBe(code)
    expect(encodeHeadCode(seq + 1, head, count)).not.toBe(code)
    const decoded = decodeHeadCode(code)
    expect(decoded && matchesHead(decoded, other)).toBe(false)
  }))
})

test('a letter too few or too many, or one that is none of the alphabet, is no head code for both', () => {
  fc.assert(fc.property(seqs, heads, groups, fc.constantFrom('U', '%', '.', '7'), (seq, head, count, more) => {
    const code = encodeHeadCode(seq, head, count)
    for (const wrong of [code.slice(0, -1), `${code}${more}`, code.replace('-', ''), `${code}-`]) {
      expect([wrong, decodeHeadCode(wrong)]).toEqual([wrong, undefined])
      expect([wrong, readHeadCode(wrong)]).toEqual([wrong, undefined])
    }
  }))
})
