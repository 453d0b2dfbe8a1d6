// Reads, in the reading thread, which old texts are due: a slice of the record, so that a question of a person waits for it
// some tens of milliseconds at most. What remains is found from the record itself.
import type { DatabaseSync } from 'node:sqlite'
import type { JsonObject } from '../../../contract/words.ts'
import type { SeqRange } from '../deletions.ts'
import { isPossible, nothingDue, planDue, type Candidate, type TimedRow } from './due-plan.ts'
import type { Due, DueAsked, DueKinds } from './due-words.ts'
import { kindsIn, objectOf } from './rows.ts'

const SLICE_ENTRIES = 20_000
/** Without a time server: behind the record's own last word by more than this, the clock is wrong. */
const BEHIND_MS = 3_600_000
/** Of a storing that was never said to be over. Source: architecture, section 7: −10/+30 min. */
const BEFORE_MS = 600_000
const AFTER_MS = 1_800_000

export function readDue(record: DatabaseSync, asked: DueAsked): Due {
  const { nowUtcMs, mostMs } = asked
  const head = record.prepare('SELECT utc_ms AS utcMs FROM entries ORDER BY seq DESC LIMIT 1').get()
  if (!head || (mostMs !== undefined && Number(head['utcMs']) > nowUtcMs + BEHIND_MS)) return nothingDue(asked.after)
  const after = asked.after.utcMs > 0 ? asked.after : { seq: asked.after.seq, utcMs: firstTime(record, asked) }
  if (after.utcMs === 0) return nothingDue(asked.after)
  const rows = record.prepare('SELECT seq, utc_ms AS utcMs FROM entries WHERE seq > ? ORDER BY seq LIMIT ?').all(after.seq, SLICE_ENTRIES).map(timed)
  return planDue({ rows, isWhole: rows.length < SLICE_ENTRIES, candidatesTo: (seq) => candidates(record, asked, seq) }, { ...asked, after })
}

/** What was recorded before the clock was ever right is as old as the first entry after it. */
function firstTime(record: DatabaseSync, { after, nowUtcMs }: DueAsked): number {
  const rows = record.prepare('SELECT utc_ms AS utcMs FROM entries WHERE seq > ? ORDER BY seq').iterate(after.seq)
  for (const { utcMs } of rows) if (isPossible(Number(utcMs), nowUtcMs)) return Number(utcMs)
  return 0
}

const timed = (row: Record<string, unknown>): TimedRow => ({ seq: Number(row['seq']), utcMs: Number(row['utcMs']) })

function candidates(record: DatabaseSync, { after, kinds, keeps }: DueAsked, to: number): readonly Candidate[] {
  const near = keeps === 'windows' ? windows(record, after.seq, to).filter(([from, until]) => until > after.seq && from <= to) : []
  const texts = record.prepare(
    `SELECT e.seq AS seq, e.payload ->> '$.number' AS number FROM entries e JOIN content c ON c.seq = e.seq
     WHERE e.kind = ? AND e.seq > ? AND e.seq <= ?`)
  return kindsOf(record, kinds).flatMap((kind) => texts.all(kind, after.seq, to).map((row): Candidate => {
    const seq = Number(row['seq'])
    return { seq, kind, kept: (keeps === 'numbered' && row['number'] !== null) || near.some(([from, until]) => from <= seq && seq <= until) }
  })).toSorted((one, other) => one.seq - other.seq)
}

const kindsOf = (record: DatabaseSync, kinds: DueKinds): readonly string[] =>
  'only' in kinds ? kinds.only : kindsIn(record).filter((kind) => !kinds.not.includes(kind))

// ── what lies around a storing ─────────────────────────────────────────────────────────────

/** Of entries that open a storing, with a picture of everything: only those near are read. */
const NEAR_ENTRIES = 20_000

/** By the record's own words: windows that are over, and those of storingen that nobody said the end of. */
function windows(record: DatabaseSync, after: number, to: number): readonly SeqRange[] {
  const entries = record.prepare('SELECT seq, payload FROM entries WHERE kind = ? AND seq BETWEEN ? AND ? ORDER BY seq')
  const read = (kind: string, [first, last]: SeqRange = [after - NEAR_ENTRIES, to + NEAR_ENTRIES]): readonly Told[] => entries.all(kind, first, last).map(({ seq, payload }) => ({ seq: Number(seq), said: objectOf(payload) ?? {} }))
  const over = read('fault.frozen', [1, Number.MAX_SAFE_INTEGER]).map(({ said }) => said)
  const known = new Set(over.map(nameOf))
  // What was reopened has another window, said with the change.
  const begun = [...read('fault.opened'), ...read('fault.changed').filter(({ said }) => said['freeze'] !== undefined)]
  return [
    ...over.flatMap(({ fromSeq, toSeq }): SeqRange[] => (isSeq(fromSeq) && isSeq(toSeq) ? [[fromSeq, toSeq]] : [])),
    ...begun.map((told) => openWindow(record, told)).flatMap(({ name, range }) => (known.has(name) ? [] : [range])),
  ]
}

interface Told {
  readonly seq: number
  readonly said: JsonObject
}

const nameOf = ({ number, fromUtcMs }: JsonObject): string => `${String(number)} ${String(fromUtcMs)}`

/** Its entries are at most one a second and those of people: where it does not say its bounds, they are taken wide. */
function openWindow(record: DatabaseSync, { seq, said }: Told): { readonly name: string; readonly range: SeqRange } {
  const { freeze, foundUtcMs } = said
  const { fromUtcMs, toUtcMs, fromSeq }: JsonObject = typeof freeze === 'object' && freeze !== null && !Array.isArray(freeze) ? freeze as JsonObject : {}
  const untilUtcMs = typeof toUtcMs === 'number' ? toUtcMs : typeof foundUtcMs === 'number' ? foundUtcMs + AFTER_MS : undefined
  const beyond = untilUtcMs === undefined ? undefined : record.prepare('SELECT seq FROM entries WHERE seq > ? AND utc_ms > ? ORDER BY seq LIMIT 1').get(seq, untilUtcMs)
  const from = isSeq(fromSeq) ? Math.min(fromSeq, seq) : seq - 2 * BEFORE_MS / 1000
  return { name: `${String(said['number'])} ${String(fromUtcMs)}`, range: [Math.max(1, from), beyond ? Number(beyond['seq']) : seq + 2 * AFTER_MS / 1000] }
}

const isSeq = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) > 0
