// achterwacht alarms --data FOLDER [--days N] [--json]: how many alarms, against what a person can take; which were called false.
import { parseArgs } from 'node:util'
import type { Clock } from '../../../native/kit/clock.ts'
import { createText, languageOf } from '../terminal/text.ts'
import { alarmReport, reportLines } from './alarm-report.ts'
import { readAlarms } from './read-alarms.ts'
import { ALARMS_USAGE } from './usage.ts'

const WRONG_USE = 2
const UNREADABLE = 30
const DEFAULT_DAYS = 7
/** Incidents are kept five years. */
const MOST_DAYS = 5 * 366
const DAY_MS = 24 * 60 * 60_000

type Line = (line: string) => void

export interface AlarmsDeps {
  readonly clock: Pick<Clock, 'utcMs'>
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly out: Line
  readonly err: Line
}

/** @returns 0; 2 wrong use; 30 when there is no record that can be read, as verify */
export async function alarmsCommand(argv: readonly string[], { clock, environment, out, err }: AlarmsDeps): Promise<number> {
  const asked = readArguments(argv)
  if (!asked) {
    err(`usage: ${ALARMS_USAGE}`)
    return WRONG_USE
  }
  const entries = readAlarms(asked.data)
  if (!entries.ok) {
    err(`${entries.error.code}: ${entries.error.detail}`)
    return UNREADABLE
  }
  const toUtcMs = Math.round(clock.utcMs())
  const report = alarmReport(entries.value, { fromUtcMs: toUtcMs - asked.days * DAY_MS, toUtcMs })
  reportLines(report, createText(languageOf(environment))).forEach(asked.json ? err : out)
  if (asked.json) out(JSON.stringify(report))
  return 0
}

function readArguments(argv: readonly string[]): { readonly data: string; readonly days: number; readonly json: boolean } | undefined {
  try {
    const { values } = parseArgs({ args: [...argv], options: { data: { type: 'string' }, days: { type: 'string' }, json: { type: 'boolean' } } })
    const days = Number(values.days ?? DEFAULT_DAYS)
    if (values.data === undefined || !Number.isInteger(days) || days < 1 || days > MOST_DAYS) return undefined
    return { data: values.data, days, json: values.json ?? false }
  } catch {
    return undefined
  }
}
