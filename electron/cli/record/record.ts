// achterwacht record: what a record says of a moment, and where something stands in it. For a technician beside a running
// console, and for an auditor with a copy; reads only, and leaves no trace in the folder.
import type { DatabaseSync } from 'node:sqlite'
import type { MomentView, SearchInput } from '../../contract/record.ts'
import type { StoredEntry } from '../../host/ledger/port.ts'
import { openReadOnly } from '../../host/ledger/read-only.ts'
import { turnsIn } from '../../host/ledger/reader/by-time.ts'
import { readMoment } from '../../host/ledger/reader/read-moment.ts'
import { needsIndex, searchEntries, type Found } from '../../host/ledger/reader/search-entries.ts'
import { MEMORY, openSearchIndex } from '../../host/ledger/reader/search-index.ts'
import { storeFailure } from '../../host/ledger/store-failure.ts'
import { MOMENTS } from '../../host/moment-reading.ts'
import type { TellConsole } from '../tell-console.ts'
import { createText, languageOf } from '../terminal/text.ts'
import { readArguments, type Asked } from './arguments.ts'
import { entryLine, momentLines } from './record-lines.ts'
import { RECORD_USAGE } from './usage.ts'

const NOTHING = 1
const WRONG_USE = 2
/** As verify. */
const UNREADABLE = 30

type Line = (line: string) => void

export interface RecordDeps {
  readonly defaultFolder: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly out: Line
  readonly err: Line
  /** Before anything is read. */
  readonly tell?: TellConsole
}

/** @returns 0; 1 when nothing was found; 2 wrong use; 30 when there is no record that can be read */
export async function recordCommand(argv: readonly string[], { defaultFolder, environment, out, err, tell }: RecordDeps): Promise<number> {
  const asked = readArguments(argv, defaultFolder)
  if (typeof asked === 'string') {
    err(asked)
    err(`usage: ${RECORD_USAGE}`)
    return WRONG_USE
  }
  const text = createText(languageOf(environment))
  await tell?.(asked.folder, 'entries')
  try {
    const answer = read(asked)
    if ('entries' in answer) {
      answer.entries.forEach((entry) => out(asked.json ? JSON.stringify(entry) : entryLine(entry)))
      if (answer.entries.length === 0) err(text('record.search.nothing'))
      if (answer.more) err(text('record.search.more'))
      return answer.entries.length === 0 ? NOTHING : 0
    }
    if (asked.json) out(JSON.stringify(answer))
    else momentLines(answer, text).forEach(out)
    return 0
  } catch (cause) {
    err(`${asked.folder}: ${storeFailure(cause, 'record').detail}`)
    return UNREADABLE
  }
}

function read(asked: Asked): MomentView | Found {
  const opened = openReadOnly(asked.folder)
  try {
    // Entries never change: a view that stays open would only let the log of a running console grow.
    opened.database.exec('COMMIT')
    if (asked.what === 'search') return search(opened.database, asked.input)
    return readMoment(opened.database, MOMENTS, asked.moment, { turns: turnsIn(opened.database), host: 'unknown' })
  } finally {
    opened.close()
  }
}

/** With an index of its own, in memory: that of a console is its own, and a copy may have none. */
function search(record: DatabaseSync, input: SearchInput): Found & { readonly entries: readonly StoredEntry[] } {
  const index = openSearchIndex(MEMORY, record)
  try {
    if (!needsIndex(input)) return searchEntries(record, { ...index, turns: () => turnsIn(record) }, input)
    while (index.catchUp() !== false);
    return searchEntries(record, index, input)
  } finally {
    index.close()
  }
}
