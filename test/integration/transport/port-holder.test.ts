// Who holds a port, by the /proc of this machine and by one that is made of files.
import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { systemClock } from '../../../native/transport/clock.ts'
import { holderOf } from '../../../native/transport/port-holder.ts'
import { createSerialPort } from '../../../native/transport/serial-port.ts'
import { createPty } from './pty.ts'

test('a program that has the file open is named, with its number', async () => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'holder-')))
  const file = join(folder, 'port')
  await writeFile(file, '')
  const holder = spawn('/bin/sh', ['-c', 'exec 3<"$1"; echo held; read _line', 'sh', file], { stdio: ['pipe', 'pipe', 'ignore'] })
  await new Promise((resolve) => holder.stdout.once('data', resolve))
  expect(await holderOf(file, { clock: systemClock })).toBe(`sh (${holder.pid})`)
  holder.kill('SIGKILL')
  await new Promise((resolve) => holder.once('exit', resolve))
  expect(await holderOf(file, { clock: systemClock })).toBeUndefined()
  await rm(folder, { recursive: true })
})

test('this console itself, processes of other users and what cannot be read are passed over', async () => {
  const proc = await mkdtemp(join(tmpdir(), 'proc-'))
  const add = async (pid: number): Promise<void> => {
    await mkdir(join(proc, String(pid), 'fd'), { recursive: true })
    await writeFile(join(proc, String(pid), 'comm'), 'minicom\n')
    await symlink('/dev/ttyUSB0', join(proc, String(pid), 'fd/3'))
  }
  await add(10)
  await add(20)
  await mkdir(join(proc, '5'))
  await mkdir(join(proc, 'self'))
  expect(await holderOf('/dev/ttyUSB0', { clock: systemClock, proc, ownPid: 10 })).toBe('minicom (20)')
  expect(await holderOf('/dev/ttyUSB0', { clock: systemClock, proc, ownPid: 10, uid: 4_294_967_000 })).toBeUndefined()
  expect(await holderOf('/dev/ttyUSB1', { clock: systemClock, proc })).toBeUndefined()
  expect(await holderOf('/dev/ttyUSB0', { clock: systemClock, proc: join(proc, 'none') })).toBeUndefined()
  await rm(proc, { recursive: true })
})

test('a serial port that another program locks is reported with that program', async () => {
  const pty = await createPty()
  const script = `import { createSerialPort } from ${JSON.stringify(new URL('../../../native/transport/serial-port.ts', import.meta.url).href)}
    import { systemClock } from ${JSON.stringify(new URL('../../../native/transport/clock.ts', import.meta.url).href)}
    const port = createSerialPort({ path: process.argv[1], baud: 38400 }, { clock: systemClock })
    console.log(JSON.stringify(await port.open())); setInterval(() => {}, 1000)`
  const other = spawn(process.execPath, ['--input-type=module', '-e', script, pty.path], { stdio: ['ignore', 'pipe', 'inherit'] })
  await new Promise((resolve) => other.stdout.once('data', resolve))
  const mine = createSerialPort({ path: pty.path, baud: 38_400 }, { clock: systemClock })
  const opened = await mine.open()
  other.kill('SIGKILL')
  await pty.end()
  // The far end of the line (socat) and the program that locked it both have the node open; either is a true answer.
  expect(opened).toMatchObject({ ok: false, error: { code: 'LINK_BUSY', detail: expect.stringMatching(/: held by \S+.* \(\d+\)$/) } })
})
