// How the index reads on in the record: a slice at a time, in order, with what it must forget. Nothing counts as read before that.
import type { DatabaseSync } from 'node:sqlite'
import type { JsonObject } from '../../../contract/words.ts'
import { CONTENT_DELETED_KIND } from '../entry.ts'
import { marksOf, objectOf, WORDLESS_KINDS } from './rows.ts'
import { numbersIn, searchedText } from './search-words.ts'

/** Entries read in one slice: some milliseconds, for which a question has to wait. */
export const SLICE_ENTRIES = 2000
/** Slices in one commit: each commit waits for the disk a few times. */
const COMMIT_SLICES = 20
/** Deleting a text costs about half a millisecond: more of them are forgotten sooner by making the index anew. */
const MOST_FORGOTTEN = 1000
/** Less is the jitter of a clock that is kept right; what is searched by time looks this far around. */
export const CLOCK_JITTER_MS = 2000

export interface Slices {
  /** Reads the entries after `from` up to `to`, all or none of them. @returns the new meta; undefined: too much to forget */
  take(from: number, to: number): Readonly<Record<string, string>> | undefined
  /** @returns false: there is nothing more to do */
  commit(): false
}

export function createSlices(database: DatabaseSync, record: DatabaseSync): Slices {
  const rows = record.prepare(
    `SELECT e.seq AS seq, e.kind AS kind, e.role AS role, e.payload AS payload, c.text AS text
     FROM entries e LEFT JOIN content c ON c.seq = e.seq WHERE e.seq > ? AND e.seq <= ? AND e.kind NOT IN (${marksOf(WORDLESS_KINDS)})`)
  const turns = record.prepare(
    `SELECT seq FROM (SELECT seq, utc_ms, lag(utc_ms) OVER (ORDER BY seq) AS before FROM entries WHERE seq BETWEEN ? AND ?) WHERE utc_ms < before - ${CLOCK_JITTER_MS}`)
  const text = database.prepare('INSERT INTO texts (rowid, text) VALUES (?, ?)')
  const person = database.prepare('INSERT INTO people (role, kind, seq) VALUES (?, ?, ?)')
  const number = database.prepare('INSERT INTO numbers (number, seq) VALUES (?, ?)')
  const turn = database.prepare('INSERT INTO turns (seq) VALUES (?)')
  const remove = database.prepare('DELETE FROM texts WHERE rowid = ?')
  const note = database.prepare('UPDATE meta SET value = ? WHERE name = ?')
  let uncommitted = 0

  const takeRow = (row: Readonly<Record<string, unknown>>): void => {
    const seq = Number(row['seq'])
    const kind = String(row['kind'])
    if (typeof row['text'] === 'string') text.run(seq, searchedText(row['text']))
    if (row['role'] !== 'system') person.run(String(row['role']), kind, seq)
    for (const one of numbersIn(String(row['payload']))) number.run(one, seq)
  }
  const commit = (): false => {
    if (database.isTransaction) database.exec('COMMIT')
    uncommitted = 0
    return false
  }

  return {
    commit,
    take(from, to) {
      const read = rows.all(from, to, ...WORDLESS_KINDS)
      const meta = { through: String(to), hash: hashOf(record, to) }
      if (!database.isTransaction) database.exec('BEGIN IMMEDIATE')
      try {
        read.forEach(takeRow)
        const deletions = read.filter(({ kind }) => kind === CONTENT_DELETED_KIND)
        const gone = deletions.flatMap(({ payload }) => goneFrom(database, record, objectOf(payload)))
        if (gone.length > MOST_FORGOTTEN) {
          database.exec('ROLLBACK')
          return undefined
        }
        for (const seq of gone) remove.run(seq)
        for (const { seq } of turns.all(from, to)) turn.run(Number(seq))
        for (const [name, value] of Object.entries(meta)) note.run(value, name)
        uncommitted++
        if (uncommitted >= COMMIT_SLICES || deletions.length > 0) commit()
        return meta
      } catch (error) {
        if (database.isTransaction) database.exec('ROLLBACK')
        throw error
      }
    },
  }
}

export function hashOf(record: DatabaseSync, seq: number): string {
  const hash = record.prepare('SELECT hash FROM entries WHERE seq = ?').get(seq)?.['hash']
  return hash instanceof Uint8Array ? Buffer.from(hash).toString('hex') : ''
}

/** Whatever the deletion names and the record no longer holds: it, not the words of the entry, says what is gone. */
function goneFrom(database: DatabaseSync, record: DatabaseSync, payload: JsonObject | undefined): readonly number[] {
  const held = record.prepare('SELECT 1 FROM content WHERE seq = ?')
  const indexed = database.prepare('SELECT rowid AS seq FROM texts WHERE rowid BETWEEN ? AND ?')
  return rangesOf(payload).flatMap(([from, to]) => indexed.all(from, to).map(({ seq }) => Number(seq)).filter((seq) => held.get(seq) === undefined))
}

function rangesOf(payload: JsonObject | undefined): readonly (readonly [number, number])[] {
  const { seq, ranges } = payload ?? {}
  const one: (readonly [number, number])[] = typeof seq === 'number' ? [[seq, seq]] : []
  const many = Array.isArray(ranges) ? (ranges as readonly unknown[]) : []
  return [...one, ...many.flatMap((range): (readonly [number, number])[] => (Array.isArray(range) && typeof range[0] === 'number' && typeof range[1] === 'number' ? [[range[0], range[1]]] : []))]
}
