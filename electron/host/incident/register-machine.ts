// Things with a number that people open, change and finish: which number is next, what a change does, what stands. Pure, and
// the same for meldingen and acties, which differ only in their rules. The record is the truth: what stands is folded from
// its entries, and a change counts at once so that a second press sees the first.
import type { Step } from '../../../native/kit/machine.ts'
import type { Series } from '../../contract/faults.ts'
import type { LastNumbers } from './numbers.ts'
import { lastOf, nextNumber } from './numbers.ts'

export type ChangeRefusal = 'no-such-report' | 'no-such-action' | 'not-done' | 'nothing-changes' | 'too-many-links'

export interface Item {
  readonly number: string
  /** Its opening entry. */
  readonly seq: number
  readonly utcMs: number
}

/** What an entry says was changed: this part of it, from, to. */
export interface Said {
  readonly what: string
  readonly from?: string | number
  readonly to: string | number
}

/** What makes a melding a melding and an actie an actie. */
export interface Rules<One extends Item, Change> {
  readonly series: { readonly real: Series; readonly drill: Series }
  readonly unknown: ChangeRefusal
  /** Somebody still has to do something. */
  readonly isWaiting: (item: One) => boolean
  readonly decide: (item: One, change: Change) => Said | ChangeRefusal
  readonly apply: (item: One, said: Said, utcMs: number) => One
  /** Kind of its opening entry. */
  readonly kindOf: (item: One) => string
  readonly withoutWords: (item: One) => One
  /** What its opening entry said was taken back. */
  readonly takenBack: (item: One) => One
}

/** What one entry of the record says. */
export type Fact<One> =
  | { readonly fact: 'opened'; readonly item: One }
  /** It was told while no number could be given; it gets one as soon as that can be. */
  | { readonly fact: 'opened-unnumbered'; readonly series: Series; readonly item: One }
  | { readonly fact: 'changed'; readonly number: string; readonly said: Said; readonly utcMs: number }
  /** What its opening entry said was taken back. */
  | { readonly fact: 'taken-back'; readonly seq: number }
  /** Words beside one entry, or beside all of some kinds in some ranges, are gone. */
  | { readonly fact: 'words-deleted'; readonly of: { readonly seq: number } | { readonly kinds: readonly string[]; readonly ranges: readonly (readonly [number, number])[] } }
  /** What stood at that moment, so that no later run has to look further back. */
  | { readonly fact: 'counted'; readonly last: LastNumbers; readonly items: readonly One[] }
  /** Of a kind that is looked through, and nothing of ours. */
  | { readonly fact: 'passed' }

export interface RegisterState<One> {
  /** False until the record was read: which number is next, and what stands, is not known before. */
  readonly known: boolean
  readonly last: LastNumbers
  /** By number, oldest first. */
  readonly items: Readonly<Record<string, One>>
  /** Told without a number; once it has been given one, until the record says so. */
  readonly unnumbered: readonly { readonly series: Series; readonly item: One }[]
  /** Entries since the last count. */
  readonly uncounted: number
}

export type RegisterEvent<One, Change> =
  /** Everything that was looked at, oldest first. */
  | { readonly event: 'read'; readonly facts: readonly Fact<One>[] }
  | { readonly event: 'recorded'; readonly fact: Fact<One> }
  | { readonly event: 'filed'; readonly drill: boolean }
  | { readonly event: 'changed'; readonly number: string; readonly change: Change }
  /** The record did not take a change: it is as it was. */
  | { readonly event: 'change-lost'; readonly item: One }

export type RegisterEffect<One> =
  | { readonly effect: 'record-opened'; readonly number: string }
  | { readonly effect: 'record-late'; readonly item: One }
  | { readonly effect: 'record-changed'; readonly number: string; readonly said: Said }
  | { readonly effect: 'record-counted'; readonly last: LastNumbers; readonly items: readonly One[] }
  | { readonly effect: 'refuse'; readonly cause: ChangeRefusal | 'not-read' }

export type RegisterStep<One> = Step<RegisterState<One>, RegisterEffect<One>>

export const EMPTY_REGISTER: RegisterState<never> = { known: false, last: {}, items: {}, unnumbered: [], uncounted: 0 }

export interface RegisterBounds {
  /** A count is written after so many entries; a run looks back at least three times as far. */
  readonly countEvery: number
  /** What a count can hold, characters of JSON. */
  readonly countLength: number
}

