// serialport on real pseudo-terminals: the shared contract, and what only a serial port can meet.
import { spawn } from 'node:child_process'
import { symlink, unlink } from 'node:fs/promises'
import { afterEach, describe, expect, test } from 'vitest'
import type { Failure } from '../../../native/kit/errors.ts'
import { systemClock } from '../../../native/transport/clock.ts'
import { createSerialPort } from '../../../native/transport/serial-port.ts'
import { testSystemLine } from '../../contract/byte-line.ts'
import { eventually } from '../../contract/eventually.ts'
import { createPty, type Pty } from './pty.ts'

const serial = (path: string) => createSerialPort({ path, baud: 38_400 }, { clock: systemClock })
const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})
async function pty(): Promise<Pty> {
  const made = await createPty()
  ends.push(() => made.end())
  return made
}

describe('serial port', () => {
  testSystemLine(async () => {
    const line = await createPty()
    return { ...line, transport: serial(line.path), say: line.say, heard: line.heard }
  })

  test('a port that another transport holds is LINK_BUSY, and free again after its close', async () => {
    const { path } = await pty()
    const [first, second] = [serial(path), serial(path)]
    ends.push(() => first.close(), () => second.close())
    await first.open()
    expect(await second.open()).toMatchObject({ ok: false, error: { code: 'LINK_BUSY', detail: expect.stringContaining(path) } })
    await first.close()
    expect((await second.open()).ok).toBe(true)
  })

  test('a path that does not exist is LINK_MISSING, with the path', async () => {
    expect(await serial('/dev/ttyUSB-none').open()).toMatchObject({ ok: false, error: { code: 'LINK_MISSING', detail: expect.stringContaining('/dev/ttyUSB-none') } })
  })

  test('a file that is no serial port is LINK_UNSUPPORTED, and a folder never opens', async () => {
    expect(await serial('/dev/null').open()).toMatchObject({ ok: false, error: { code: 'LINK_UNSUPPORTED' } })
    expect((await serial('/tmp').open()).ok).toBe(false)
  })

  test('a port without the right to it is LINK_DENIED', async () => {
    const { path } = await pty()
    expect(await child(path, 'open', 65_534)).toMatchObject({ exit: 0, said: { ok: false, error: { code: 'LINK_DENIED', detail: expect.stringContaining(path) } } })
  })

  test('a pseudo-terminal has no modem lines and says so; the line goes on working', async () => {
    const line = await pty()
    const port = serial(line.path)
    ends.push(() => port.close())
    await port.open()
    expect(await port.setOutputs({ rts: false, dtr: false })).toMatchObject({ ok: false, error: { code: 'LINK_UNSUPPORTED' } })
    expect(await port.readInputs()).toMatchObject({ ok: false, error: { code: 'LINK_UNSUPPORTED' } })
    port.write(Buffer.from('AT\r\n'))
    await eventually(() => line.heard().length === 4)
  })

  test('a device node that disappears while data streams in is a loss, although the library sees none', async () => {
    const line = await pty()
    const alias = `${line.path}.by-id`
    await symlink(line.path, alias)
    const port = serial(alias)
    const losses: Failure[] = []
    port.onLost((cause) => losses.push(cause))
    ends.push(() => port.close())
    await port.open()
    const stream = setInterval(() => line.say(Buffer.alloc(64)), 1)
    await unlink(alias)
    await eventually(() => losses.length > 0, 1_000)
    clearInterval(stream)
    expect(losses).toMatchObject([{ code: 'LINK_LOST', detail: expect.stringContaining('device node is gone') }])
  })

  test('a far end that takes nothing any more is a loss with LINK_TIMEOUT, and the close does not hang', async () => {
    const line = await pty()
    const port = serial(line.path)
    const losses: Failure[] = []
    port.onLost((cause) => losses.push(cause))
    await port.open()
    line.socat.kill('SIGSTOP')
    const startedAt = performance.now()
    expect(port.write(new Uint8Array(60_000)).ok).toBe(true)
    await eventually(() => losses.length > 0, 5_000)
    expect(performance.now() - startedAt).toBeGreaterThan(1_900)
    expect(losses).toMatchObject([{ code: 'LINK_TIMEOUT' }])
    await port.close()
    expect(performance.now() - startedAt).toBeLessThan(5_000)
  })

  test.each(['open-close', 'lost'])('the process ends by itself after %s', async (act) => {
    const line = await pty()
    const running = child(line.path, act)
    if (act === 'lost') {
      await eventually(() => Buffer.from(line.heard()).toString() === 'open')
      await line.cut()
    }
    expect(await running).toMatchObject({ exit: 0, said: { ok: true } })
  })
})

/** Runs a console of one line: opens the port, does its act, says a JSON line, and must end by itself. */
function child(path: string, act: string, uid?: number): Promise<{ exit: number | null; said: unknown }> {
  const script = new URL('./one-port.ts', import.meta.url).pathname
  const running = spawn(process.execPath, [script, path, act], { cwd: '/', stdio: ['ignore', 'pipe', 'inherit'], timeout: 8_000, ...(uid !== undefined && { uid, gid: uid }) })
  let text = ''
  running.stdout.on('data', (bytes: Buffer) => {
    text += bytes.toString()
  })
  return new Promise((resolve, reject) => {
    running.on('error', reject)
    running.on('close', (exit) => resolve({ exit, said: text === '' ? undefined : JSON.parse(text) }))
  })
}
