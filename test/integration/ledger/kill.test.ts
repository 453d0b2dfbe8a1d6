// kill -9 in the middle of writing: nothing that was acknowledged may be lost, and the chain must hold.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { openLedger } from '../../../electron/host/ledger/open-ledger.ts'
import { verifyLedger } from '../../../electron/host/ledger/verify-ledger.ts'
import { systemClock, systemRandom } from '../../../native/transport/clock.ts'
import { killAgainAndAgain } from '../../soak/kill/kills.ts'
import { scratchFolder } from './ledger-folder.ts'

const APPENDER = fileURLToPath(new URL('./appender.ts', import.meta.url))
/** With this seed they fall while it opens, writes, sets aside and closes. Thousands are `npm run soak -- kill`. */
const KILLS = 8
const SEED = 218
/** Some 3 s; a loaded machine may take long. */
const KILLS_MS = 60_000

function startAppender(...argv: string[]): ChildProcess {
  const child = spawn(process.execPath, [APPENDER, ...argv], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

test(`after each of ${KILLS} kills every acknowledged entry is there, the ledger verifies and goes on`, async () => {
  const { kills, acknowledged, lost, broken, ways } = await killAgainAndAgain({ from: 1, times: KILLS, seed: SEED, say: () => undefined })
  expect({ lost, broken }).toEqual({ lost: [], broken: [] })
  expect(kills).toBeGreaterThanOrEqual(KILLS)
  // Few promises would mean that little was looked for.
  expect({ some: acknowledged > KILLS, ways: ways.writing > 0 && ways['setting aside'] > 0 }).toEqual({ some: true, ways: true })
}, KILLS_MS)

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
