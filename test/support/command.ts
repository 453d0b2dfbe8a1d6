// `achterwacht <command>` as a process of its own: what a technician or a script sees of it.
import { spawn, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../../electron/cli/main.ts', import.meta.url))

export interface CommandRun {
  readonly child: ChildProcess
  readonly out: () => string
  readonly err: () => string
  /** Exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>
}

export interface CommandOptions {
  readonly input?: string
  readonly environment?: Readonly<Record<string, string>>
  /** Runs it as this user and group. */
  readonly uid?: number
}

export function startCommand(argv: readonly string[], { input, environment = {}, uid }: CommandOptions = {}): CommandRun {
  const child = spawn(process.execPath, [MAIN, ...argv], {
    env: { ...process.env, ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid, gid: uid, cwd: '/' }),
  })
  const heard = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => void (heard.out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (heard.err += text))
  child.stdin.on('error', () => {})
  child.stdin.end(input ?? '')
  const ended = new Promise<number | string>((resolve) => child.once('close', (code, signal) => resolve(signal ?? code ?? -1)))
  return { child, out: () => heard.out, err: () => heard.err, ended }
}

export async function runCommand(argv: readonly string[], options?: CommandOptions): Promise<{ readonly code: number | string; readonly out: string; readonly err: string }> {
  const run = startCommand(argv, options)
  const code = await run.ended
  return { code, out: run.out(), err: run.err() }
}
