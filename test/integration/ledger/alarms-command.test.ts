// `achterwacht alarms` as a technician and a script meet it: counted from a real record, without a trace in its folder.
import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { alarmsCommand } from '../../../electron/cli/alarms/alarms.ts'
import type { JsonObject } from '../../../electron/contract/words.ts'
import { prepareDraft } from '../../../electron/host/ledger/draft.ts'
import type { Stamp } from '../../../electron/host/ledger/entry.ts'
import { directWriter, openRequest, scratchFolder, START_UTC, tamper, type Scratch } from './ledger-folder.ts'

const HOUR = 3_600_000
const NOW = START_UTC + 30 * HOUR
const RBS = 'service:rbs'

async function run(argv: readonly string[], LANG = 'nl_NL.UTF-8'): Promise<{ code: number; out: string[]; err: string[] }> {
  const out: string[] = []
  const err: string[] = []
  const code = await alarmsCommand(argv, { clock: { utcMs: () => NOW }, environment: { LANG }, out: (line) => out.push(line), err: (line) => err.push(line) })
  return { code, out, err }
}

type Recorded = readonly [utcMs: number, kind: string, payload: JsonObject]

function record(scratch: Scratch, entries: readonly Recorded[], isClosed = true): void {
  const { send } = directWriter()
  const stamp = (utcMs: number): Stamp => ({ monoUs: (utcMs - START_UTC) * 1000, utcMs, clock: 'unknown' })
  send({ type: 'open', request: openRequest(scratch, { stamp: () => stamp(START_UTC) }) })
  for (const [utcMs, kind, payload] of entries) {
    const prepared = prepareDraft({ kind, actor: { role: 'system', position: 'host' }, payload }, { stamp: stamp(utcMs), salt: () => new Uint8Array(16) })
    if (!prepared.ok) throw new Error(prepared.error.detail)
    send({ type: 'write', entries: [prepared.value] })
  }
  if (isClosed) send({ type: 'close', utcMs: NOW })
}

const outage = (utcMs: number): readonly Recorded[] => [
  [utcMs, 'alarm.raised', { alarm: RBS, kind: 'service', code: 'service-down', severity: 'critical', raised: utcMs, params: { service: 'RBS' } }],
  [utcMs, 'alarm.sounded', { alarm: RBS, code: 'service-down', severity: 'critical', at: utcMs }],
]
const DAYS: readonly Recorded[] = [
  ...outage(START_UTC + HOUR),
  [START_UTC + HOUR + 60_000, 'alarm.cleared', { alarm: RBS, code: 'service-down', severity: 'critical' }],
  [START_UTC + HOUR + 90_000, 'alarm.false', { alarm: RBS, code: 'service-down', severity: 'critical', raised: START_UTC + HOUR, evidence: { now: 'ok', probes: [{ id: 'rbs-sip', state: 'answering' }] } }],
  ...outage(START_UTC + 29 * HOUR),
]

test('--json puts one object on standard output and the words on standard error', async () => {
  const scratch = scratchFolder()
  record(scratch, DAYS)
  const { code, out, err } = await run(['--data', scratch.root, '--days', '2', '--json'])
  expect([code, out.length]).toEqual([0, 1])
  expect(JSON.parse(out[0] ?? '')).toMatchObject({
    days: [{ count: 1, peak: 1 }, { count: 1, peak: 1 }],
    load: { count: 2, perDay: 1, peak: 1, flood: false, calledFalse: 1, falsePercent: 50, bySeverity: { critical: 2 }, top: [{ alarm: RBS, count: 2 }] },
    limits: { hour: 6, day: 150, dayMost: 300, flood: 10, floodPercent: 1 },
    calledFalse: [{ alarm: RBS, code: 'service-down', raised: new Date(START_UTC + HOUR).toISOString(), evidence: { now: 'ok', probes: [{ id: 'rbs-sip', state: 'answering' }] } }],
    standing: [{ alarm: RBS, since: new Date(START_UTC + 29 * HOUR).toISOString(), seen: false }],
  })
  expect(err.join('\n')).toContain('Deze gegevens dienen niet om personen te beoordelen.')
})

test('for people each figure stands beside its limit, in their language', async () => {
  const scratch = scratchFolder()
  record(scratch, DAYS)
  const { out } = await run(['--data', scratch.folder, '--days', '2'])
  expect(out.find((line) => line.includes('per uur'))).toMatch(/^ {2}per uur +0 +hooguit 6$/)
  expect(out.find((line) => line.includes('hoogste per 10 min'))).toMatch(/1 +onder 10$/)
  expect(out.find((line) => line.startsWith('  vals gemeld: '))).toContain('"rbs-sip"')
  expect((await run(['--data', scratch.folder], 'en_GB.UTF-8')).out.join('\n')).toContain('most per 10 min')
})

test('only the days asked for are counted', async () => {
  const scratch = scratchFolder()
  record(scratch, DAYS)
  const { out } = await run(['--data', scratch.root, '--days', '1', '--json'])
  expect(JSON.parse(out[0] ?? '')).toMatchObject({ load: { count: 1, calledFalse: 0 }, calledFalse: [] })
})

test('a record in use, left by a crash or with nonsense in it is read, and its folder stays as it was', async () => {
  const scratch = scratchFolder()
  record(scratch, DAYS, false)
  const before = readdirSync(scratch.folder).toSorted()
  expect(JSON.parse((await run(['--data', scratch.root, '--json'])).out[0] ?? '')).toMatchObject({ load: { count: 2 } })
  expect(readdirSync(scratch.folder).toSorted()).toEqual(before)
  const altered = scratchFolder()
  record(altered, DAYS)
  tamper(altered.folder, (db) => db.exec("UPDATE entries SET payload = 'nonsense' WHERE seq = (SELECT min(seq) FROM entries WHERE kind = 'alarm.sounded')"))
  expect(JSON.parse((await run(['--data', altered.root, '--json'])).out[0] ?? '')).toMatchObject({ load: { count: 1 } })
})

test.each([[[]], [['--data']], [['--data', 'x', '--days', '0']], [['--data', 'x', '--days', 'many']], [['--data', 'x', 'more']], [['--unknown']]])('%j is wrong use', async (argv) => {
  expect(await run(argv)).toMatchObject({ code: 2, out: [], err: [expect.stringContaining('usage: alarms --data FOLDER')] })
})

test('a folder without a record is unreadable, and says which', async () => {
  const { code, out, err } = await run(['--data', `${scratchFolder().root}/nothing`])
  expect([code, out]).toEqual([30, []])
  expect(err[0]).toMatch(/^STORE_UNREADABLE: .*nothing/)
})
