// The fuzzer itself, on parsers that are broken on purpose.
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { bytesToLatin1, latin1ToBytes } from '../../../native/kit/bytes.ts'
import { findingOf, keepFinding, keptCases } from '../../soak/fuzz/finding.ts'
import { fuzz, KEPT_MAX_BYTES, replay, STALL_MS, type FuzzOptions } from '../../soak/fuzz/fuzz.ts'
import { createFuzzRandom } from '../../soak/fuzz/random.ts'
import { obey, type FuzzTarget } from '../../soak/fuzz/target.ts'

const folder = mkdtempSync(join(tmpdir(), 'fuzz-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let nowMs = 0
const clock = { now: () => nowMs, busyMs: () => nowMs }
const options = (more: Partial<FuzzOptions> = {}): FuzzOptions => ({ ...clock, cases: 5000, seed: 1, memoryBytes: () => 0, endlessBytes: 10_000, ...more })
const target = (read: (text: string) => string, more: Partial<FuzzTarget> = {}): FuzzTarget => ({
  name: 'broken', reads: 'anything', corpus: () => [latin1ToBytes('+CTXG: 1,0,255')], words: ['!', '"'], run: (bytes) => read(bytesToLatin1(bytes)), ...more,
})

test('a crash is found and cut down to the bytes that cause it', () => {
  const { findings } = fuzz(target((text) => {
    if (text.includes('!') && text.includes('"')) throw new RangeError(`at ${text.length}`)
    return 'read'
  }), options())
  expect(findings).toHaveLength(1)
  expect(findings[0]).toMatchObject({ kind: 'crash', reason: expect.stringMatching(/^RangeError: at \d+$/) })
  expect([...bytesToLatin1(findings[0]?.bytes ?? new Uint8Array())].toSorted().join('')).toBe('!"')
})

test('a broken law is found, and two different laws are two findings', () => {
  const { findings } = fuzz(target((text) => {
    obey(!text.includes('!'), 'no exclamation')
    obey(!text.includes('"'), 'no quotes')
    return 'read'
  }), options())
  expect(findings.map(({ kind, reason }) => `${kind} ${reason}`).toSorted()).toEqual(['law no exclamation', 'law no quotes'])
})

test('a case that always takes longer than the limit is a stall, and cut down', () => {
  const { findings, longestMs } = fuzz(target((text) => {
    if (text.includes('!')) nowMs += STALL_MS + 1
    return 'read'
  }), options())
  expect(findings).toMatchObject([{ kind: 'stall', bytes: latin1ToBytes('!') }])
  expect(longestMs).toBe(STALL_MS + 1)
})

test('a case that was slow once, because the machine was, is no stall', () => {
  let calls = 0
  const { findings } = fuzz(target(() => {
    if (++calls === 1000) nowMs += 10 * STALL_MS
    return 'read'
  }), options())
  expect(calls).toBeGreaterThan(1000)
  expect(findings).toEqual([])
})

test('a stream that holds back more than its limit is found, by the cases or by a line that never ends', () => {
  const growing = (endsAt: number): FuzzTarget => target(() => 'read', {
    stream: {
      create: () => {
        let held = 0
        return { push: (bytes) => void (held = bytes.includes(endsAt) ? 0 : held + bytes.length), get held() { return held } }
      },
      heldMaxBytes: 8000,
      endless: [latin1ToBytes('A')],
    },
  })
  expect(fuzz(growing(0x2c), options()).findings).toMatchObject([{ kind: 'buffer', bytes: latin1ToBytes('A') }])
  expect(fuzz(growing(0x07), options()).findings).toMatchObject([{ kind: 'buffer', reason: 'holds back more than 8000 bytes' }])
  expect(replay(growing(0x2c), latin1ToBytes('A'), { ...clock, endlessBytes: 10_000 })).toMatchObject([{ kind: 'buffer' }])
})

test('memory that stays after the cases are done is found', () => {
  let asked = 0
  const leaking = options({ memoryBytes: () => (asked++ === 0 ? 0 : KEPT_MAX_BYTES + 1) })
  expect(fuzz(target(() => 'read'), leaking).findings).toMatchObject([{ kind: 'buffer', bytes: undefined }])
})

test('the same seed gives the same cases, another seed or another parser others', () => {
  const cases = (seed: number, name: string): string => {
    const seen: string[] = []
    fuzz(target((text) => {
      seen.push(text)
      return 'read'
    }, { name }), options({ cases: 300, seed }))
    return seen.join('|')
  }
  expect(cases(7, 'a')).toBe(cases(7, 'a'))
  expect(new Set([cases(7, 'a'), cases(8, 'a'), cases(7 + 2 ** 32, 'a'), cases(7, 'b')]).size).toBe(4)
})

test('chance is even: each of 256 values comes about as often as the others', () => {
  const random = createFuzzRandom(3, 'even')
  const counts = Array.from({ length: 256 }, () => 0)
  for (let draw = 0; draw < 256_000; draw++) {
    const value = random.below(256)
    counts[value] = (counts[value] ?? 0) + 1
  }
  expect(Math.min(...counts)).toBeGreaterThan(850)
  expect(Math.max(...counts)).toBeLessThan(1150)
})

test('a find is kept as hex with its reason and read back as the same bytes', () => {
  const bytes = Uint8Array.of(0, 255, 13)
  const path = keepFinding(folder, findingOf('pei-framer', new TypeError('no such field\nat line 3'), bytes))
  expect(existsSync(path ?? '')).toBe(true)
  expect(keptCases(folder)).toEqual([{ parser: 'pei-framer', file: expect.stringMatching(/^pei-framer.crash-[0-9a-f]{8}\.json$/), reason: 'crash: TypeError: no such field', bytes }])
})
