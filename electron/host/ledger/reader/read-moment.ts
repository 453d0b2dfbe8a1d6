// Rebuilds what was true at a moment: from the newest keyframe before it and the entries after that one; without a keyframe
// from the beginning. Entries are read by their kinds or as one stretch, whichever is less.
import type { DatabaseSync } from 'node:sqlite'
import type { MomentInput, MomentView } from '../../../contract/record.ts'
import type { JsonObject } from '../../../contract/words.ts'
import type { StoredEntry } from '../port.ts'
import { createTimeOrder } from './by-time.ts'
import { merged, orderOf, paged, type Numbered, type ReadPage, type Stretch } from './in-order.ts'
import { decodeRow, headSeq, kindsIn, marksOf, objectOf } from './rows.ts'
import { entriesOf } from './search-entries.ts'

export interface Place {
  readonly utcMs: number
  readonly seq: number
  readonly goneSinceUtcMs?: number
  readonly previous?: { readonly seq: number; readonly utcMs: number }
  readonly next?: { readonly seq: number; readonly utcMs: number }
}

/** How a state is made out of entries, and shown. What the state is, this room does not know. */
export interface Moments<State> {
  readonly kinds: readonly string[]
  readonly initial: State
  readonly keptKind: string
  reduce(state: State, entry: StoredEntry): State
  /** Undefined: no keyframe of ours. */
  readKept(payload: JsonObject): { readonly state: State; readonly through: number } | undefined
  view(state: State, place: Place): MomentView
  /** Kinds of the entries that people jump to. */
  readonly jumpKinds: readonly string[]
}

/** Below this a stretch is read whole: leaping through the index of each kind costs as much. */
const WHOLE_ENTRIES = 3000
const STARTED = 'host.started'
const STOPPED = 'host.stopped'

/** @param host  whether the one that writes this record is the one that asks */
export function readMoment<State>(record: DatabaseSync, moments: Moments<State>, asked: MomentInput, { turns, host }: { readonly turns: readonly number[]; readonly host: 'asks' | 'unknown' }): MomentView {
  const head = headSeq(record)
  const at = 'seq' in asked ? atSeq(record, Math.min(asked.seq, head)) : { utcMs: asked.utcMs, seq: createTimeOrder(record, turns, head).lastAt(asked.utcMs) }
  const goneSinceUtcMs = goneSince(record, at, host)
  return moments.view(readState(record, moments, at.seq), {
    ...at,
    ...(goneSinceUtcMs === undefined ? {} : { goneSinceUtcMs }),
    ...jumps(record, moments.jumpKinds, at, 'seq' in asked),
  })
}

const atSeq = (record: DatabaseSync, seq: number): { readonly utcMs: number; readonly seq: number } => ({ seq, utcMs: utcOf(record, seq) })

const utcOf = (record: DatabaseSync, seq: number): number => Number(record.prepare('SELECT utc_ms AS utcMs FROM entries WHERE seq = ?').get(seq)?.['utcMs'] ?? 0)

/** What is true right after this entry. */
export function readState<State>(record: DatabaseSync, moments: Moments<State>, seq: number): State {
  const kept = newestKept(record, moments, seq)
  let { state } = kept
  for (const entry of entriesAfter(record, moments.kinds, { from: kept.through + 1, to: seq, first: 'oldest' })) state = moments.reduce(state, entry)
  return state
}

function newestKept<State>(record: DatabaseSync, { keptKind, initial, readKept }: Moments<State>, seq: number): { readonly state: State; readonly through: number } {
  const payload = record.prepare('SELECT payload FROM entries WHERE seq = ?')
  for (const one of paged(entriesOf(record, keptKind), { from: 1, to: seq, first: 'newest' })) {
    const read = objectOf(payload.get(one.seq)?.['payload'])
    const kept = read && readKept(read)
    if (kept && kept.through < one.seq) return kept
  }
  return { state: initial, through: 0 }
}

const FOLDED = 'SELECT seq, utc_ms AS utcMs, kind, role, position, payload FROM entries'

