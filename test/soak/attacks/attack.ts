// What an attack is: a change of the record, and the verdict that follows from it, reasoned out and not looked up.
import type { Seeded } from '../../support/seeded.ts'
import type { Model } from './record-model.ts'

export interface Expected {
  /** Exit code. */
  readonly code: number
  /** Absent: the verdict names no entry. */
  readonly seq?: number
}

export interface Attacked {
  readonly expected: Expected
  /** From outside: `copy` is the file on the other path, everything else a head code. */
  readonly anchors?: readonly string[]
}

/** Changes the model in place. */
export type Attack = (model: Model, chance: Seeded) => Attacked

export const intact = (): Expected => ({ code: 0 })
export const tail = (from: number): Expected => ({ code: 10, seq: from })
export const clockStep = (seq: number): Expected => ({ code: 11, seq })
export const gap = (seq: number): Expected => ({ code: 20, seq })
export const truncated = (from: number): Expected => ({ code: 21, seq: from })
/** Of several altered entries the first is named. */
export const altered = (...seqs: readonly number[]): Expected => ({ code: 22, seq: Math.min(...seqs) })
export const badKey = (seq?: number): Expected => ({ code: 23, ...(seq === undefined ? {} : { seq }) })

/** The worst of what follows from an attack; of equals the one with the lowest seq. */
export const worst = (...all: readonly (Expected | undefined)[]): Expected =>
  all.filter((one) => one !== undefined).toSorted((one, other) => other.code - one.code || (one.seq ?? Infinity) - (other.seq ?? Infinity))[0] ?? intact()

export const lastOf = (model: Model): number => model.entries.at(-1)?.seq ?? 0

/** Entries about which the record says nothing special, and whose text, if any, is there. */
export function ordinary(model: Model): number[] {
  const special = new Set([1, model.rotation, model.resumed, ...model.gone.flatMap(({ seq, by }) => [seq, by])])
  return model.entries.map(({ seq }) => seq).filter((seq) => !special.has(seq))
}

/** Texts whose deletion is no longer in the record. */
export const unexplained = (model: Model, deletions: (seq: number) => boolean): Expected | undefined => {
  const seqs = model.gone.filter(({ by }) => !deletions(by)).map(({ seq }) => seq)
  return seqs.length > 0 ? altered(...seqs) : undefined
}
