// The whole record checked in a thread of its own, beside the console that writes it.
import { existsSync, readFileSync } from 'node:fs'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { checkInThread } from '../../../electron/host/ledger/check-port.ts'
import { openLedger } from '../../../electron/host/ledger/open-ledger.ts'
import { isSiteLocked } from '../../../electron/host/ledger/site-lock.ts'
import { systemClock, systemRandom } from '../../../native/transport/clock.ts'
import { buildLedger, DISPATCHER, scratchFolder } from './ledger-folder.ts'

test('a live record is checked up to its last entry, with the second file as the outside anchor, and stays the writer\'s alone', async () => {
  const { folder, keyFolder, copy } = scratchFolder()
  const opened = await openLedger({ folder, keyFolder, checkpointCopy: copy, bootId: 'boot-1', clock: systemClock, random: systemRandom })
  if (!opened.ok) throw new Error(opened.error.detail)
  onTestFinished(() => opened.value.close())
  const ledger = opened.value
  for (let n = 1; n <= 20; n++) await ledger.record({ kind: 'note.added', actor: DISPATCHER, payload: { n }, content: `tekst ${n}` })
  await expect.poll(() => existsSync(copy) && readFileSync(copy, 'utf8').includes('\n'), { timeout: 5000 }).toBe(true)
  const check = checkInThread(systemClock)
  const found = await check({ folder, secondFile: copy })
  if (!found.ok) throw new Error(found.error.detail)
  expect([0, 10], found.value.text).toContain(found.value.code)
  expect(found.value).toMatchObject({ lastSeq: ledger.head.seq, outsideAnchor: copy })
  expect(found.value.headCode).toMatch(/^21(-[0-9A-HJKMNP-TV-Z]{4}){2}$/)
  expect(isSiteLocked(folder)).toBe(true)

  // Somebody with the file, while it is written: the next check says so, and the second file cannot vouch for what was changed.
  const stranger = new DatabaseSync(join(folder, 'ledger.db'), { timeout: 2000 })
  stranger.exec("DROP TRIGGER entries_no_update; UPDATE entries SET payload = '{\"n\":0}' WHERE seq = 9")
  stranger.close()
  expect(await check({ folder, secondFile: copy })).toMatchObject({ ok: true, value: { code: 22, verdict: 'ALTERED' } })
})

test('a second file that does not know the record yet accuses nobody: it follows the first', async () => {
  const scratch = scratchFolder()
  buildLedger(scratch, { entries: 3 })
  writeFileSync(scratch.copy, '')
  expect(await checkInThread(systemClock)({ folder: scratch.folder, secondFile: scratch.copy })).toMatchObject({ ok: true, value: { code: 0 } })
})

test('a record that is not there is unreadable in words, not a thread that dies', async () => {
  const { folder } = scratchFolder()
  expect(await checkInThread(systemClock)({ folder: join(folder, 'nowhere') })).toMatchObject({ ok: true, value: { code: 30, verdict: 'UNREADABLE' } })
})
