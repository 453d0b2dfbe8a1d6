// `achterwacht counts` as a supervisor and a script meet it: counted from a real record, without a trace in its folder.
import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { countsCommand } from '../../../electron/cli/counts/counts.ts'
import type { JsonObject } from '../../../electron/contract/words.ts'
import { prepareDraft } from '../../../electron/host/ledger/draft.ts'
import type { Stamp } from '../../../electron/host/ledger/entry.ts'
import { directWriter, openRequest, scratchFolder, START_UTC, type Scratch } from './ledger-folder.ts'

const YEAR = new Date(START_UTC).getUTCFullYear()

async function run(argv: readonly string[], defaultFolder = '/nowhere'): Promise<{ code: number; out: string[]; err: string[] }> {
  const out: string[] = []
  const err: string[] = []
  const code = await countsCommand(argv, { clock: { utcMs: () => START_UTC }, environment: { LANG: 'nl_NL.UTF-8' }, defaultFolder, out: (line) => out.push(line), err: (line) => err.push(line) })
  return { code, out, err }
}

function record(scratch: Scratch, isClosed: boolean): void {
  const { send } = directWriter()
  const stamp = (utcMs: number): Stamp => ({ monoUs: (utcMs - START_UTC) * 1000, utcMs, clock: 'unknown' })
  send({ type: 'open', request: openRequest(scratch, { stamp: () => stamp(START_UTC) }) })
  const entries: readonly (readonly [number, string, JsonObject])[] = [
    [START_UTC, 'host.started', { discipline: 'politie' }],
    [START_UTC + 1000, 'report.filed', { number: `M-${YEAR}-OB-0001`, from: 'unit', symptom: 'roaming' }],
    [START_UTC + 61_000, 'report.changed', { number: `M-${YEAR}-OB-0001`, what: 'answered', from: 'open', to: 'done' }],
  ]
  for (const [utcMs, kind, payload] of entries) {
    const prepared = prepareDraft({ kind, actor: { role: 'dispatcher', position: 'OB-07' }, payload, content: '21-4131' }, { stamp: stamp(utcMs), salt: () => new Uint8Array(16) })
    if (!prepared.ok) throw new Error(prepared.error.detail)
    send({ type: 'write', entries: [prepared.value] })
  }
  if (isClosed) send({ type: 'close', utcMs: START_UTC + 62_000 })
}

test('counts a closed record and a running one, leaves nothing behind, and tells no word of a person', async () => {
  for (const isClosed of [true, false]) {
    const scratch = scratchFolder()
    record(scratch, isClosed)
    const before = readdirSync(scratch.root, { recursive: true })
    const { code, out, err } = await run(['--data', scratch.root, '--year', String(YEAR), '--json'])
    expect([code, out.length]).toEqual([0, 1])
    expect(JSON.parse(out[0] ?? '')).toMatchObject({ year: YEAR, real: { reports: { filed: 1, answered: 1, open: 0 }, bySymptom: { roaming: 1 }, byDiscipline: { politie: 1 }, medianAnswerMs: 60_000 }, drills: { reports: { filed: 0 } } })
    expect(err.join('\n')).toContain('antwoord na 0:01')
    expect([...out, ...err].join('\n')).not.toContain('4131')
    expect(readdirSync(scratch.root, { recursive: true })).toEqual(before)
  }
})

test('takes the record where the system keeps it when none is named, and this year', async () => {
  const scratch = scratchFolder()
  record(scratch, true)
  const { code, out } = await run([], scratch.root)
  expect([code, out[0]]).toEqual([0, `Meldingen, storingen en acties in ${YEAR}; dagen in Nederlandse tijd`])
})

test('says what it cannot read, and how it is used', async () => {
  expect(await run(['--data', scratchFolder().root])).toMatchObject({ code: 30, out: [] })
  for (const argv of [['--year', '26'], ['--days', '2'], ['record']]) expect(await run(argv)).toMatchObject({ code: 2, err: [expect.stringContaining('usage: counts')] })
})
