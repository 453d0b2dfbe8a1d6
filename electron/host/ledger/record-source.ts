// Reads a ledger as untrusted material: every column may hold anything, only SQLite itself is believed.
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'

/** An entry as found. `undefined` where the type is not the one the format says. */
export interface FoundEntry {
  readonly seq: number
  readonly ledger: unknown
  readonly boot: unknown
  readonly monoUs: number | undefined
  readonly utcMs: number | undefined
  readonly clock: unknown
  readonly role: unknown
  readonly position: unknown
  readonly kind: unknown
  readonly payload: Uint8Array | undefined
  readonly prev: Uint8Array | undefined
  readonly hash: Uint8Array | undefined
  /** The text beside it, undefined when there is none. */
  readonly content: FoundText | undefined
}

/** The text beside an entry. */
export interface FoundText {
  readonly salt: Uint8Array
  readonly text: Uint8Array
}

/**
 * An entry in the form that costs least: text as SQLite decodes it, hashes as upper-case hex. `prevHex` is null when payload,
 * prev or a time has the wrong type, `hashHex` when the hash has; the others may hold anything, as in a `FoundEntry`.
 */
export type PlainRow = readonly [
  seq: number, ledger: unknown, boot: unknown, monoUs: number, utcMs: number, clock: unknown, role: unknown, position: unknown,
  kind: unknown, payload: string, prevHex: string | null, hashHex: string | null,
]

export interface PlainPage {
  readonly rows: readonly PlainRow[]
  readonly texts: ReadonlyMap<number, FoundText>
}

export interface RecordSource {
  /**
   * The entries of `page` in their cheapest form. Undefined when only `page` can read them: a number beyond 2^53, or a
   * database that does not keep its text as UTF-8.
   */
  plainPage(afterSeq: number, limit: number): PlainPage | undefined
  /** Entries after `seq` in order, at most `limit`; empty at the end. */
  page(afterSeq: number | undefined, limit: number): readonly FoundEntry[]
  hashAt(seq: number): Uint8Array | undefined
  /** 0 when empty. */
  lastSeq(): number
  hasContent(seq: number): boolean
  /** Seqs of texts in the range beside entries of these kinds, at most `limit`. */
  textsWithin(kinds: readonly string[], range: readonly [number, number], limit: number): readonly number[]
  /** Entries of this kind after `seq`, as the index by kind lists them: what it says is to be held against the entries. */
  listed(kind: string, afterSeq: number): Iterable<Pick<FoundEntry, 'seq' | 'ledger' | 'prev' | 'payload'>>
  /** Texts beside no entry at all. */
  orphanContent(limit: number): readonly number[]
  meta(name: string): string | undefined
}

/** Throws what SQLite throws when the tables are not there or cannot be read. */
export function createRecordSource(database: DatabaseSync): RecordSource {
  // Casts give the very bytes that were hashed, whatever encoding a text column is said to have.
  const columns = `e.seq, e.ledger, e.boot, e.mono_us, e.utc_ms, e.clock, e.role, e.position, e.kind,
    CAST(e.payload AS BLOB) AS payload, e.prev, e.hash, c.seq AS content_seq, c.salt, CAST(c.text AS BLOB) AS text
    FROM entries e LEFT JOIN content c ON c.seq = e.seq`
  const first = database.prepare(`SELECT ${columns} ORDER BY e.seq LIMIT ?`)
  const next = database.prepare(`SELECT ${columns} WHERE e.seq > ? ORDER BY e.seq LIMIT ?`)
  const plain = createPlainPages(database)
  const hash = database.prepare('SELECT hash FROM entries WHERE seq = ?')
  const last = database.prepare('SELECT seq FROM entries ORDER BY seq DESC LIMIT 1')
  const content = database.prepare('SELECT 1 FROM content WHERE seq = ?')
  // CROSS: the texts of the range first, for there are fewer of them than entries.
  const within = database.prepare(
    `SELECT c.seq FROM content c CROSS JOIN entries e ON e.seq = c.seq
     WHERE c.seq BETWEEN ? AND ? AND e.kind IN (SELECT value FROM json_each(?)) LIMIT ?`,
  )
  const listed = database.prepare('SELECT seq, ledger, prev, CAST(payload AS BLOB) AS payload FROM entries WHERE kind = ? AND seq > ? ORDER BY seq')
  const orphans = database.prepare(
    'SELECT c.seq FROM content c LEFT JOIN entries e ON e.seq = c.seq WHERE e.seq IS NULL LIMIT ?',
  )
  const meta = database.prepare('SELECT value FROM meta WHERE name = ?')
  // A number beyond 2^53 in an altered row must be a finding, not an exception.
  for (const statement of [first, next, last, within, listed, orphans]) statement.setReadBigInts(true)

  return {
    page: (afterSeq, limit) => (afterSeq === undefined ? first.all(limit) : next.all(afterSeq, limit)).map(decodeRow),
    plainPage: plain,
    hashAt: (seq) => bytesOf(hash.get(seq)?.['hash']),
    lastSeq: () => Number(last.get()?.['seq'] ?? 0),
    hasContent: (seq) => content.get(seq) !== undefined,
    textsWithin: (kinds, [from, to], limit) => within.all(from, to, JSON.stringify(kinds), limit).map((row) => Number(row['seq'])),
    *listed(kind, afterSeq) {
      for (const row of listed.iterate(kind, afterSeq)) {
        yield { seq: Number(row['seq']), ledger: row['ledger'], prev: bytesOf(row['prev']), payload: bytesOf(row['payload']) }
      }
    },
    orphanContent: (limit) => orphans.all(limit).map((row) => Number(row['seq'])),
    meta: (name) => {
      const value = meta.get(name)?.['value']
      return typeof value === 'string' ? value : undefined
    },
  }
}

