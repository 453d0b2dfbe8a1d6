// Finds entries: the narrowest of what was asked leads, the rest is looked at row by row. Newest first, in pages.
import type { DatabaseSync } from 'node:sqlite'
import type { SearchInput } from '../../../contract/record.ts'
import type { StoredEntry } from '../port.ts'
import { createTimeOrder } from './by-time.ts'
import { withDeletions } from './deleted-when.ts'
import { merged, orderOf, paged, type Numbered, type ReadPage, type Stretch } from './in-order.ts'
import { decodeRow, headSeq, kindsIn, QUIET_KINDS, ROW } from './rows.ts'
import type { SearchIndex } from './search-index.ts'
import { matchOf } from './search-words.ts'

export interface Found {
  readonly entries: readonly StoredEntry[]
  readonly more: boolean
}

/** All texts with a word are gathered before the first is told: that is done once. */
const WORD_ROWS = 256

/** Whether the answer needs the index read up to the newest entry; else the record's own order is enough. */
export const needsIndex = ({ text, number, roles }: SearchInput): boolean => text !== undefined || number !== undefined || (roles !== undefined && !roles.includes('system'))

/** @remarks Throws what SQLite throws. */
export function searchEntries(record: DatabaseSync, index: SearchIndex, asked: SearchInput): Found {
  const match = asked.text === undefined ? undefined : matchOf(asked.text)
  // Signs without a word among them: no text holds it.
  if (asked.text !== undefined && match === undefined) return { entries: [], more: false }
  const stretch = stretchOf(record, index, asked)
  const entries: StoredEntry[] = []
  const row = record.prepare(`${ROW} WHERE e.seq = ?`)
  for (const { seq } of merged(leading(record, index, { asked, match }).map((read) => paged(read, stretch, match === undefined ? undefined : WORD_ROWS)), stretch.first)) {
    const read = row.get(seq)
    const entry = read && decodeRow(read)
    if (!entry || !holds(entry, asked) || !(asked.number === undefined || match === undefined || index.names(asked.number, seq))) continue
    if (entries.length === asked.limit) return { entries: withDeletions(record, entries), more: true }
    entries.push(entry)
  }
  return { entries: withDeletions(record, entries), more: false }
}

function stretchOf(record: DatabaseSync, index: SearchIndex, { before, after, fromUtcMs, toUtcMs }: SearchInput): Stretch {
  const head = headSeq(record)
  const byTime = fromUtcMs === undefined && toUtcMs === undefined
    ? { from: 1, to: head }
    : createTimeOrder(record, index.turns(), head).around(fromUtcMs ?? 0, toUtcMs ?? Number.MAX_SAFE_INTEGER)
  return {
    from: Math.max(byTime.from, (after ?? 0) + 1),
    to: Math.min(byTime.to, (before ?? head + 1) - 1),
    first: after === undefined ? 'newest' : 'oldest',
  }
}

function leading(record: DatabaseSync, index: SearchIndex, { asked, match }: { readonly asked: SearchInput; readonly match: string | undefined }): readonly ReadPage<Numbered>[] {
  const { number, roles, kinds } = asked
  if (match !== undefined) return [index.texts(match)]
  if (number !== undefined) return [index.numbered(number)]
  if (roles && !roles.includes('system')) return roles.flatMap((role) => (kinds ?? index.kindsOf(role)).map((kind) => index.people(role, kind)))
  return (kinds ?? kindsIn(record).filter((kind) => !QUIET_KINDS.includes(kind))).map((kind) => entriesOf(record, kind))
}

/** By the record's index of kinds, which holds their seqs in order. */
export function entriesOf(record: DatabaseSync, kind: string): ReadPage<Numbered> {
  const statement = (first: Stretch['first']) => record.prepare(`SELECT seq FROM entries WHERE kind = ? AND seq BETWEEN ? AND ? ${orderOf('seq', first)} LIMIT ?`)
  return ({ from, to, first }, limit) => statement(first).all(kind, from, to, limit).map(({ seq }) => ({ seq: Number(seq) }))
}

function holds({ kind, utcMs, actor }: StoredEntry, { kinds, roles, fromUtcMs = 0, toUtcMs = Number.MAX_SAFE_INTEGER }: SearchInput): boolean {
  return utcMs >= fromUtcMs && utcMs <= toUtcMs && (kinds?.includes(kind) ?? true) && (roles?.some((role) => role === actor.role) ?? true)
}
