// The trial opening by a process of the system's own, at nodes that open, are missing, or never open.
import { execFile } from 'node:child_process'
import { mkdtemp, open, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { systemClock } from '../../../native/transport/clock.ts'
import { createShellTrial } from '../../../native/transport/open-turns.ts'

const tryOpen = createShellTrial(systemClock)

test('a node that opens and one that is missing come back at once, and nothing is created', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'trial-'))
  expect(await tryOpen('/dev/null', 5_000)).toBe(true)
  expect(await tryOpen(join(folder, 'hidraw0'), 5_000)).toBe(true)
  expect(await readdir(folder)).toEqual([])
  await rm(folder, { recursive: true })
})

test('a node that never opens is given up and its trial ended, so that it can be tried again when it answers', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'trial-'))
  const pipe = join(folder, 'hidraw0')
  // Opening a pipe for reading waits for a writer: the nearest thing to a device that hangs.
  await promisify(execFile)('mkfifo', [pipe])
  expect(await tryOpen(pipe, 200)).toBe(false)
  const writer = open(pipe, 'r+')
  await expect.poll(() => tryOpen(pipe, 5_000), { timeout: 5_000 }).toBe(true)
  await (await writer).close()
  await rm(folder, { recursive: true })
})