/** As a blob a hash costs more than all the rest of the row. */
const PLAIN_COLUMNS = `seq, ledger, boot, mono_us, utc_ms, clock, role, position, kind, payload,
  CASE WHEN typeof(prev) = 'blob' AND typeof(payload) = 'text' AND typeof(mono_us) = 'integer' AND typeof(utc_ms) = 'integer'
    THEN hex(prev) END, CASE WHEN typeof(hash) = 'blob' THEN hex(hash) END`

function createPlainPages(database: DatabaseSync): RecordSource['plainPage'] {
  const utf8 = database.prepare('PRAGMA encoding').get()?.['encoding'] === 'UTF-8'
  const rows = database.prepare(`SELECT ${PLAIN_COLUMNS} FROM entries WHERE seq > ? ORDER BY seq LIMIT ?`)
  const texts = database.prepare('SELECT seq, salt, CAST(text AS BLOB) AS text FROM content WHERE seq > ? AND seq <= ?')
  rows.setReturnArrays(true)
  return (afterSeq, limit) => {
    if (!utf8) return undefined
    try {
      const page = rows.all(afterSeq, limit) as unknown as readonly PlainRow[]
      const lastSeq = page.at(-1)?.[0] ?? afterSeq
      const beside = texts.all(afterSeq, lastSeq).map((row) => [Number(row['seq']), textOf(row)] as const)
      const found = { rows: page, texts: new Map(beside) }
      // Tables made anew without their key may hold a seq twice: each has to be looked at.
      return found.texts.size === beside.length && isAscending(page) ? found : undefined
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ERR_OUT_OF_RANGE') return undefined
      throw error
    }
  }
}

const isAscending = (rows: readonly PlainRow[]): boolean => rows.every(([seq], at) => at === 0 || seq > (rows[at - 1]?.[0] ?? seq))

function decodeRow(row: Record<string, SQLOutputValue>): FoundEntry {
  const found = row['content_seq'] !== null
  return {
    seq: Number(row['seq']),
    ledger: row['ledger'],
    boot: row['boot'],
    monoUs: wholeOf(row['mono_us']),
    utcMs: wholeOf(row['utc_ms']),
    clock: row['clock'],
    role: row['role'],
    position: row['position'],
    kind: row['kind'],
    payload: bytesOf(row['payload']),
    prev: bytesOf(row['prev']),
    hash: bytesOf(row['hash']),
    content: found ? textOf(row) : undefined,
  }
}

const NOTHING = new Uint8Array()

const textOf = (row: Record<string, SQLOutputValue>): FoundText => ({ salt: bytesOf(row['salt']) ?? NOTHING, text: bytesOf(row['text']) ?? NOTHING })

const bytesOf = (value: unknown): Uint8Array | undefined => (value instanceof Uint8Array ? value : undefined)

function wholeOf(value: unknown): number | undefined {
  return typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : undefined
}
