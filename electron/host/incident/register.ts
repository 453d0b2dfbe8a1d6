// The edge of a register: carries out what its machine decides, and reads what earlier runs left in the record. The same for
// meldingen and acties; what each says in its entries stands in reports.ts and actions.ts.
import type { Clock } from '../../../native/kit/clock.ts'
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'
import { encodeChangeContent, type ChangeContent } from '../../contract/change-content.ts'
import type { Ledger, StoredEntry } from '../ledger/port.ts'
import type { Recorder } from '../recorder.ts'
import { registerReducer, type RegisterBounds, type RegisterEffect, type RegisterEvent } from './register-machine.ts'
import { emptyRegister, type Fact, type Item, type RegisterState, type Rules } from './register-types.ts'

/**
 * A run looks back over this many entries of its kinds, and a count is written every 500 of them: the last count lies within
 * even when some were refused. 40 000 characters are about 150 meldingen, and a payload holds 64 kB.
 */
export const REGISTER_BOUNDS: RegisterBounds & { readonly lookBack: number } = { lookBack: 2000, countEvery: 500, countLength: 40_000 }
/** Finished ones of this run that stay on the screens. */
const FINISHED_SHOWN = 200
/** Committed while the record is being read. */
const UNHEARD_KEPT = 2000
/** A call answers within 2 s, and recording takes up to one of them. */
const READ_WAIT_MS = 800

export interface RegisterDeps<One extends Item, Change> {
  readonly clock: Pick<Clock, 'utcMs' | 'after'>
  readonly ledger: Pick<Ledger, 'latest'>
  readonly recorder: Pick<Recorder, 'person' | 'note'>
  /** Code of the room. */
  readonly room: string
  /** A drill runs: what is opened now belongs to it. */
  readonly isDrill: () => boolean
  readonly rules: Rules<One, Change>
  readonly kinds: { readonly all: readonly string[]; readonly opened: string; readonly changed: string; readonly counted: string }
  readonly readFact: (entry: StoredEntry) => Fact<One>
  /** Payload of the opening entry of what was told without a number. */
  readonly lateOf: (item: One) => object
  /** What waits and what this run touched, each time anything changes. */
  readonly onChange: (items: readonly One[]) => void
  /** Smaller ones in tests. */
  readonly bounds?: RegisterBounds & { readonly lookBack: number }
}

type Recorded = Promise<Result<{ readonly seq: number }>>

export interface Register<One, Change> {
  /** The number of what is opened now, once the record has been read. @returns CALL_NOT_YET while it cannot be */
  next(): Promise<Result<string>>
  /** Opens one: durable when answered. @returns CALL_NOT_YET while the record cannot be read, and what recording returns */
  open(payload: object, content: string | undefined): Promise<Result<{ readonly seq: number; readonly number: string }>>
  /** @returns CALL_REFUSED with a ChangeRefusal as detail, else as `open` */
  change(number: string, change: Change, words: ChangeContent): Recorded
  /** Undefined: not known here. */
  find(number: string): Promise<One | undefined>
  /** Entries that are in the record now. */
  committed(entries: readonly StoredEntry[]): void
  /** The record can be read again. */
  recordIsBack(): void
}

export function createRegister<One extends Item, Change>(deps: RegisterDeps<One, Change>): Register<One, Change> {
  const { clock, ledger, recorder, rules, kinds, room, bounds = REGISTER_BOUNDS } = deps
  const reduce = registerReducer(rules, room, bounds)
  const touched = new Set<string>()
  let state: RegisterState<One> = emptyRegister()
  let unheard: StoredEntry[] = []
  let isReading = false

  const dispatch = (event: RegisterEvent<One, Change>): readonly RegisterEffect<One>[] => {
    const before = state.items
    const step = reduce(state, event, Math.round(clock.utcMs()))
    state = step.state
    if (state.items !== before) show()
    return step.effects
  }
  const show = (): void => {
    const all = [...state.items.values()]
    const finished = all.filter((item) => !rules.isWaiting(item) && touched.has(item.number)).slice(-FINISHED_SHOWN)
    deps.onChange([...all.filter(rules.isWaiting), ...finished])
  }
  const note = (effects: readonly RegisterEffect<One>[]): void => {
    for (const effect of effects) {
      if (effect.effect === 'record-late') recorder.note(kinds.opened, deps.lateOf(effect.item))
      if (effect.effect === 'record-counted') recorder.note(kinds.counted, { last: effect.last, items: effect.items })
    }
  }
  const read = async (): Promise<void> => {
    isReading = true
    const earlier = await ledger.latest(kinds.all, bounds.lookBack)
    isReading = false
    if (!earlier.ok || state.known) return
    const seqs = new Set(earlier.value.map(({ seq }) => seq))
    const entries = [...earlier.value.toReversed(), ...unheard.filter(({ seq }) => !seqs.has(seq))]
    unheard = []
    note(dispatch({ event: 'read', facts: entries.map(deps.readFact) }))
  }
  let reading = read()
  /** A record that was too busy to answer is asked again by whoever needs it. */
  const ready = async (): Promise<void> => {
    if (state.known) return
    if (!isReading) reading = read()
    await new Promise<void>((resolve) => {
      const bound = clock.after(READ_WAIT_MS, resolve)
      void reading.then(() => {
        bound.cancel()
        resolve()
      })
    })
  }

  const refused = (effect: RegisterEffect<One> | undefined): Result<never> =>
    fail(effect?.effect === 'refuse' && effect.cause !== 'not-read' ? failure('CALL_REFUSED', effect.cause) : failure('CALL_NOT_YET', 'numbers are not known'))
  const next = async (): Promise<Result<string>> => {
    await ready()
    const [effect] = dispatch({ event: 'filed', drill: deps.isDrill() })
    return effect?.effect === 'record-opened' ? ok(effect.number) : refused(effect)
  }

  return {
    next,
    async open(payload, content) {
      const number = await next()
      if (!number.ok) return number
      const recorded = await recorder.person(kinds.opened, { number: number.value, ...payload }, content === undefined ? {} : { content })
      return recorded.ok ? ok({ seq: recorded.value.seq, number: number.value }) : recorded
    },
    async change(number, change, words) {
      await ready()
      const before = state.items.get(number)
      if (before) touched.add(number)
      const [effect] = dispatch({ event: 'changed', number, change })
      if (effect?.effect !== 'record-changed' || !before) return refused(effect)
      const content = encodeChangeContent(words)
      const recorded = await recorder.person(kinds.changed, { number, ...effect.said }, content === undefined ? {} : { content })
      // Everything else waits in memory and will be written: it is changed.
      if (!recorded.ok && recorded.error.code === 'STORE_SPOOL_FULL') dispatch({ event: 'change-lost', item: before })
      return recorded
    },
    async find(number) {
      await ready()
      return state.items.get(number)
    },
    committed(entries) {
      const ours = entries.filter(({ kind }) => kinds.all.includes(kind))
      if (!state.known) unheard = [...unheard, ...ours].slice(-UNHEARD_KEPT)
      else for (const entry of ours) take(deps.readFact(entry))
    },
    recordIsBack() {
      if (!state.known && !isReading) reading = read()
    },
  }

  function take(fact: Fact<One>): void {
    if (fact.fact === 'opened') touched.add(fact.item.number)
    if (fact.fact === 'changed') touched.add(fact.number)
    if (fact.fact === 'taken-back') for (const { number, seq } of state.items.values()) if (seq === fact.seq) touched.add(number)
    note(dispatch({ event: 'recorded', fact }))
  }
}