export function registerReducer<One extends Item, Change>(rules: Rules<One, Change>, room: string, bounds: RegisterBounds): (state: RegisterState<One>, event: RegisterEvent<One, Change>, utcMs: number) => RegisterStep<One> {
  const fold = (state: RegisterState<One>, fact: Fact<One>): RegisterState<One> => folded(rules, room, state, fact)
  return (state, event, utcMs) => {
    switch (event.event) {
      case 'read':
        return due(event.facts.reduce(fold, { ...state, known: true }))
      case 'recorded':
        return state.known ? due(fold(state, event.fact)) : { state, effects: [] }
      case 'filed': {
        if (!state.known) return refuse(state, 'not-read')
        const { number, last } = nextNumber(state.last, { series: rules.series[event.drill ? 'drill' : 'real'], room, utcMs })
        return { state: { ...state, last }, effects: [{ effect: 'record-opened', number }] }
      }
      case 'changed': {
        if (!state.known) return refuse(state, 'not-read')
        const item = state.items[event.number]
        const said = item ? rules.decide(item, event.change) : rules.unknown
        if (!item || typeof said === 'string') return refuse(state, said as ChangeRefusal)
        return { state: put(state, rules.apply(item, said, utcMs)), effects: [{ effect: 'record-changed', number: item.number, said }] }
      }
      case 'change-lost':
        return { state: put(state, event.item), effects: [] }
    }
  }

  /** What the record makes necessary: numbers for what has none, and a count when the last one lies far back. */
  function due(state: RegisterState<One>): RegisterStep<One> {
    const effects: RegisterEffect<One>[] = []
    let { last } = state
    const unnumbered = state.unnumbered.map(({ series, item }) => {
      if (item.number !== '') return { series, item }
      const next = nextNumber(last, { series, room, utcMs: item.utcMs })
      last = next.last
      const numbered = { ...item, number: next.number }
      effects.push({ effect: 'record-late', item: numbered })
      return { series, item: numbered }
    })
    const after = { ...state, last, unnumbered }
    if (after.uncounted < bounds.countEvery) return { state: after, effects }
    return { state: { ...after, uncounted: 0 }, effects: [...effects, { effect: 'record-counted', last, items: counted(rules, after, bounds.countLength) }] }
  }
}

const refuse = <One>(state: RegisterState<One>, cause: ChangeRefusal | 'not-read'): RegisterStep<One> => ({ state, effects: [{ effect: 'refuse', cause }] })

const put = <One extends Item>(state: RegisterState<One>, item: One): RegisterState<One> => ({ ...state, items: { ...state.items, [item.number]: item } })

function folded<One extends Item, Change>(rules: Rules<One, Change>, room: string, before: RegisterState<One>, fact: Fact<One>): RegisterState<One> {
  const state = { ...before, uncounted: before.uncounted + 1 }
  switch (fact.fact) {
    case 'opened': {
      const told = state.unnumbered.find(({ item }) => item.seq === fact.item.seq)
      const last = highest(state.last, lastOf([fact.item.number], room))
      return put({ ...state, last, unnumbered: state.unnumbered.filter((one) => one !== told) }, told ? { ...told.item, number: fact.item.number } : fact.item)
    }
    case 'opened-unnumbered':
      return { ...state, unnumbered: [...state.unnumbered, { series: fact.series, item: fact.item }] }
    case 'changed': {
      const item = state.items[fact.number]
      return item ? put(state, rules.apply(item, fact.said, fact.utcMs)) : state
    }
    case 'taken-back':
      // Before it had a number: nobody was told one, so it needs none.
      return each({ ...state, unnumbered: state.unnumbered.filter(({ item }) => item.seq !== fact.seq || item.number !== '') }, ({ seq }) => seq === fact.seq, rules.takenBack)
    case 'words-deleted':
      return each(state, (item) => isDeleted(fact.of, item.seq, rules.kindOf(item)), rules.withoutWords)
    case 'counted':
      return afterCount(rules, state, fact)
    case 'passed':
      return state
  }
}

function each<One extends Item>(state: RegisterState<One>, which: (item: One) => boolean, to: (item: One) => One): RegisterState<One> {
  const change = (item: One): One => (which(item) ? to(item) : item)
  return {
    ...state,
    items: Object.fromEntries(Object.entries(state.items).map(([number, item]) => [number, change(item)])),
    unnumbered: state.unnumbered.map(({ series, item }) => ({ series, item: change(item) })),
  }
}

type Deleted = Extract<Fact<Item>, { fact: 'words-deleted' }>['of']

const isDeleted = (of: Deleted, seq: number, kind: string): boolean =>
  'seq' in of ? of.seq === seq : of.kinds.includes(kind) && of.ranges.some(([from, to]) => from <= seq && seq <= to)

/** What waits, then what is newest, as far as a count can hold it; without words, for a count stays in the record for ever. */
function counted<One extends Item, Change>(rules: Rules<One, Change>, { items }: RegisterState<One>, length: number): One[] {
  const newest = Object.values(items).toReversed().map(rules.withoutWords)
  let left = length
  const listed = [...newest.filter(rules.isWaiting), ...newest.filter((item) => !rules.isWaiting(item))].filter((item) => (left -= JSON.stringify(item).length + 1) >= 0)
  return listed.toSorted((one, other) => one.seq - other.seq)
}

/** What is not waiting and found no room is history: a later run does not know it either. */
function afterCount<One extends Item, Change>(rules: Rules<One, Change>, state: RegisterState<One>, { last, items }: Extract<Fact<One>, { fact: 'counted' }>): RegisterState<One> {
  const listed = Object.fromEntries(items.map((item) => [item.number, item]))
  const kept = Object.values(state.items).filter((item) => rules.isWaiting(item) || listed[item.number] !== undefined)
  const all = { ...listed, ...Object.fromEntries(kept.map((item) => [item.number, item])) }
  return {
    ...state,
    last: highest(state.last, last),
    items: Object.fromEntries(Object.entries(all).toSorted(([, one], [, other]) => one.seq - other.seq)),
    uncounted: 0,
  }
}

const highest = (one: LastNumbers, other: LastNumbers): LastNumbers =>
  Object.entries(other).reduce<LastNumbers>((last, [key, count]) => ((last[key] ?? 0) < count ? { ...last, [key]: count } : last), one)
