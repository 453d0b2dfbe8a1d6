// Things with a number that people open, change and finish: which number is next, what a change does, what stands. Pure, and
// the same for meldingen and acties, which differ only in their rules. The record is the truth: what stands is folded from
// its entries, and a change counts at once so that a second press sees the first.
import type { Step } from '../../../native/kit/machine.ts'
import { nextNumber, type LastNumbers } from './numbers.ts'
import { counted, folded } from './register-fold.ts'
import type { ChangeRefusal, Fact, Item, RegisterState, Rules, Said } from './register-types.ts'

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

export interface RegisterBounds {
  /** A count is written after so many entries; a run looks back at least three times as far. */
  readonly countEvery: number
  /** What a count can hold, characters of JSON. */
  readonly countLength: number
}

export function registerReducer<One extends Item, Change>(rules: Rules<One, Change>, room: string, bounds: RegisterBounds): (state: RegisterState<One>, event: RegisterEvent<One, Change>, utcMs: number) => RegisterStep<One> {
  return (state, event, utcMs) => {
    switch (event.event) {
      case 'read':
        return due(folded(rules, room, { ...state, known: true }, event.facts))
      case 'recorded':
        return state.known ? due(folded(rules, room, state, [event.fact])) : { state, effects: [] }
      case 'filed': {
        if (!state.known) return refuse(state, 'not-read')
        const { number, last } = nextNumber(state.last, { series: rules.series[event.drill ? 'drill' : 'real'], room, utcMs })
        return { state: { ...state, last }, effects: [{ effect: 'record-opened', number }] }
      }
      case 'changed': {
        if (!state.known) return refuse(state, 'not-read')
        const item = state.items.get(event.number)
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

const put = <One extends Item>(state: RegisterState<One>, item: One): RegisterState<One> => ({ ...state, items: new Map(state.items).set(item.number, item) })
