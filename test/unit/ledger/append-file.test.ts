import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { appendLine, readLastLines } from '../../../electron/host/ledger/append-file.ts'

function scratch(text?: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'append-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'lines.jsonl')
  if (text !== undefined) writeFileSync(path, text)
  return path
}

test.each([
  ['no file', undefined, 'new\n'],
  ['an empty file', '', 'new\n'],
  ['whole lines', 'one\ntwo\n', 'one\ntwo\nnew\n'],
  ['a half line', 'one\ntw', 'one\nnew\n'],
  ['only a half line', 'on', 'new\n'],
])('after %s the line stands by itself', (_name, before, after) => {
  const path = scratch(before)
  appendLine(path, 'new')
  expect(readFileSync(path, 'utf8')).toBe(after)
})

test('the last lines are read from a line start, without the half one', () => {
  const path = scratch('first line\nsecond\nthird\nhalf')
  expect(readLastLines(path, 16)).toEqual(['third'])
  expect(readLastLines(path, 1000)).toEqual(['first line', 'second', 'third'])
})

test('a folder that is not there is an exception of node:fs, for the caller to translate', () => {
  expect(() => appendLine('/nonexistent/folder/lines.jsonl', 'x')).toThrow(expect.objectContaining({ code: 'ENOENT' }))
})
