// The command as an auditor and a script meet it: exit codes, one line of JSON, messages apart.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { verifyCommand } from '../../../electron/cli/verify.ts'
import { buildLedger, scratchFolder, tamper } from './ledger-folder.ts'

async function run(...argv: string[]): Promise<{ code: number; out: string[]; err: string[] }> {
  const out: string[] = []
  const err: string[] = []
  const code = await verifyCommand(argv, (line) => out.push(line), (line) => err.push(line))
  return { code, out, err }
}

test('an intact ledger prints one verdict line and exits 0', async () => {
  const scratch = scratchFolder()
  buildLedger(scratch, { entries: 4 })
  expect(await run(scratch.folder)).toEqual({ code: 0, out: ['INTACT up to 5, no outside anchor'], err: [] })
  expect((await run(scratch.folder, '--anchor', scratch.copy)).out).toEqual([`INTACT up to 5, outside anchor ${scratch.copy} up to 5`])
})

test('--json puts one object on standard output, every finding with its seq, and the words on standard error', async () => {
  const scratch = scratchFolder()
  buildLedger(scratch, { entries: 9 })
  tamper(scratch.folder, (db) => db.exec("UPDATE entries SET payload = '{}' WHERE seq = 4; DELETE FROM entries WHERE seq IN (6, 7)"))
  const { code, out, err } = await run('--json', scratch.folder)
  expect(code).toBe(22)
  expect(out).toHaveLength(1)
  expect(JSON.parse(out[0] ?? '')).toMatchObject({
    verdict: 'ALTERED', code: 22, entries: 8, lastSeq: 10, anchoredSeq: 10, outsideAnchor: null,
    findings: [{ verdict: 'ALTERED', seq: 4 }, { verdict: 'GAP', seq: 6, count: 2 }],
  })
  expect(err.join('\n')).toContain('ALTERED at 4, no outside anchor')
})

test('the 80-bit head code of the report is an anchor itself; spoken forms of it as well', async () => {
  const scratch = scratchFolder()
  buildLedger(scratch, { entries: 4 })
  const { headCode } = JSON.parse((await run(scratch.folder, '--json')).out[0] ?? '') as { headCode: string }
  expect(headCode).toMatch(/^5(-[0-9A-HJKMNP-TV-Z]{4}){4}$/)
  expect((await run(scratch.folder, '--anchor', headCode.toLowerCase().replaceAll('0', 'o'))).code).toBe(0)
  const wrong = headCode.slice(0, -1) + (headCode.endsWith('A') ? 'B' : 'A')
  expect((await run(scratch.folder, '--anchor', wrong)).out).toEqual(['ALTERED at 5, no outside anchor'])
})

test('the own checkpoint file is no outside anchor', async () => {
  const scratch = scratchFolder()
  buildLedger(scratch, { entries: 4 })
  expect((await run(scratch.folder, '--anchor', join(scratch.folder, 'checkpoints.jsonl'))).out[0]).toContain('no outside anchor')
})

test('a folder that is not there is unreadable', async () => {
  const { code, out } = await run(join(scratchFolder().root, 'nothing'))
  expect(code).toBe(30)
  expect(out[0]).toMatch(/^UNREADABLE: .*ENOENT/)
})

test('wrong use exits 2 with the usage line', async () => {
  const { root, copy } = scratchFolder()
  writeFileSync(copy, '')
  const wrong = [[], [root, root], ['--whole', root], [root, '--anchor'], [root, '--anchor', join(root, 'no-such-file')], [copy]]
  for (const argv of wrong) {
    const { code, out, err } = await run(...argv)
    expect([argv, code, out]).toEqual([argv, 2, []])
    expect(err.at(-1)).toBe('usage: verify PATH [--anchor FILE|HEADCODE]… [--json]')
  }
})

test('an anchor file with a half line in its middle, as append-only media keep it, still vouches', async () => {
  const scratch = scratchFolder()
  buildLedger(scratch, { entries: 4 })
  const line = readFileSync(scratch.copy, 'utf8')
  writeFileSync(scratch.copy, `${line.slice(0, 40)}\n${line}`)
  expect((await run(scratch.folder, '--anchor', scratch.copy)).out).toEqual([`INTACT up to 5, outside anchor ${scratch.copy} up to 5`])
})
