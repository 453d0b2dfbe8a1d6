// The second checkpoint file as the writer's own thread writes it: on a path that hangs, and on one that comes and goes.
import { execFileSync } from 'node:child_process'
import { closeSync, constants, mkdirSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openLedger } from '../../../electron/host/ledger/open-ledger.ts'
import type { Ledger, LedgerEvent } from '../../../electron/host/ledger/port.ts'
import { isSiteLocked } from '../../../electron/host/ledger/site-lock.ts'
import { verifyLedger } from '../../../electron/host/ledger/verify-ledger.ts'
import { systemClock, systemRandom } from '../../../native/transport/clock.ts'
import { DISPATCHER, scratchFolder, type Scratch } from './ledger-folder.ts'

/** The machine is shared: an end for waiting, not a promise. */
const PATIENT = { timeout: 10_000 }

async function open({ folder, keyFolder }: Scratch, checkpointCopy: string): Promise<{ ledger: Ledger; events: LedgerEvent[] }> {
  const opened = await openLedger({ folder, keyFolder, checkpointCopy, bootId: 'boot-1', clock: systemClock, random: systemRandom })
  if (!opened.ok) throw new Error(opened.error.detail)
  const events: LedgerEvent[] = []
  opened.value.onEvent((event) => events.push(event))
  onTestFinished(() => opened.value.close())
  return { ledger: opened.value, events }
}

const noted = async (ledger: Ledger, n: number): Promise<boolean> => (await ledger.record({ kind: 'note.added', actor: DISPATCHER, payload: { n } })).ok
const secondFile = (events: readonly LedgerEvent[]) => events.filter(({ event }) => event === 'second-file')

test('a second file that does not answer holds up neither the opening, nor an entry, nor its signature, nor the close, and is told once', async () => {
  const scratch = scratchFolder()
  // A pipe that nobody writes to hangs whoever opens it to read, as a share does whose server went.
  execFileSync('mkfifo', [scratch.copy])
  const letGo = (): void => closeSync(openSync(scratch.copy, constants.O_RDWR | constants.O_NONBLOCK))
  const { ledger, events } = await open(scratch, scratch.copy)
  await expect.poll(() => noted(ledger, 1), PATIENT).toBe(true)
  expect(await noted(ledger, 2)).toBe(true)
  await expect.poll(() => ledger.head.anchoredSeq, PATIENT).toBe(ledger.head.seq)
  expect(secondFile(events)).toMatchObject([{ error: { code: 'STORE_SECOND_FILE', detail: expect.stringContaining('no answer') } }])
  await ledger.close()
  letGo()
  // The thread that hung is still on its way out, and closes the database when it comes to it.
  await expect.poll(() => isSiteLocked(scratch.folder), PATIENT).toBe(false)
  await expect.poll(() => verifyLedger(scratch.folder, []).code, PATIENT).toBe(0)
}, 30_000)

test('a second file that can be written later gets what waited, in order over a change of the key, and ends with the last signature after a close', async () => {
  const scratch = scratchFolder()
  const copy = join(scratch.root, 'share', 'copy.jsonl')
  const { ledger, events } = await open(scratch, copy)
  expect(await noted(ledger, 1)).toBe(true)
  await expect.poll(() => secondFile(events), PATIENT).toMatchObject([{ error: { code: 'STORE_SECOND_FILE' } }])
  mkdirSync(join(scratch.root, 'share'))
  await noted(ledger, 2)
  await expect.poll(() => secondFile(events), PATIENT).toHaveLength(2)
  expect(secondFile(events)[1]).toEqual({ event: 'second-file' })
  expect(await ledger.rotateKey(DISPATCHER)).toMatchObject({ ok: true })
  await noted(ledger, 3)
  await ledger.close()
  expect(readFileSync(copy, 'utf8')).toBe(readFileSync(join(scratch.folder, 'checkpoints.jsonl'), 'utf8'))
  expect(verifyLedger(scratch.folder, [{ kind: 'file', source: copy }])).toMatchObject({ code: 0, outsideAnchor: { seq: ledger.head.seq } })
})
