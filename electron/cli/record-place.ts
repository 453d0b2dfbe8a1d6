// Which record, and which moment of it, is meant by what somebody types.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DATABASE_FILE } from '../host/ledger/ledger-files.ts'

const UTC = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z)?$/

/** NaN: no time in UTC. */
export const readUtc = (text: string | undefined): number | undefined => (text === undefined ? undefined : UTC.test(text) ? Date.parse(text) : Number.NaN)

/** A console's data folder holds its record in a folder of its own; a copy for `verify` is that folder itself. */
export const recordIn = (folder: string): string => (existsSync(join(folder, DATABASE_FILE)) ? folder : join(folder, 'ledger'))
