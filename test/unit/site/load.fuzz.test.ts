// However a site file is damaged, reading it ends with a site or with problems that point into the file.
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadSite } from '../../../electron/host/site/load.ts'
import { formatProblem } from '../../../electron/host/site/problem-text.ts'

const lines = readFileSync(new URL('./correct.yaml', import.meta.url), 'utf8').split('\n')

const values = ['', '~', 'true', '-1', '1e9', '0x10', '.nan', '"', "'", '[]', '{}', '[[', '*a', '&a x', '<<: *a', '!!binary x', '? x', '2026-11-01', 'rbs', 'kind', '\t', '#', '|', ': ', '\u0000', '\u{1f4a5}']
const damage = fc.record({
  act: fc.constantFrom('drop', 'double', 'swap', 'value', 'insert', 'cut'),
  line: fc.nat(lines.length - 1),
  other: fc.nat(lines.length - 1),
  value: fc.constantFrom(...values),
  at: fc.nat(60),
})

function damaged(all: readonly { act: string; line: number; other: number; value: string; at: number }[]): string {
  const text = [...lines]
  for (const { act, line, other, value, at } of all) {
    const [one = '', two = ''] = [text[line], text[other]]
    if (act === 'drop') text[line] = ''
    else if (act === 'double') text[line] = `${one}\n${one}`
    else if (act === 'swap') [text[line], text[other]] = [two, one]
    else if (act === 'value') text[line] = one.replace(/: .*/, `: ${value}`)
    else if (act === 'insert') text[line] = one.slice(0, at) + value + one.slice(at)
    else text[line] = one.slice(0, at)
  }
  return text.join('\n')
}

test('a damaged file is never a crash, and each problem has a place in the file and words in both languages', () => {
  fc.assert(fc.property(fc.array(damage, { minLength: 1, maxLength: 5 }), (all) => {
    const text = damaged(all)
    const reading = loadSite(text, 'site.yaml')
    if (reading.ok) return
    const last = text.split('\n').length
    let before = 0
    for (const problem of reading.problems) {
      expect(problem.line).toBeGreaterThanOrEqual(Math.max(1, before))
      expect(problem.line).toBeLessThanOrEqual(last)
      expect(problem.column).toBeGreaterThanOrEqual(1)
      before = problem.line
      for (const words of [formatProblem(problem), formatProblem(problem, 'nl')]) expect(words).not.toMatch(/undefined|\[object|(block|words|range|list):/)
    }
  }), { numRuns: 400 })
})

test('any text at all is read without a crash', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
    expect(typeof loadSite(text, 'site.yaml').ok).toBe('boolean')
  }), { numRuns: 300 })
})
