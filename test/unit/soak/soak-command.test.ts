// achterwacht soak: rows for programs, words for people, and an exit code for a night's script.
import { expect, test } from 'vitest'
import { soakCommand } from '../../../electron/cli/soak.ts'
import { FUZZ_TARGETS } from '../../soak/fuzz/targets.ts'

async function soak(...argv: string[]): Promise<{ readonly code: number; readonly out: string[]; readonly err: string[] }> {
  const out: string[] = []
  const err: string[] = []
  return { code: await soakCommand(argv, (line) => void out.push(line), (line) => void err.push(line)), out, err }
}

test('list names every parser with what it reads', async () => {
  const { code, out } = await soak('list')
  expect(code).toBe(0)
  for (const target of FUZZ_TARGETS) expect(out.find((line) => line.trim().startsWith(`${target.name} `))).toContain(target.reads)
})

test('fuzz runs the parsers it is given, prints a row for each, and ends with 0 when nothing was found', async () => {
  const { code, out } = await soak('fuzz', '--cases', '300', '--seed', '9', '--parser', 'heartbeat', 'lip')
  expect(code).toBe(0)
  expect(out.map((line) => JSON.parse(line))).toMatchObject([
    { soak: 'fuzz', row: 'lip', n: 300, seed: 9, found: 0, 'cases/s': expect.any(Number), 'longest case ms': expect.any(Number) },
    { soak: 'fuzz', row: 'heartbeat', n: 300, seed: 9, found: 0 },
  ])
})

test.each([
  [[], 'usage: soak list'],
  [['sleep'], 'usage: soak list'],
  [['list', 'more'], 'usage: soak list'],
  [['fuzz', '--cases', 'many'], '--cases takes'],
  [['fuzz', '--cases', '0'], '--cases takes'],
  [['fuzz', '--seed', '-1'], 'seed'],
  [['fuzz', '--parser', 'nothing'], 'unknown parser nothing; there are pei-framer'],
  [['fuzz', 'lip'], 'unknown argument lip'],
  [['fuzz', '--speed', '9'], 'speed'],
])('%j is wrong use, said with the usage', async (argv, words) => {
  const { code, out, err } = await soak(...argv)
  expect(code).toBe(2)
  expect(out).toEqual([])
  expect(err.join('\n')).toContain(words)
  expect(err.join('\n')).toContain('soak fuzz [--cases N]')
})
