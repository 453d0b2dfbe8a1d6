// The peer of the ledger's bench: the least anybody has to do to have the same bytes on the same disk. Same settings, same
// columns, one table; no hash, no index, no trigger, no thread, no signature.
import { DatabaseSync } from 'node:sqlite'
import type { Clock } from '../../native/kit/clock.ts'
import type { EntryDraft } from '../../electron/host/ledger/port.ts'
import { CONNECTION_PRAGMAS } from '../../electron/host/ledger/store-schema.ts'
import { quantilesOf, type Quantiles } from './quantiles.ts'

export interface Speed extends Quantiles {
  readonly perSecond: number
}

const HASH = new Uint8Array(32).fill(7)
const ID = '0'.repeat(32)

export interface PlainLoop {
  run(entries: number, perCommit: number): Speed
  close(): void
}

export function openPlainLoop(clock: Clock, path: string, draft: (n: number) => EntryDraft): PlainLoop {
  const database = new DatabaseSync(path)
  for (const pragma of CONNECTION_PRAGMAS) database.exec(pragma)
  database.exec(`CREATE TABLE entries (seq INTEGER PRIMARY KEY, ledger TEXT, boot TEXT, mono_us INTEGER, utc_ms INTEGER, clock TEXT,
    role TEXT, position TEXT, kind TEXT, payload TEXT, prev BLOB, hash BLOB) STRICT`)
  const insert = database.prepare('INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
  let seq = 0
  const put = (n: number): void => {
    const { kind, actor, payload } = draft(n)
    const nowMs = clock.monotonicMs()
    insert.run(++seq, ID, 'bench', Math.round(nowMs * 1000), Math.round(clock.utcMs()), 'unknown', actor.role, actor.position, kind, JSON.stringify(payload), HASH, HASH)
  }
  return {
    run(entries, perCommit) {
      const took: number[] = []
      const startMs = clock.monotonicMs()
      for (let n = 0; n < entries; n += perCommit) {
        const fromMs = clock.monotonicMs()
        database.exec('BEGIN IMMEDIATE')
        for (let at = 0; at < perCommit; at++) put(n + at)
        database.exec('COMMIT')
        const ms = clock.monotonicMs() - fromMs
        for (let at = 0; at < perCommit; at++) took.push(ms)
      }
      return { ...quantilesOf(took), perSecond: (took.length * 1000) / (clock.monotonicMs() - startMs) }
    },
    close: () => database.close(),
  }
}
