import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { decodeAnchor, readCheckpointLines } from '../../../electron/host/ledger/anchors.ts'

const line = (seq: number): string => JSON.stringify({ boot: 'b', head: 'a'.repeat(64), ledger: 'l', seq, signature: 'c2ln', utc: 1, v: 1 })

function fileWith(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'anchors-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'checkpoints.jsonl')
  writeFileSync(path, text)
  return path
}
const read = (text: string, endAt?: number): unknown[] =>
  [...readCheckpointLines(fileWith(text), endAt)].map((found) => found.checkpoint?.seq ?? (found.checkpoint ? 0 : `${found.line} ${found.last}`))

test('lines are read over the borders of the chunks they are read in', () => {
  const seqs = Array.from({ length: 1000 }, (_, at) => at + 1)
  expect(read(`${seqs.map(line).join('\n')}\n`)).toEqual(seqs)
})

test('reading stops where it is told: what a live host signs later is not read', () => {
  const first = `${line(1)}\n`
  expect(read(`${first}${line(2)}\n`, first.length)).toEqual([1])
})

test('a line that is no checkpoint keeps its number and says whether a crash may have left it', () => {
  expect(read(`${line(1)}\nnonsense\n\n{"v":1`)).toEqual([1, '2 false', '4 true'])
  expect(read(`${'x'.repeat(200_000)}\n${line(2)}\n`)).toEqual(['1 false', 2])
})

test('a text that is neither a head code nor a file is no anchor', () => {
  expect(decodeAnchor('/no/such/file')).toMatchObject({ ok: false, error: { code: 'SITE_MISSING' } })
  expect(decodeAnchor('214-K7QF-3M2P')).toMatchObject({ ok: true, value: { kind: 'code', code: { seq: 214 } } })
})
