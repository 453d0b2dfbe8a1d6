// achterwacht run --site FILE [--data FOLDER]: the console of a position without a page, its state live in the terminal.
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { runConsole } from './console.ts'

export const RUN_USAGE = 'usage: run --site FILE [--data FOLDER]'
const WRONG_USE = 2

type Environment = Readonly<Record<string, string | undefined>>

export async function runCommand(argv: readonly string[], environment: Environment, err: (line: string) => void): Promise<number> {
  const asked = readArguments(argv, environment)
  if (!asked) {
    err(RUN_USAGE)
    return WRONG_USE
  }
  return runConsole({ site: asked.site, data: asked.data })
}

function readArguments(argv: readonly string[], environment: Environment): { site: string; data: string } | undefined {
  try {
    const { values } = parseArgs({ args: [...argv], options: { site: { type: 'string' }, data: { type: 'string' } } })
    return values.site === undefined ? undefined : { site: resolve(values.site), data: resolve(values.data ?? defaultData(environment)) }
  } catch {
    return undefined
  }
}

/** Where the system keeps a program's state: record, keys, logs. */
function defaultData({ XDG_STATE_HOME, LOCALAPPDATA }: Environment): string {
  if (process.platform === 'win32') return join(LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'Achterwacht')
  return join(XDG_STATE_HOME ?? join(homedir(), '.local', 'state'), 'achterwacht')
}
