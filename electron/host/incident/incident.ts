// The edge of storingen: carries out what the machine decides, and reads what an earlier run left open in the record.
import type { Clock } from '../../../native/kit/clock.ts'
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'
import type { FaultView } from '../../contract/topics.ts'
import type { Ledger, StoredEntry } from '../ledger/port.ts'
import { faultReducer, NO_FAULTS } from './fault-machine.ts'
import { countEarlier, memoryOf, OPENED_KIND, REPORTED_KIND, type SavedCounts } from './fault-memory.ts'
import type { Fault, FaultEffect, FaultEvent } from './types.ts'

/** One is open a cause, and none closes yet: more than there are services. */
const OPENINGS_LOOKED_AT = 200
/** Since the counts were last saved: a minute of the busiest outage. */
const ENTRIES_LOOKED_AT = 100

export interface IncidentDeps {
  readonly clock: Clock
  readonly ledger: Pick<Ledger, 'latest' | 'head'>
  readonly recorder: {
    person(kind: string, payload: object): Promise<Result<{ readonly seq: number }>>
    note(kind: string, payload: object): void
  }
  /** Code of the room. */
  readonly room: string
  /** Kinds of entries that count as seen. */
  readonly kinds: readonly string[]
  /** What the last run saved of its counts. */
  readonly saved: SavedCounts | undefined
  /** Read once more after each change. */
  readonly onChange: (faults: readonly FaultView[]) => void
}

export interface Incidents {
  /** Down or unstable, not in planned maintenance; or neither any more. @param together  services that share its cause */
  setTrouble(service: string, isTroubled: boolean, together?: readonly string[]): void
  /** "Meld storing": durable when answered. @param said  goes into the record with it. @returns STORE_UNREADABLE while the record cannot be read, and what recording returns */
  report(said?: { readonly via?: string }): Promise<Result<{ readonly seq: number; readonly number: string }>>
  /** Entries that are in the record now. */
  committed(entries: readonly StoredEntry[]): void
  /** The record can be read again. */
  recordIsBack(): void
  /** What a later run needs to go on counting; undefined while nothing is open. */
  save(): SavedCounts | undefined
}

export function createIncidents(deps: IncidentDeps): Incidents {
  const { clock, ledger, recorder } = deps
  const reduce = faultReducer(deps.room)
  let state = NO_FAULTS
  /** Committed while it was not known what is open: they count too. */
  let unheard = 0

  const dispatch = (event: FaultEvent): readonly FaultEffect[] => {
    const before = state.open
    const step = reduce(state, event, Math.round(clock.utcMs()))
    state = step.state
    if (state.open !== before) deps.onChange(state.open.map(toView))
    return step.effects
  }
  const note = (effects: readonly FaultEffect[]): void => effects.forEach((effect) => recorder.note(...entryOf(effect)))

  const read = async (): Promise<void> => {
    unheard = 0
    const untilSeq = ledger.head.seq
    const openings = await ledger.latest([OPENED_KIND], OPENINGS_LOOKED_AT)
    if (!openings.ok || state.known) return
    const { open, last, openedSeq } = memoryOf(openings.value, deps.room)
    note(dispatch({ event: 'restored', memory: { open, last } }))
    if (open.length === 0) return
    dispatch({ event: 'entries-found', counts: Object.fromEntries(open.map((fault) => [fault.number, unheard])) })
    const newest = await ledger.latest(deps.kinds, ENTRIES_LOOKED_AT)
    dispatch({ event: 'entries-found', counts: countEarlier(openedSeq, newest.ok ? newest.value : [], { saved: deps.saved, untilSeq }) })
  }
  let reading = read()

  return {
    setTrouble(service, isTroubled, together = []) {
      if (state.troubled.includes(service) !== isTroubled || isTroubled) note(dispatch(isTroubled ? { event: 'trouble-seen', service, together } : { event: 'trouble-over', service }))
    },
    async report(said = {}) {
      await reading
      const [effect] = dispatch({ event: 'reported' })
      if (!effect) return fail(failure('STORE_UNREADABLE', 'open faults are not known'))
      const [kind, payload] = entryOf(effect)
      const recorded = await recorder.person(kind, { ...payload, ...said })
      return recorded.ok ? ok({ seq: recorded.value.seq, number: effect.number }) : recorded
    },
    committed(entries) {
      for (const { kind, payload } of entries) {
        if (kind === OPENED_KIND && typeof payload['number'] === 'string') dispatch({ event: 'opening-recorded', number: payload['number'] })
        if (!deps.kinds.includes(kind)) continue
        if (state.known) dispatch({ event: 'entry-recorded' })
        else unheard += 1
      }
    },
    recordIsBack() {
      if (!state.known) reading = read()
    },
    save() {
      if (state.open.length === 0) return undefined
      return { seq: ledger.head.seq, counts: Object.fromEntries(state.open.map((fault) => [fault.number, fault.entries])) }
    },
  }
}

function entryOf(effect: FaultEffect): [kind: string, payload: object] {
  switch (effect.effect) {
    case 'record-opened':
      return [OPENED_KIND, { number: effect.number, service: effect.service, by: effect.by }]
    case 'record-reported':
      return [REPORTED_KIND, { number: effect.number }]
  }
}

function toView({ number, openedUtcMs, openedBy, service, entries }: Fault): FaultView {
  return { number, openedUtcMs, openedBy, ...(service === undefined ? {} : { service }), state: 'open', entries }
}
