// achterwacht counts: meldingen, storingen and acties of a year, for letters that ask it. Reads only, also beside a running host.
import { parseArgs } from 'node:util'
import type { Clock } from '../../../native/kit/clock.ts'
import type { TellConsole } from '../tell-console.ts'
import { createText, languageOf } from '../terminal/text.ts'
import { countsLines } from './counts-lines.ts'
import { countsReport, dayOf } from './counts-report.ts'
import { readCounts } from './read-counts.ts'
import { COUNTS_USAGE } from './usage.ts'

const WRONG_USE = 2
const UNREADABLE = 30
const YEAR = /^20\d{2}$/

type Line = (line: string) => void

export interface CountsDeps {
  readonly clock: Pick<Clock, 'utcMs'>
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly defaultFolder: string
  readonly out: Line
  readonly err: Line
  /** Before anything is read. */
  readonly tell?: TellConsole
}

/** @returns 0; 2 wrong use; 30 when there is no record that can be read, as verify */
export async function countsCommand(argv: readonly string[], { clock, environment, defaultFolder, out, err, tell }: CountsDeps): Promise<number> {
  const asked = readArguments(argv)
  if (!asked) {
    err(`usage: ${COUNTS_USAGE}`)
    return WRONG_USE
  }
  await tell?.(asked.data ?? defaultFolder, 'counts')
  const entries = readCounts(asked.data ?? defaultFolder)
  if (!entries.ok) {
    err(`${entries.error.code}: ${entries.error.detail}`)
    return UNREADABLE
  }
  const report = countsReport(entries.value, asked.year ?? Number(dayOf(clock.utcMs()).slice(0, 4)))
  countsLines(report, createText(languageOf(environment))).forEach(asked.json ? err : out)
  if (asked.json) out(JSON.stringify(report))
  return 0
}

function readArguments(argv: readonly string[]): { readonly data?: string; readonly year?: number; readonly json: boolean } | undefined {
  try {
    const { values } = parseArgs({ args: [...argv], options: { data: { type: 'string' }, year: { type: 'string' }, json: { type: 'boolean' } } })
    const { data, year, json = false } = values
    if (year !== undefined && !YEAR.test(year)) return undefined
    return { ...(data === undefined ? {} : { data }), ...(year === undefined ? {} : { year: Number(year) }), json }
  } catch {
    return undefined
  }
}
