// achterwacht replay and samples as commands: exit codes, what stands where, and a record that is larger than memory.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, expect, test } from 'vitest'
import { replayCommand } from '../../../electron/cli/replay.ts'
import { samplesCommand } from '../../../electron/cli/samples.ts'

const folder = mkdtempSync(join(tmpdir(), 'replay-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const HEADER = '{"trace":1,"services":[{"id":"rbs","probes":["sip"]}]}'
const TRACE = `${HEADER}\n{"t":0,"probe":"sip","result":"reply","latencyMs":0}\n{"t":4000,"tick":true}\n`
const END = '{"end":true,"samples":1,"transitions":3,"alarms":1}'

async function replay(argv: readonly string[], input: Readable = Readable.from([])): Promise<{ readonly code: number; readonly out: readonly string[]; readonly err: readonly string[] }> {
  const out: string[] = []
  const err: string[] = []
  const code = await replayCommand(argv, { input: () => input, out: (line) => out.push(line), err: (line) => err.push(line) })
  return { code, out, err }
}

test('a trace is replayed from a file and from standard input alike, with 0, and the last line sums up', async () => {
  const file = join(folder, 'trace.jsonl')
  writeFileSync(file, TRACE)
  const whole = await replay([file])
  expect(whole).toMatchObject({ code: 0, err: [] })
  expect(whole.out).toHaveLength(7)
  expect(whole.out.at(-1)).toBe(END)
  // Cut anywhere, also inside a letter of two bytes, and without a last line end.
  const bytes = Buffer.from(TRACE.replace('"rbs"', '"rbs","label":"bediening één"').trimEnd(), 'utf8')
  expect(await replay(['-', '--json'], Readable.from([...bytes].map((byte) => Buffer.from([byte]))))).toEqual(whole)
})

test('with --summary it says how much came of it, and no more', async () => {
  expect(await replay(['-', '--summary'], Readable.from([TRACE]))).toEqual({ code: 0, out: [END], err: [] })
})

test('a malformed trace ends with 1, one sentence with the line, and no end line; what came before it was told', async () => {
  const told = await replay(['-'], Readable.from([`${TRACE}{"t":1,"tick":true}\n`]))
  expect(told.code).toBe(1)
  expect(told.err).toEqual(['standard input: line 4: t 1 is before 4000 of a line before it: lines stand in order of t'])
  expect(told.out).toHaveLength(6)
  expect(await replay(['-'])).toMatchObject({ code: 1, out: [], err: [expect.stringContaining('it is empty')] })
})

test('a trace that is not there, a folder, a stream that breaks and a line without end are told, with 1', async () => {
  expect(await replay([join(folder, 'absent.jsonl')])).toMatchObject({ code: 1, out: [], err: [expect.stringContaining('ENOENT')] })
  expect(await replay([folder])).toMatchObject({ code: 1, out: [], err: [expect.stringContaining('EISDIR')] })
  const breaking = new Readable({ read() { this.destroy(new Error('cable out')) } })
  expect(await replay(['-'], breaking)).toMatchObject({ code: 1, err: ['standard input: cable out'] })
  expect(await replay(['-'], Readable.from(Array.from({ length: 30 }, () => 'x'.repeat(65_536))))).toMatchObject({ code: 1, err: [expect.stringContaining('a line of more than 1048576 characters')] })
})

test.each([[[]], [['a', 'b']], [['--fast', 'a']], [['-x']]])('wrong use %j ends with 2 and the usage line', async (argv) => {
  const told = await replay(argv)
  expect(told).toMatchObject({ code: 2, out: [] })
  expect(told.err.at(-1)).toBe('usage: replay TRACE|- [--summary] [--json]')
})

test.each([[['--from']], [['--from', 'yesterday']], [['--to', '2020-13-45']], [['--speed', '2']], [['folder']]])('samples: wrong use %j ends with 2 and the usage line', async (argv) => {
  const err: string[] = []
  expect(await samplesCommand(argv, { defaultFolder: folder, write: async () => true, err: (line) => err.push(line) })).toBe(2)
  expect(err.at(-1)).toBe('usage: samples [--data FOLDER] [--from UTC] [--to UTC]')
})

test('samples: a folder without a record is told, with 1', async () => {
  const err: string[] = []
  expect(await samplesCommand(['--data', folder], { defaultFolder: '', write: async () => true, err: (line) => err.push(line) })).toBe(1)
  expect(err).toEqual([expect.stringContaining('ENOENT')])
})
