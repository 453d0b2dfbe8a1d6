// The second file's appending on a real disk: the same rules as the first file's, several lines at a time.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createSecondDisk } from '../../../electron/host/ledger/append-lines.ts'
import type { Failure } from '../../../native/kit/errors.ts'

function scratch(text?: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'append-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'lines.jsonl')
  if (text !== undefined) writeFileSync(path, text)
  return path
}

const disk = createSecondDisk()
const append = (path: string, ...lines: string[]): Promise<Failure | undefined> => new Promise((resolve) => { disk.append(path, lines, resolve) })
const readLast = (path: string, bytes: number): Promise<readonly string[]> => new Promise((resolve) => { disk.readLast(path, bytes, resolve) })

test.each([
  ['no file', undefined, 'new\nnewer\n'],
  ['an empty file', '', 'new\nnewer\n'],
  ['whole lines', 'one\ntwo\n', 'one\ntwo\nnew\nnewer\n'],
  ['a half line', 'one\ntw', 'one\nnew\nnewer\n'],
  ['only a half line', 'on', 'new\nnewer\n'],
])('after %s the lines stand by themselves', async (_name, before, after) => {
  const path = scratch(before)
  expect(await append(path, 'new', 'newer')).toBeUndefined()
  expect(readFileSync(path, 'utf8')).toBe(after)
})

test('a folder that is not there is a coded failure, and what is there later is written', async () => {
  const path = join(scratch(), '..', 'missing', 'lines.jsonl')
  expect(await append(path, 'a')).toMatchObject({ code: 'STORE_UNREADABLE', detail: expect.stringContaining('ENOENT') })
  mkdirSync(join(path, '..'))
  expect(await append(path, 'a')).toBeUndefined()
  expect(readFileSync(path, 'utf8')).toBe('a\n')
})

test('the last lines are read from a line start, without the half one; a file that cannot be read has none', async () => {
  const path = scratch('first line\nsecond\nthird\nhalf')
  expect(await readLast(path, 16)).toEqual(['third'])
  expect(await readLast(path, 1000)).toEqual(['first line', 'second', 'third'])
  expect(await readLast(`${path}.gone`, 1000)).toEqual([])
})
