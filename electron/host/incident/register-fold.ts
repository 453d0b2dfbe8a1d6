// What stands by the record: each entry's fact folded into what stood before it. Pure.
import { lastOf, type LastNumbers } from './numbers.ts'
import type { Fact, Item, RegisterState, Rules } from './register-types.ts'

/** A state under way: one copy for all facts, for a start reads thousands of them on the thread that also keys. */
interface Draft<One> {
  last: LastNumbers
  items: Map<string, One>
  unnumbered: RegisterState<One>['unnumbered']
  uncounted: number
}

/** What stands after these entries, oldest first. @param room  numbers of other rooms count for nothing */
export function folded<One extends Item, Change>(rules: Rules<One, Change>, room: string, state: RegisterState<One>, facts: readonly Fact<One>[]): RegisterState<One> {
  const told = facts.filter(({ fact }) => fact !== 'passed')
  if (told.length === 0) return { ...state, uncounted: state.uncounted + facts.length }
  const draft: Draft<One> = { ...state, items: new Map(state.items) }
  for (const fact of facts) {
    draft.uncounted += 1
    fold(rules, room, draft, fact)
  }
  return { ...state, ...draft }
}

function fold<One extends Item, Change>(rules: Rules<One, Change>, room: string, draft: Draft<One>, fact: Fact<One>): void {
  switch (fact.fact) {
    case 'opened': {
      const { item } = fact
      const told = draft.unnumbered.find((one) => one.item.seq === item.seq)
      draft.last = highest(draft.last, lastOf([item.number], room))
      draft.unnumbered = draft.unnumbered.filter((one) => one !== told)
      draft.items.set(item.number, told ? { ...told.item, number: item.number } : item)
      return
    }
    case 'opened-unnumbered':
      draft.unnumbered = [...draft.unnumbered, { series: fact.series, item: fact.item }]
      return
    case 'changed': {
      const item = draft.items.get(fact.number)
      if (item) draft.items.set(item.number, rules.apply(item, fact.said, fact.utcMs))
      return
    }
    case 'taken-back':
      // Before it had a number: nobody was told one, so it needs none.
      draft.unnumbered = draft.unnumbered.filter(({ item }) => item.seq !== fact.seq || item.number !== '')
      return each(draft, ({ seq }) => seq === fact.seq, rules.takenBack)
    case 'words-deleted':
      return each(draft, (item) => isDeleted(fact.of, item.seq, rules.kindOf(item)), rules.withoutWords)
    case 'counted':
      return afterCount(rules, draft, fact)
    case 'passed':
      return
  }
}

function each<One extends Item>(draft: Draft<One>, which: (item: One) => boolean, to: (item: One) => One): void {
  for (const item of draft.items.values()) if (which(item)) draft.items.set(item.number, to(item))
  draft.unnumbered = draft.unnumbered.map(({ series, item }) => ({ series, item: which(item) ? to(item) : item }))
}

type Deleted = Extract<Fact<Item>, { fact: 'words-deleted' }>['of']

const isDeleted = (of: Deleted, seq: number, kind: string): boolean =>
  'seq' in of ? of.seq === seq : of.kinds.includes(kind) && of.ranges.some(([from, to]) => from <= seq && seq <= to)

/** What waits, then what is newest, as far as a count can hold it; without words, for a count stays in the record for ever. */
export function counted<One extends Item, Change>(rules: Rules<One, Change>, { items }: RegisterState<One>, length: number): One[] {
  const newest = [...items.values()].toReversed().map(rules.withoutWords)
  let left = length
  const listed = [...newest.filter(rules.isWaiting), ...newest.filter((item) => !rules.isWaiting(item))].filter((item) => (left -= JSON.stringify(item).length + 1) >= 0)
  return listed.toSorted((one, other) => one.seq - other.seq)
}

/** What is not waiting and found no room is history: a later run does not know it either. */
function afterCount<One extends Item, Change>(rules: Rules<One, Change>, draft: Draft<One>, { last, items }: Extract<Fact<One>, { fact: 'counted' }>): void {
  const all = new Map(items.map((item) => [item.number, item]))
  for (const item of draft.items.values()) if (rules.isWaiting(item) || all.has(item.number)) all.set(item.number, item)
  draft.last = highest(draft.last, last)
  draft.items = new Map([...all].toSorted(([, one], [, other]) => one.seq - other.seq))
  draft.uncounted = 0
}

const highest = (one: LastNumbers, other: LastNumbers): LastNumbers =>
  Object.entries(other).reduce<LastNumbers>((last, [key, count]) => ((last[key] ?? 0) < count ? { ...last, [key]: count } : last), one)
