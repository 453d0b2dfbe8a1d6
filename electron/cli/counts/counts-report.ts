// How many meldingen, storingen and acties a year had, for letters that ask it: per day, by symptom and discipline, with how
// long an answer took. Of the room, never of a person. Drills are counted apart and are in no total. Pure.
import { parseNumber } from '../../host/incident/numbers.ts'
import type { Item } from '../../host/incident/register-types.ts'
import type { StoredEntry } from '../../host/ledger/port.ts'
import { createHistory, type Counted, type History, type StateChange } from './counts-history.ts'

export interface Tally {
  /** `open`: at the end of the day, of the year, or of the record. */
  readonly reports: { readonly filed: number; readonly answered: number; readonly withdrawn: number; readonly open: number }
  readonly faults: { readonly opened: number; readonly closed: number; readonly open: number }
  readonly actions: { readonly added: number; readonly done: number; readonly proven: number; readonly dropped: number; readonly open: number }
}

export interface DayTally extends Tally {
  /** Here: `2026-11-26`. */
  readonly day: string
}

export interface YearTally extends Tally {
  /** Of the meldingen of this year that were not withdrawn. */
  readonly bySymptom: Readonly<Record<string, number>>
  readonly byDiscipline: Readonly<Record<string, number>>
  readonly byEffect: Readonly<Record<string, number>>
  /** From filed to answered, of the meldingen of this year that were answered; null without one. */
  readonly medianAnswerMs: number | null
  /** Of the storingen opened in this year that are closed. */
  readonly medianFaultMs: number | null
  /** Days on which something of this happened. */
  readonly days: readonly DayTally[]
}

export interface CountsReport {
  readonly year: number
  readonly real: YearTally
  readonly drills: YearTally
  /** Entries among these that were made on simulators. */
  readonly simulated: number
}

type Counting = { -readonly [Of in Counted]: { -readonly [Part in keyof Tally[Of]]: number } }

interface Side {
  readonly days: Map<string, Counting>
  readonly year: Counting
  readonly open: Record<Counted, number>
  /** What was counted in the year already: answered twice is one melding that was answered. */
  readonly reached: Set<string>
}

const ALL = ['reports', 'faults', 'actions'] as const satisfies readonly Counted[]

const DAY = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam', year: 'numeric', month: '2-digit', day: '2-digit' })
/** The day here, as ISO 8601 writes it. */
export const dayOf = (utcMs: number): string => DAY.format(utcMs)

/** @param entries  in the order of the record */
export function countsReport(entries: Iterable<StoredEntry>, year: number): CountsReport {
  const sides = { real: newSide(), drill: newSide() }
  const history = createHistory()
  let simulated = 0
  for (const entry of entries) {
    const changes = history.take(entry)
    for (const change of changes) count(sides[isDrill(change.number) ? 'drill' : 'real'], change, dayOf(entry.utcMs), year)
    if (changes.length > 0 && entry.payload['simulated'] === true && isIn(entry.utcMs, year)) simulated += 1
  }
  return { year, real: yearTally(sides.real, history, { year, drill: false }), drills: yearTally(sides.drill, history, { year, drill: true }), simulated }
}

const isDrill = (number: string): boolean => parseNumber(number)?.series.startsWith('O') ?? false
const isIn = (utcMs: number, year: number): boolean => dayOf(utcMs).startsWith(`${year}-`)

const nothing = (): Counting => ({
  reports: { filed: 0, answered: 0, withdrawn: 0, open: 0 },
  faults: { opened: 0, closed: 0, open: 0 },
  actions: { added: 0, done: 0, proven: 0, dropped: 0, open: 0 },
})
const newSide = (): Side => ({ days: new Map(), year: nothing(), open: { reports: 0, faults: 0, actions: 0 }, reached: new Set() })

/** Under which name a state that is reached is counted. */
const REACHED: Readonly<Record<Counted, Readonly<Record<string, string>>>> = {
  reports: { done: 'answered', withdrawn: 'withdrawn' },
  faults: { closed: 'closed' },
  actions: { done: 'done', proven: 'proven', dropped: 'dropped' },
}
const BEGUN: Readonly<Record<Counted, string>> = { reports: 'filed', faults: 'opened', actions: 'added' }
/** Somebody still has to do something: an actie that is done has to be proven. */
const isOpen = (of: Counted, state: string | undefined): boolean => state === 'open' || (of === 'actions' && state === 'done')

function count(side: Side, { of, number, before, after }: StateChange, day: string, year: number): void {
  side.open[of] += Number(isOpen(of, after)) - Number(isOpen(of, before))
  // What was open on New Year's Eve is open on New Year's Day.
  if (day.slice(0, 4) <= String(year)) for (const one of ALL) side.year[one].open = side.open[one]
  if (!day.startsWith(`${year}-`)) return
  const counted = side.days.get(day) ?? nothing()
  side.days.set(day, counted)
  const name = before === undefined ? BEGUN[of] : REACHED[of][after]
  if (name !== undefined) {
    add(counted[of], name)
    if (!side.reached.has(`${name} ${number}`)) add(side.year[of], name)
    side.reached.add(`${name} ${number}`)
  }
  for (const one of ALL) counted[one].open = side.open[one]
}

const add = (counts: Record<string, number>, name: string): void => void (counts[name] = (counts[name] ?? 0) + 1)

function yearTally(side: Side, history: History, { year, drill }: { readonly year: number; readonly drill: boolean }): YearTally {
  const ours = <One extends Item>(items: ReadonlyMap<string, One>): readonly One[] => [...items.values()].filter(({ number, utcMs }) => isDrill(number) === drill && isIn(utcMs, year))
  const reports = ours(history.reports).filter(({ state }) => state !== 'withdrawn')
  return {
    ...side.year,
    bySymptom: tallied(reports.map(({ symptom }) => symptom)),
    byDiscipline: tallied(reports.map(({ number }) => history.disciplines.get(number) || 'unknown')),
    byEffect: tallied(reports.map(({ effect }) => effect ?? 'unknown')),
    medianAnswerMs: median(reports.flatMap(({ utcMs, answeredUtcMs }) => (answeredUtcMs === undefined ? [] : [answeredUtcMs - utcMs]))),
    medianFaultMs: median(ours(history.faults).flatMap(({ utcMs, closedUtcMs }) => (closedUtcMs === undefined ? [] : [closedUtcMs - utcMs]))),
    days: [...side.days].toSorted(([one], [other]) => one.localeCompare(other)).map(([day, counted]) => ({ day, ...counted })),
  }
}

/** Most frequent first. */
function tallied(words: readonly string[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return Object.fromEntries([...counts].toSorted(([a, one], [b, other]) => other - one || a.localeCompare(b)))
}

/** A clock that was set back makes no answer come before its question. */
function median(spans: readonly number[]): number | null {
  const sorted = spans.map((span) => Math.max(0, span)).toSorted((one, other) => one - other)
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]]
  return low === undefined || high === undefined ? null : Math.round((low + high) / 2)
}
