// achterwacht copy [--data FOLDER] DEST [--json]: the whole record, from a running console or a dead one, as a folder that
// `verify` accepts. A running console records first that its record leaves it.
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Clock } from '../../../native/kit/clock.ts'
import type { Surroundings } from '../../browser/browser-command.ts'
import { copyLedger } from '../../host/ledger/copy-ledger.ts'
import { DATABASE_FILE } from '../../host/ledger/ledger-files.ts'
import { defaultData } from '../data-folder.ts'
import { createText, languageOf, type Text } from '../terminal/text.ts'
import { askRecordCopy } from '../trace/traffic-client.ts'
import { COPY_USAGE } from './usage.ts'

const WRONG_USE = 2
const FAILED = 1
/** GAP and worse: the copy is there, and what was copied is not whole. */
const DAMAGE_CODE = 20

type Line = (line: string) => void

export interface CopyDeps {
  readonly surroundings: Surroundings
  readonly clock: Clock
  readonly out: Line
  readonly err: Line
}

interface Asked {
  readonly data: string
  readonly to: string
  readonly json: boolean
}

/** @returns 0; 1 when there is no copy; 2 wrong use; 20 and more when the copy is there and `verify` says so of it */
export async function copyCommand(argv: readonly string[], { surroundings, clock, out, err }: CopyDeps): Promise<number> {
  const asked = readArguments(argv, surroundings)
  if (!asked) {
    err(`usage: ${COPY_USAGE}`)
    return WRONG_USE
  }
  const text = createText(languageOf(surroundings.environment))
  if (existsSync(asked.to)) {
    err(text('copy.there-already', { folder: asked.to }))
    return FAILED
  }
  const told = await tellConsole(asked, { surroundings, clock, err, text })
  const copied = await copyLedger({ from: told.folder, to: asked.to }, clock)
  if (!copied.ok) {
    err(text('copy.failed', { cause: text(`error.${copied.error.code}`, { detail: copied.error.detail }) }))
    return FAILED
  }
  const { entries, lastSeq, headCode, verdict, code, ms } = copied.value
  if (asked.json) out(JSON.stringify({ ...copied.value, recordedAs: told.seq ?? null }))
  ;(asked.json ? err : out)(text('copy.done', { folder: copied.value.folder, entries, seq: lastSeq, code: headCode, verdict, ms }))
  return code >= DAMAGE_CODE ? code : 0
}

interface Telling {
  readonly surroundings: Surroundings
  readonly clock: Clock
  readonly err: Line
  readonly text: Text
}

/** A console that cannot write must still be copied: that is when a copy is wanted most. Whoever copies is told. */
async function tellConsole({ data, to }: Asked, { surroundings, clock, err, text }: Telling): Promise<{ readonly folder: string; readonly seq?: number }> {
  const recorded = await askRecordCopy({ data, platform: surroundings.platform }, to, clock)
  if (recorded.ok) return { folder: recorded.value.folder, seq: recorded.value.seq }
  if (recorded.error.code === 'LINK_MISSING') err(text('copy.no-console'))
  else err(text('copy.not-recorded', { cause: text(`error.${recorded.error.code}`, { detail: recorded.error.detail, device: '' }) }))
  // The folder given may be a record itself: one that was set aside, or one the site file keeps elsewhere.
  return { folder: existsSync(join(data, DATABASE_FILE)) ? data : join(data, 'ledger') }
}

function readArguments(argv: readonly string[], surroundings: Surroundings): Asked | undefined {
  try {
    const { values, positionals } = parseArgs({ args: [...argv], allowPositionals: true, options: { data: { type: 'string' }, json: { type: 'boolean' } } })
    const [to] = positionals
    if (to === undefined || positionals.length > 1) return undefined
    return { data: resolve(values.data ?? defaultData(surroundings)), to: resolve(to), json: values.json === true }
  } catch {
    return undefined
  }
}
