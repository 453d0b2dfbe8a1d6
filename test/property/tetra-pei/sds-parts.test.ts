// A text in parts is the text, whatever its characters; and what is told of a message never goes back.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { DeliveryState } from '../../../native/kit/short-data.ts'
import { decodeSds, encodeSds } from '../../../native/tetra-pei/sds.ts'
import { isLater, stateOfAll, textDrafts } from '../../../native/tetra-pei/sds-parts.ts'

const MOST_BYTES = 144
const text = fc.oneof(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 500 }), fc.string({ unit: fc.constantFrom(...'aé ß\n~'), minLength: 1, maxLength: 1072 }), fc.string({ unit: fc.constantFrom('🚒', 'x', 'Ł'), minLength: 1, maxLength: 300 }))
const report = fc.constantFrom('none' as const, 'received' as const, 'consumed' as const, 'both' as const)

test('the parts decode to the whole text, each within what a radio takes, a group asked for no report', () => {
  fc.assert(fc.property(text, report, fc.boolean(), (whole, wish, isGroup) => {
    let ref = 250
    const drafts = textDrafts({ text: whole, report: wish, isGroup, nextRef: () => (ref = (ref + 1) % 256) })
    if (!drafts) return void expect(whole.length).toBeGreaterThan(8 * 66)
    const pdus = drafts.map((draft) => ({ bytes: encodeSds(draft), read: decodeSds(12, encodeSds(draft)) }))
    for (const { bytes } of pdus) expect(bytes.length).toBeLessThanOrEqual(MOST_BYTES)
    expect(pdus.map(({ read }) => (read?.pdu === 'text' ? read.text : '')).join('')).toBe(whole)
    for (const { read } of pdus) {
      const wanted = isGroup || wish === 'none' ? undefined : wish
      expect(read?.pdu === 'text' ? [read.report, read.group] : []).toEqual([wanted, isGroup ? true : undefined])
    }
    const seqs = pdus.map(({ read }) => (read?.pdu === 'text' ? read.part : undefined))
    if (drafts.length > 1) expect(seqs.map((part) => [part?.seq, part?.total])).toEqual(drafts.map((_, at) => [at + 1, drafts.length]))
    expect(new Set(drafts.map((draft) => draft.ref)).size).toBe(drafts.length)
    return undefined
  }), { numRuns: 500 })
})

const STATES: readonly DeliveryState[] = ['unconfirmed', 'sent', 'failed', 'delivered', 'read']

test('of a message in parts no more is told than is true of every part, and a failed part is told', () => {
  fc.assert(fc.property(fc.array(fc.option(fc.constantFrom(...STATES), { nil: undefined }), { minLength: 1, maxLength: 8 }), (parts) => {
    const state = stateOfAll(parts)
    if (parts.includes('failed')) return void expect(state).toBe('failed')
    if (parts.includes(undefined)) return void expect(state).toBeUndefined()
    for (const part of parts) expect(part === state || isLater(part ?? 'unconfirmed', state)).toBe(true)
    expect(parts).toContain(state)
    return undefined
  }), { numRuns: 500 })
})

test('a state is later than those before it and than none, and never than itself', () => {
  for (const [at, state] of STATES.entries()) {
    expect(isLater(state, undefined)).toBe(true)
    expect(STATES.map((before) => isLater(state, before))).toEqual(STATES.map((_, other) => at > other))
  }
})
