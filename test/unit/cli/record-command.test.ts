// achterwacht record on a written record: what it says, in which language, and with which exit code.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { recordCommand } from '../../../electron/cli/record/record.ts'
import { createRecord, type WrittenEntry } from '../../support/written-record.ts'

const AT = Date.UTC(2020, 8, 15, 21, 40)
let scratch: string

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'record-command-'))
  const record = createRecord(join(scratch, 'ledger'))
  const entries: WrittenEntry[] = [
    { kind: 'host.started', utcMs: AT, payload: { mode: 'act', channel: 'rbs' } },
    { kind: 'service.changed', utcMs: AT + 1000, payload: { service: 'rbs', to: 'down' } },
    { kind: 'note.added', role: 'dispatcher', utcMs: AT + 2000, content: 'spraak valt weg' },
    { kind: 'fault.opened', utcMs: AT + 3000, payload: { number: 'S-2020-OB-0001' } },
    { kind: 'service.changed', utcMs: AT + 60_000, payload: { service: 'rbs', to: 'ok' } },
  ]
  record.write(entries)
  record.close()
})
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

async function run(...argv: string[]): Promise<{ readonly code: number; readonly out: readonly string[]; readonly err: readonly string[] }> {
  return runIn({}, ...argv)
}
async function runIn(environment: Record<string, string>, ...argv: string[]): Promise<{ readonly code: number; readonly out: readonly string[]; readonly err: readonly string[] }> {
  const out: string[] = []
  const err: string[] = []
  const code = await recordCommand(argv, { defaultFolder: scratch, environment, out: (line) => out.push(line), err: (line) => err.push(line) })
  return { code, out, err }
}

test('a moment is told in Dutch with local times, in English where the system is English', async () => {
  const dutch = await run('at', '2020-09-15T21:40:30Z')
  expect(dutch.code).toBe(0)
  expect(dutch.out[0]).toBe('15-09-2020 23:40:30 · regel 4')
  expect(dutch.out.join('\n')).toContain('rbs: uitgevallen  sinds 15-09-2020 23:40:01')
  expect(dutch.out.join('\n')).toContain('S-2020-OB-0001')
  const english = await runIn({ LANG: 'en_GB.UTF-8' }, join(scratch, 'ledger'), 'at', '2')
  expect(english.out[0]).toBe('15-09-2020 23:40:01 · entry 2')
})

test('a moment as JSON is what a page is told', async () => {
  const { out } = await run('--data', scratch, 'at', '5', '--json')
  expect(JSON.parse(out[0] ?? '')).toMatchObject({ seq: 5, host: 'running', services: [{ id: 'rbs', now: 'ok' }], channel: { id: 'rbs' }, faults: ['S-2020-OB-0001'], previous: { seq: 4 } })
  const after = await run('at', '2020-09-16', '--json')
  expect(JSON.parse(after.out[0] ?? '')).toMatchObject({ host: 'gone', hostSinceUtcMs: AT + 60_000, services: [{ id: 'rbs', now: 'unknown' }] })
})

test.each<[string, readonly string[], readonly number[]]>([
  ['words', ['--text', 'SPRAAK weg'], [3]],
  ['a number', ['--number', 'S-2020-OB-0001'], [4]],
  ['kinds, newest first', ['--kind', 'service.changed', '--kind', 'note.added'], [5, 3, 2]],
  ['a role', ['--role', 'dispatcher'], [3]],
  ['times', ['--from', '2020-09-15T21:40:01Z', '--to', '2020-09-15T21:40:02Z'], [3, 2]],
])('finds by %s', async (_what, options, seqs) => {
  const { code, out } = await run('search', ...options, '--json')
  expect(code).toBe(0)
  expect(out.map((line) => (JSON.parse(line) as { seq: number }).seq)).toEqual(seqs)
})

test('says that there is more, and that there is nothing', async () => {
  expect(await run('search', '--limit', '1')).toMatchObject({ code: 0, err: [expect.stringContaining('--limit')] })
  expect(await run('search', '--text', 'pieper')).toMatchObject({ code: 1, out: [], err: ['het logboek zegt hier niets van'] })
})

test.each([[['at']], [['at', 'yesterday']], [['at', '0']], [['at', '3', '4']], [['search', 'spraak']], [['search', '--limit', '0']], [['search', '--limit', '201']], [['search', '--from', '15-09-2020']], [['search', '--role', 'nobody']], [['one', 'two', 'at', '3']], [['--data', 'one', 'two', 'at', '3']], [['find']], [['at', '3', '--wat']], [[]]])('refuses %j as wrong use', async (argv) => {
  const { code, out, err } = await run(...argv)
  expect({ code, out }).toEqual({ code: 2, out: [] })
  expect(err.at(-1)).toContain('usage: record')
})

test('a folder without a record is unreadable, and no folder gets a file by being read', async () => {
  expect((await run('--data', join(scratch, 'no-such'), 'at', '1')).code).toBe(30)
  await run('search', '--text', 'spraak')
  expect(readdirSync(join(scratch, 'ledger')).filter((name) => name.startsWith('search'))).toEqual([])
})
