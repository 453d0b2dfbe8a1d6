// Any change to any field of any entry is found at that entry or at the link after it; an untouched chain never accuses.
import { expect, test } from 'vitest'
import { createChainCheck } from '../../../electron/host/ledger/chain-check.ts'
import { encodeHeader, entryHash, FIRST_PREVIOUS, GENESIS_KIND } from '../../../electron/host/ledger/entry.ts'
import type { FoundEntry } from '../../../electron/host/ledger/record-source.ts'
import { Findings, type Finding } from '../../../electron/host/ledger/verdict.ts'
import { fc } from './json-arbitrary.ts'

function chain(length: number): FoundEntry[] {
  const entries: FoundEntry[] = []
  let prev: Uint8Array = FIRST_PREVIOUS
  for (let seq = 1; seq <= length; seq++) {
    const fields = {
      ledger: 'l', seq, boot: 'b', monoUs: seq * 1000, utcMs: 1_700_000_000_000 + seq, clock: 'unknown', role: 'system', position: 'host',
      kind: seq === 1 ? GENESIS_KIND : 'note.added',
    }
    const payload = Buffer.from(`{"n":${seq}}`)
    const hash = entryHash(prev, encodeHeader(fields), payload)
    entries.push({ ...fields, payload, prev, hash, content: undefined })
    prev = hash
  }
  return entries
}

function check(entries: readonly FoundEntry[]): readonly Finding[] {
  const findings = new Findings()
  const walk = createChainCheck({ findings, source: { hasContent: () => false, textsWithin: () => [], listed: () => [] } })
  for (const entry of entries) walk.entry(entry)
  walk.end()
  return findings.all
}

const flip = (bytes: Uint8Array | undefined, bit: number): Uint8Array => {
  const changed = Uint8Array.from(bytes ?? [0])
  const at = (bit >> 3) % changed.length
  changed[at] = (changed[at] ?? 0) ^ (1 << (bit & 7))
  return changed
}

test('an untouched chain of any length has nothing to say', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 40 }), (length) => {
    expect(check(chain(length))).toEqual([])
  }))
})

const field = fc.constantFrom('ledger', 'boot', 'monoUs', 'utcMs', 'clock', 'role', 'position', 'kind', 'payload', 'prev', 'hash')

test('one changed field accuses that entry or the one linked to it, and no other', () => {
  fc.assert(fc.property(fc.integer({ min: 2, max: 20 }), fc.nat(), field, fc.nat({ max: 1000 }), (length, at, name, change) => {
    const entries = chain(length)
    const victim = at % length
    const found = entries[victim]!
    const value = name === 'payload' || name === 'prev' || name === 'hash' ? flip(found[name], change)
      : name === 'monoUs' || name === 'utcMs' ? (found[name] ?? 0) + change + 1 : `${String(found[name])}x`
    entries[victim] = { ...found, [name]: value }
    const altered = check(entries).filter((one) => one.verdict === 'ALTERED').map((one) => one.seq)
    expect(altered.length).toBeGreaterThan(0)
    expect(altered.every((seq) => seq === victim + 1 || seq === victim + 2)).toBe(true)
  }), { numRuns: 400 })
})

test('missing entries are gaps exactly where they were, nothing else', () => {
  fc.assert(fc.property(fc.array(fc.boolean(), { minLength: 2, maxLength: 30 }), (kept) => {
    const entries = chain(kept.length + 1).filter(({ seq }) => seq > kept.length || kept[seq - 1])
    const findings = check(entries)
    expect(findings.every((one) => one.verdict === 'GAP')).toBe(true)
    const missing = findings.flatMap(({ seq = 0, count = 0 }) => Array.from({ length: count }, (_, at) => seq + at))
    expect(missing).toEqual(kept.flatMap((one, at) => (one ? [] : [at + 1])))
  }))
})
