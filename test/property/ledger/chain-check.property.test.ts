// Any change to any field of any entry is found at that entry or at the link after it; an untouched chain never accuses.
import { expect, test } from 'vitest'
import { createChainCheck } from '../../../electron/host/ledger/chain-check.ts'
import { encodeHeader, entryHash, FIRST_PREVIOUS, GENESIS_KIND } from '../../../electron/host/ledger/entry.ts'
import type { FoundEntry, PlainRow } from '../../../electron/host/ledger/record-source.ts'
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

const NO_TEXTS = { hasContent: () => false, textsWithin: () => [], listed: () => [] }

function check(entries: readonly FoundEntry[]): readonly Finding[] {
  const findings = new Findings()
  const walk = createChainCheck({ findings, source: NO_TEXTS })
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

type Field = 'ledger' | 'boot' | 'monoUs' | 'utcMs' | 'clock' | 'role' | 'position' | 'kind' | 'payload' | 'prev' | 'hash'

function withField(found: FoundEntry, name: Field, change: number): FoundEntry {
  const value = name === 'payload' || name === 'prev' || name === 'hash' ? flip(found[name], change)
    : name === 'monoUs' || name === 'utcMs' ? (found[name] ?? 0) + change + 1 : `${String(found[name])}x`
  return { ...found, [name]: value }
}

const field = fc.constantFrom<Field>('ledger', 'boot', 'monoUs', 'utcMs', 'clock', 'role', 'position', 'kind', 'payload', 'prev', 'hash')

test('one changed field accuses that entry or the one linked to it, and no other', () => {
  fc.assert(fc.property(fc.integer({ min: 2, max: 20 }), fc.nat(), field, fc.nat({ max: 1000 }), (length, at, name, change) => {
    const entries = chain(length)
    const victim = at % length
    entries[victim] = withField(entries[victim]!, name, change)
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

test('the quick look takes an entry only where the full check has nothing to say, and loses nothing of it', () => {
  fc.assert(fc.property(fc.integer({ min: 2, max: 20 }), fc.nat(), field, fc.nat({ max: 1000 }), (length, at, name, change) => {
    const entries = chain(length)
    const victim = at % (length + 1)
    const found = entries[victim]
    // Beyond the last entry: nothing is changed.
    if (found) entries[victim] = withField(found, name, change)
    const findings = new Findings()
    const walk = createChainCheck({ findings, source: NO_TEXTS })
    let taken = 0
    for (const entry of entries) {
      if (walk.plain(plainRow(entry), undefined)) taken++
      else walk.entry(entry)
    }
    walk.end()
    expect(findings.all).toEqual(check(entries))
    if (!found) expect(taken).toBe(length - 1)
  }), { numRuns: 400 })
})

const hex = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('hex').toUpperCase()

const plainRow = ({ seq, ledger, boot, monoUs = 0, utcMs = 0, clock, role, position, kind, payload, prev, hash }: FoundEntry): PlainRow =>
  [seq, ledger, boot, monoUs, utcMs, clock, role, position, kind, Buffer.from(payload ?? []).toString('utf8'), hex(prev), hex(hash)]
