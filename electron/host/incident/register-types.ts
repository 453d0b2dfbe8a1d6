// Words of a register: things with a number that people open, change and finish, and what an entry of the record says of them.
import type { Series } from '../../contract/faults.ts'
import type { LastNumbers } from './numbers.ts'

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
  readonly items: ReadonlyMap<string, One>
  /** Told without a number; once it has been given one, until the record says so. */
  readonly unnumbered: readonly { readonly series: Series; readonly item: One }[]
  /** Entries since the last count. */
  readonly uncounted: number
}

export const emptyRegister = <One>(): RegisterState<One> => ({ known: false, last: {}, items: new Map(), unnumbered: [], uncounted: 0 })
