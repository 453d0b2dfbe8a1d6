// kill -9 in the middle of writing: nothing that was acknowledged may be lost, and the chain must hold.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { openReadOnly } from '../../../electron/host/ledger/read-only.ts'
import { openLedger } from '../../../electron/host/ledger/open-ledger.ts'
import { verifyLedger } from '../../../electron/host/ledger/verify-ledger.ts'
import { systemClock, systemRandom } from '../../../native/transport/clock.ts'
import { scratchFolder, seededRandom, type Scratch } from './ledger-folder.ts'

const APPENDER = fileURLToPath(new URL('./appender.ts', import.meta.url))
const KILLS = 8

interface Acknowledged {
  readonly seq: number
  readonly mark: string
}

/** Starts a host, lets it acknowledge at least one entry, kills it `afterMs` later. Answers what it had acknowledged. */
async function appendAndKill({ folder, keyFolder, copy }: Scratch, afterMs: number): Promise<Acknowledged[]> {
  const child = startAppender(folder, keyFolder, copy)
  let text = ''
  child.stdout?.on('data', (chunk: Buffer) => {
    if (!text.includes('"seq"') && chunk.includes('"seq"')) setTimeout(() => child.kill('SIGKILL'), afterMs)
    text += chunk.toString()
  })
  // After `close` the pipe is drained: every line printed before the kill is here.
  await once(child, 'close')
  const lines = text.split('\n').slice(0, -1).map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(lines.filter((line) => 'damaged' in line || 'code' in line)).toEqual([])
  return lines.filter((line) => 'seq' in line).map((line) => ({ seq: Number(line['seq']), mark: String(line['mark']) }))
}

function startAppender(...argv: string[]): ChildProcess {
  const child = spawn(process.execPath, [APPENDER, ...argv], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

test(`after each of ${KILLS} kills every acknowledged entry is there and the ledger verifies`, async () => {
  const scratch = scratchFolder()
  const random = seededRandom(20241231)
  const acknowledged: Acknowledged[] = []
  for (let kill = 0; kill < KILLS; kill++) {
    acknowledged.push(...(await appendAndKill(scratch, random.below(250))))
    const report = verifyLedger(scratch.folder, [{ kind: 'file', source: scratch.copy }])
    expect([0, 10], report.text).toContain(report.code)
  }
  expect(acknowledged.length).toBeGreaterThan(KILLS * 10)
  const view = openReadOnly(scratch.folder)
  const stored = view.database.prepare("SELECT seq, payload ->> '$.mark' AS mark FROM entries WHERE kind = 'kill.appended'").all()
  view.close()
  const bySeq = new Map(stored.map((row) => [Number(row['seq']), row['mark']]))
  expect(acknowledged.filter(({ seq, mark }) => bySeq.get(seq) !== mark)).toEqual([])
})

test('a second host is turned away while the first runs, and let in at once after kill -9', async () => {
  const scratch = scratchFolder()
  const { folder, keyFolder } = scratch
  const child = startAppender(folder, keyFolder, scratch.copy)
  await once(child.stdout!, 'data')
  child.stdout?.resume()
  const options = { folder, keyFolder, bootId: 'second', clock: systemClock, random: systemRandom }
  const refused = await openLedger(options)
  expect(refused).toEqual({ ok: false, error: { code: 'SITE_ALREADY_RUNNING', detail: folder } })

  // Another process may verify meanwhile: one consistent view, and the writer is not disturbed.
  for (let round = 0; round < 3; round++) {
    const live = verifyLedger(folder, [])
    expect([0, 10], live.text).toContain(live.code)
  }

  child.kill('SIGKILL')
  // By our signal and nothing else: the host was well until then.
  expect(await once(child, 'close')).toEqual([null, 'SIGKILL'])
  const opened = await openLedger(options)
  if (!opened.ok) throw new Error(opened.error.detail)
  const twice = await openLedger({ ...options, bootId: 'third' })
  expect(twice).toMatchObject({ ok: false, error: { code: 'SITE_ALREADY_RUNNING' } })
  expect(await opened.value.record({ kind: 'note.added', actor: { role: 'system', position: 'host' }, payload: {} })).toMatchObject({ ok: true })
  await opened.value.close()
  expect(verifyLedger(folder, []).code).toBe(0)
})
