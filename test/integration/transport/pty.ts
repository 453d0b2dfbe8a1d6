// A pseudo-terminal whose far end is in our hands, by socat.
import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, constants, existsSync, openSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventually } from '../../contract/eventually.ts'

export interface Pty {
  readonly path: string
  readonly socat: ChildProcess
  say(bytes: Uint8Array): void
  heard(): Uint8Array
  /** Ends socat at once: the port hangs up and its node goes. */
  cut(): Promise<void>
  mend(): Promise<void>
  end(): Promise<void>
}

export async function createPty(): Promise<Pty> {
  const folder = await mkdtemp(join(tmpdir(), 'achterwacht-pty-'))
  const path = join(folder, 'port')
  let heard = Buffer.alloc(0)
  let socat: ChildProcess | undefined
  let held: number | undefined

  const start = async (): Promise<void> => {
    const child = spawn('/usr/bin/socat', ['-b', '65536', `PTY,link=${path},rawer,mode=600`, 'STDIO'], { stdio: ['pipe', 'pipe', 'inherit'] })
    child.stdin.on('error', () => {}) // a cut line takes no more of what was being said
    child.stdout.on('data', (bytes: Buffer) => {
      heard = Buffer.concat([heard, bytes])
    })
    await eventually(() => existsSync(path))
    // socat ends when the last holder of the terminal closes it; this holder keeps the line there between openings.
    held = openSync(path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK)
    socat = child
  }
  const stop = async (): Promise<void> => {
    const child = socat
    if (held !== undefined) closeSync(held)
    held = undefined
    socat = undefined
    if (!child || child.exitCode !== null) return
    const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    child.kill('SIGKILL')
    await exited
    await rm(path, { force: true })
  }

  await start()
  return {
    path,
    get socat() {
      if (!socat) throw new Error('the line is cut')
      return socat
    },
    say: (bytes) => void socat?.stdin?.write(bytes),
    heard: () => heard,
    cut: stop,
    mend: start,
    async end() {
      await stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
