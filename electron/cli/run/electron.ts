// The console in Electron, where its binary lies beside its package: the same site and data, the demo driven from here.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { Surroundings } from '../../browser/browser-command.ts'
import type { DemoPort } from '../../browser/demo-port.ts'
import { demoActionSchema } from '../../contract/demo.ts'
import { say, type Tell } from './words.ts'

export interface Electron {
  readonly binary: string
  readonly main: string
}

const PLACES = { folder: new URL('../../../node_modules/electron/dist/', import.meta.url), main: new URL('../../../dist/main/main.js', import.meta.url) }

/** Looked for on disk only: to import the package without its binary starts a download. */
export function findElectron(platform: NodeJS.Platform, { folder, main }: typeof PLACES = PLACES): Electron | undefined {
  const found = { binary: fileURLToPath(new URL(platform === 'win32' ? 'electron.exe' : 'electron', folder)), main: fileURLToPath(main) }
  return existsSync(found.binary) && existsSync(found.main) ? found : undefined
}

export interface ElectronOptions {
  readonly electron: Electron
  readonly site: string
  readonly data: string
  readonly surroundings: Surroundings
  readonly err: Tell
  readonly demo?: DemoPort | undefined
}

const breakSchema = z.strictObject({ packet: z.literal('break'), action: demoActionSchema })
/** The shell's own orderly end is bounded by the host's 10 s. */
const STOP_MS = 12_000
const NOT_STARTED = 127

/** @returns Electron's exit code; 128 + n when signal n ended it; 127 when it could not be started */
export function runElectron({ electron, site, data, surroundings, err, demo }: ElectronOptions): Promise<number> {
  const child = spawn(electron.binary, [...(surroundings.isRoot ? ['--no-sandbox'] : []), electron.main, '--site', site, '--data', data], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: withoutRunAsNode(surroundings.environment),
  })
  const tell = (): void => {
    if (demo && child.connected) child.send({ packet: 'demo', demo: demo.view })
  }
  const stopListening = demo?.onChange(tell)
  child.on('spawn', tell)
  child.on('message', (packet) => {
    const asked = breakSchema.safeParse(packet)
    if (asked.success) demo?.perform(asked.data.action).catch((cause: unknown) => say(err, 'shell.demo-failed', { cause: String(cause) }))
  })
  // A terminal's Ctrl-C reaches Electron by itself; a request to end comes to us alone.
  let kill: NodeJS.Timeout | undefined
  const stop = (signal: NodeJS.Signals): void => {
    if (signal === 'SIGTERM') child.kill(signal)
    kill ??= setTimeout(() => child.kill('SIGKILL'), STOP_MS)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
  return new Promise((resolve) => {
    const end = (code: number): void => {
      clearTimeout(kill)
      stopListening?.()
      resolve(code)
    }
    child.on('exit', (code, signal) => end(code ?? 128 + (signal ? constants.signals[signal] : 0)))
    child.on('error', () => {
      if (child.pid === undefined) end(NOT_STARTED)
    })
  })
}

/** With it Electron would run as a plain Node and show nothing. */
function withoutRunAsNode(environment: Surroundings['environment']): NodeJS.ProcessEnv {
  const { ELECTRON_RUN_AS_NODE: _dropped, ...rest } = environment
  return rest
}
