// What a command takes out of a record, the console of that record writes down first. Where none runs, whoever takes it is told
// that no record holds it: a copy or the record of a stopped console is read all the same.
import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Clock } from '../../native/kit/clock.ts'
import { DATABASE_FILE } from '../host/ledger/ledger-files.ts'
import type { TakenFromRecord } from '../host/traffic/words.ts'
import { createText, languageOf } from './terminal/text.ts'
import { askRecordTaken } from './trace/traffic-client.ts'

/** @param folder  a data folder, or a record itself */
export type TellConsole = (folder: string, what: TakenFromRecord) => Promise<void>

export interface TellDeps {
  readonly clock: Clock
  readonly platform: NodeJS.Platform
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly err: (line: string) => void
}

export function createTellConsole({ clock, platform, environment, err }: TellDeps): TellConsole {
  return async (folder, what) => {
    const data = existsSync(join(folder, DATABASE_FILE)) ? dirname(resolve(folder)) : resolve(folder)
    const recorded = await askRecordTaken({ data, platform }, what, clock)
    if (recorded.ok) return
    const text = createText(languageOf(environment))
    if (recorded.error.code === 'LINK_MISSING') err(text('taken.no-console'))
    else err(text('taken.not-recorded', { cause: text(`error.${recorded.error.code}`, { detail: recorded.error.detail, device: '' }) }))
  }
}
