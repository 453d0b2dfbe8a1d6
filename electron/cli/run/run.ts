// achterwacht run --site FILE [--data FOLDER]: the console of a position.
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Surroundings } from '../../browser/browser-command.ts'
import { defaultData } from '../data-folder.ts'
import { showConsole } from './show.ts'
import { VIEW_ARGUMENTS, VIEW_USAGE, viewOptions, type ViewOptions } from './view-options.ts'

export const RUN_USAGE = `usage: run --site FILE [--data FOLDER] ${VIEW_USAGE}`
const WRONG_USE = 2

export async function runCommand(argv: readonly string[], surroundings: Surroundings, err: (line: string) => void): Promise<number> {
  const asked = readArguments(argv, surroundings)
  if (!asked) {
    err(RUN_USAGE)
    return WRONG_USE
  }
  return showConsole({ ...asked, surroundings, err })
}

function readArguments(argv: readonly string[], surroundings: Surroundings): { site: string; data: string; view: ViewOptions } | undefined {
  try {
    const { values } = parseArgs({ args: [...argv], options: { site: { type: 'string' }, data: { type: 'string' }, ...VIEW_ARGUMENTS } })
    const view = viewOptions(values)
    if (values.site === undefined || !view) return undefined
    return { site: resolve(values.site), data: resolve(values.data ?? defaultData(surroundings)), view }
  } catch {
    return undefined
  }
}
