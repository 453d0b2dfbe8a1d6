// What stands in a record that is closed, read as an auditor would read it.
import { join } from 'node:path'
import { openReadOnly } from '../../electron/host/ledger/read-only.ts'

export interface RecordedEntry {
  readonly seq: number
  readonly kind: string
  /** The bytes that are in the chain. */
  readonly payload: string
  readonly content: string | undefined
}

/** @param folder  the ledger's */
export function readRecord(folder: string): readonly RecordedEntry[] {
  const opened = openReadOnly(folder)
  try {
    const rows = opened.database.prepare('SELECT seq, kind, payload, text FROM entries LEFT JOIN content USING (seq) ORDER BY seq').all()
    return rows.map(({ seq, kind, payload, text }) => ({ seq: Number(seq), kind: String(kind), payload: String(payload), content: text === null ? undefined : String(text) }))
  } finally {
    opened.close()
  }
}

/** The record of a console that keeps it inside its data folder. */
export const recordOf = (dataFolder: string): readonly RecordedEntry[] => readRecord(join(dataFolder, 'ledger'))