function* entriesAfter(record: DatabaseSync, kinds: readonly string[], stretch: Stretch): Generator<StoredEntry> {
  const wanted = new Set(kinds)
  const lists: readonly ReadPage<Row>[] = stretch.to - stretch.from < WHOLE_ENTRIES
    ? [rowsOf(record, `+kind IN (${marksOf(kinds)})`, kinds)]
    : kindsIn(record).filter((kind) => wanted.has(kind)).map((kind) => rowsOf(record, 'kind = ?', [kind]))
  for (const { row } of merged(lists.map((read) => paged(read, stretch)), 'oldest')) {
    const entry = decodeRow(row)
    if (entry) yield entry
  }
}

interface Row extends Numbered {
  readonly row: Parameters<typeof decodeRow>[0]
}

function rowsOf(record: DatabaseSync, where: string, values: readonly string[]): ReadPage<Row> {
  const statement = record.prepare(`${FOLDED} WHERE ${where} AND seq BETWEEN ? AND ? ${orderOf('seq', 'oldest')} LIMIT ?`)
  return ({ from, to }, limit) => statement.all(...values, from, to, limit).map((row) => ({ seq: Number(row['seq']), row }))
}

/**
 * A host that was killed says nothing: the next start, without an end before it, does. When it was last heard of.
 * Undefined: it went on after this moment, or ended as it should, or none ran.
 */
function goneSince(record: DatabaseSync, { utcMs, seq }: { readonly utcMs: number; readonly seq: number }, host: 'asks' | 'unknown'): number | undefined {
  const after = (kind: string): number => Number(record.prepare('SELECT min(seq) AS seq FROM entries WHERE kind = ? AND seq > ?').get(kind, seq)?.['seq'] ?? Number.POSITIVE_INFINITY)
  const started = after(STARTED)
  if (started > after(STOPPED)) return undefined
  if (started === Number.POSITIVE_INFINITY && host === 'asks') return undefined
  const last = lastOfRun(record, seq, Math.min(started, headSeq(record) + 1))
  const isOver = seq > last.seq || (seq === last.seq && utcMs > last.utcMs)
  return isOver ? last.utcMs : undefined
}

/** The last entry of the run that had begun by this entry; what its record says between two runs belongs to the next one. */
function lastOfRun(record: DatabaseSync, seq: number, before: number): { readonly seq: number; readonly utcMs: number } {
  const begun = record.prepare(`SELECT boot FROM entries WHERE kind = '${STARTED}' AND seq <= ? ORDER BY seq DESC LIMIT 1`).get(seq)?.['boot']
  if (begun === undefined) return { seq: before, utcMs: 0 }
  const earlier = record.prepare('SELECT seq, boot, utc_ms AS utcMs FROM entries WHERE seq < ? ORDER BY seq DESC LIMIT 1')
  for (let row = earlier.get(before); row; row = earlier.get(Number(row['seq']))) {
    if (row['boot'] === begun) return { seq: Number(row['seq']), utcMs: Number(row['utcMs']) }
  }
  return { seq: before, utcMs: 0 }
}

/** @param isOnEntry  an entry was asked for by its number: it is not its own neighbour */
function jumps(record: DatabaseSync, kinds: readonly string[], { utcMs, seq }: { readonly utcMs: number; readonly seq: number }, isOnEntry: boolean): Pick<Place, 'previous' | 'next'> {
  const lists = kinds.map((kind) => entriesOf(record, kind))
  const first = (stretch: Stretch, isWanted: (atMs: number) => boolean): { seq: number; utcMs: number } | undefined => {
    for (const one of merged(lists.map((read) => paged(read, stretch)), stretch.first)) {
      const atMs = utcOf(record, one.seq)
      if (isWanted(atMs)) return { seq: one.seq, utcMs: atMs }
    }
    return undefined
  }
  const previous = first({ from: 1, to: isOnEntry ? seq - 1 : seq, first: 'newest' }, (atMs) => isOnEntry || atMs < utcMs)
  const next = first({ from: seq + 1, to: Number.MAX_SAFE_INTEGER, first: 'oldest' }, () => true)
  return { ...(previous ? { previous } : {}), ...(next ? { next } : {}) }
}
