// The edge of storingen: carries out what the machine decides, and reads what earlier runs left in the record.
import type { Clock } from '../../../native/kit/clock.ts'
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'
import type { FaultChange } from '../../contract/faults.ts'
import type { FaultView } from '../../contract/topics.ts'
import type { Role } from '../../contract/words.ts'
import type { Ledger, StoredEntry } from '../ledger/port.ts'
import { seriesOf } from './fault-change.ts'
import { faultReducer, NO_FAULTS, standingFault, standsUntilUtcMs } from './fault-machine.ts'
import { countLater, FAULT_KINDS, highest, memoryOf, OPENED_KIND, SAVED_KIND, toSave } from './fault-memory.ts'
import { readFaults } from './fault-reading.ts'
import { createFaultRecording, type PerformFaultEffect, type Write } from './fault-recording.ts'
import { createFaultSayings } from './fault-sayings.ts'
import { toFaultView, type FaultMoment } from './fault-words.ts'
import { addMark, seqAt, type Mark } from './marks.ts'
import type { NumberMemory } from './number-memory.ts'
import type { Fault, FaultEffect, FaultEvent, FaultSeries } from './types.ts'

/** Since the summary was saved: a minute of the busiest outage. */
const ENTRIES_LOOKED_AT = 100
/** A click waits so long for the record to be read; then it is recorded as it is, and its number follows. */
const PRESS_WAITS_MS = 500

export interface IncidentDeps {
  readonly clock: Clock
  readonly ledger: Pick<Ledger, 'latest' | 'head'>
  readonly recorder: {
    person(kind: string, payload: object, options?: { readonly role?: Role; readonly content?: string }): Promise<Result<{ readonly seq: number }>>
    system(kind: string, payload: object, content?: string): Promise<Result<{ readonly seq: number }>>
    sample(kind: string, payload: object): void
  }
  /** Code of the room. */
  readonly room: string
  readonly bootId: string
  /** Kinds of entries that count as seen. */
  readonly kinds: readonly string[]
  readonly numbers: NumberMemory
  /** Everything that is known now. @param service  whose trouble it is */
  readonly describe: (service: string | undefined) => FaultMoment
  /** `O` while a drill runs. */
  readonly series: () => FaultSeries
  /** Read once more after each change. */
  readonly onChange: (faults: readonly FaultView[]) => void
}

export interface Reported {
  readonly seq: number
  /** Absent: which storing it belongs to is not known yet; the entry stands. */
  readonly number?: string
  /** It made a new one; false: attached to the one that was open. Absent as `number` is. */
  readonly opened?: boolean
}

export interface Incidents {
  /** Down or unstable, not in planned maintenance; or neither any more. @param together  services that share its cause */
  setTrouble(service: string, isTroubled: boolean, together?: readonly string[]): void
  /** "Meld storing": durable when answered. @param said  goes into the record with it. @returns what recording returns */
  report(said?: { readonly via?: string }): Promise<Result<Reported>>
  /** @returns CALL_REFUSED with a FaultRefusal as detail, CALL_NOT_YET while it is not known what there is, and what recording returns */
  change(number: string, change: FaultChange, by: { readonly role: Role; readonly reason?: string }): Promise<Result<{ readonly seq: number }>>
  /** A drill begins: the number of its series that everything clicked in it belongs to. CALL_NOT_YET while it is not known which is next. */
  openDrill(): Promise<Result<{ readonly seq: number; readonly number: string }>>
  /** No drill runs: what one left open is closed. */
  closeDrills(): Promise<void>
  /** The storing that what is said now belongs to. */
  standing(): string | undefined
  /** Entries that are in the record now. */
  committed(entries: readonly StoredEntry[]): void
  /** The record can be read again. */
  recordIsBack(): void
  /** Records a summary, where there is something new in it: a later start reads on from there. */
  save(): void
}

export function createIncidents(deps: IncidentDeps): Incidents {
  const { clock, ledger, recorder, numbers } = deps
  const reduce = faultReducer(deps.room)
  let state = NO_FAULTS
  /** Committed while it was not known what is open: they count too. */
  let unheard = 0
  let marks: readonly Mark[] = []
  let presses = 0
  let lastSaved = ''
  let isReading = false

  const utcNow = (): number => Math.round(clock.utcMs())
  const sayings = createFaultSayings()
  const viewOf = (fault: Fault): FaultView => {
    const until = fault.state === 'open' ? standsUntilUtcMs(fault, state.troubled) : undefined
    return { ...toFaultView(fault), ...(until === undefined ? {} : { standsUntilUtcMs: until }), ...sayings.of(fault.number) }
  }
  const show = (): void => deps.onChange(state.faults.filter(({ past }) => !past).map(viewOf))
  const dispatch = (event: FaultEvent): readonly FaultEffect[] => {
    const before = state.faults
    const step = reduce(state, event, utcNow())
    state = step.state
    if (state.faults !== before) show()
    return step.effects
  }

  const record = createFaultRecording({
    dispatch: (event) => void dispatch(event),
    faultOf: (number) => state.faults.find((one) => one.number === number),
    describe: deps.describe,
    firstSeqAt: (utcMs) => seqAt(marks, utcMs) ?? ledger.head.seq + 1,
    given: () => numbers.given(state.last),
  })
  const perform: PerformFaultEffect = async (effect, write, said) => {
    const recorded = await record(effect, write, said)
    if (!recorded.ok && 'number' in effect && sayings.unwritten(effect.number, recorded.error)) show()
    return recorded
  }
  const bySystem: Write = (kind, payload, content) => recorder.system(kind, payload, content)
  const byItself = (effects: readonly FaultEffect[]): void => effects.forEach((effect) => void perform(effect, bySystem))

  const read = async (): Promise<void> => {
    isReading = true
    unheard = 0
    const untilSeq = ledger.head.seq
    const found = await readFaults(ledger, deps.room)
    isReading = false
    if (!found || state.known) return
    const { saved, entries } = found
    const memory = memoryOf({ saved, entries, room: deps.room, nowUtcMs: utcNow() })
    const last = highest(memory.last, numbers.read())
    byItself(dispatch({ event: 'restored', memory: { ...memory, last } }))
    const { faults } = memory
    if (faults.length === 0) return
    dispatch({ event: 'entries-found', counts: Object.fromEntries(faults.map((fault) => [fault.number, unheard])) })
    const newest = await ledger.latest(deps.kinds, ENTRIES_LOOKED_AT)
    dispatch({ event: 'entries-found', counts: countLater(faults, { saved, openings: entries, newest: newest.ok ? newest.value : [], untilSeq }) })
  }
  let reading = read()
  const readAgain = (): void => {
    if (!state.known && !isReading) reading = read()
  }
  const whenKnown = (): Promise<void> => (state.known ? Promise.resolve() : within(clock, PRESS_WAITS_MS, reading))
  const closeOpenDrills = (): void => {
    for (const fault of state.faults) if (fault.state === 'open' && seriesOf(fault) === 'O') byItself(dispatch({ event: 'changed', number: fault.number, change: { what: 'state', state: 'closed' } }))
  }

  return {
    setTrouble(service, isTroubled, together = []) {
      const isKnown = state.troubled.some((one) => one.service === service)
      if (isKnown !== isTroubled || isTroubled) byItself(dispatch(isTroubled ? { event: 'trouble-seen', service, together } : { event: 'trouble-over', service }))
    },
    async report(said = {}) {
      await whenKnown()
      const [effect] = dispatch({ event: 'reported', press: `${deps.bootId}/${(presses += 1)}`, series: deps.series() })
      if (!effect) return fail(failure('BUG_UNEXPECTED', 'a click that does nothing'))
      const opened = effect.effect === 'record-opened'
      if ('number' in effect) {
        sayings.clicked(effect.number, { utcMs: utcNow(), as: opened ? 'opened' : 'attached' })
        show()
      }
      const recorded = await perform(effect, (kind, payload, content) => recorder.person(kind, payload, content === undefined ? {} : { content }), said)
      return recorded.ok ? ok({ seq: recorded.value.seq, ...('number' in effect ? { number: effect.number, opened } : {}) }) : recorded
    },
    async change(number, wanted, { role, reason }) {
      await whenKnown()
      if (!state.known) return fail(failure('CALL_NOT_YET', 'storingen are not known'))
      const [effect] = dispatch({ event: 'changed', number, change: wanted })
      if (!effect) return fail(failure('BUG_UNEXPECTED', 'a change that does nothing'))
      if (effect.effect === 'refuse') return fail(failure('CALL_REFUSED', effect.cause))
      return perform(effect, (kind, payload) => recorder.person(kind, payload, { role, ...(reason === undefined ? {} : { content: reason }) }))
    },
    async openDrill() {
      await whenKnown()
      if (!state.known) return fail(failure('CALL_NOT_YET', 'storingen are not known'))
      // Each drill has a number of its own, also when the one before it was cut off.
      closeOpenDrills()
      const [effect] = dispatch({ event: 'reported', press: `${deps.bootId}/${(presses += 1)}`, series: 'O' })
      if (effect?.effect !== 'record-opened') return fail(failure('BUG_UNEXPECTED', 'a drill without a number'))
      const recorded = await perform(effect, (kind, payload, content) => recorder.person(kind, payload, { role: 'supervisor', ...(content === undefined ? {} : { content }) }))
      return recorded.ok ? ok({ seq: recorded.value.seq, number: effect.number }) : recorded
    },
    async closeDrills() {
      await whenKnown()
      closeOpenDrills()
    },
    standing: () => standingFault(state, deps.series(), utcNow())?.number,
    committed(entries) {
      for (const { seq, kind, payload, utcMs } of entries) {
        // Another record has begun, and nothing in it says what is open.
        if (seq <= (marks.at(-1)?.seq ?? 0)) lastSaved = ''
        marks = addMark(marks, { seq, utcMs })
        const { number } = payload
        if (kind === OPENED_KIND && typeof number === 'string') dispatch({ event: 'opening-recorded', number })
        if (isOfFault(kind) && typeof number === 'string' && sayings.written(number, utcNow())) show()
        if (state.faults.some(({ freeze }) => freeze && freeze.toUtcMs < utcMs)) byItself(dispatch({ event: 'committed', seq, utcMs }))
        if (!deps.kinds.includes(kind)) continue
        if (state.known) dispatch({ event: 'entry-recorded' })
        else unheard += 1
      }
      // What is written can be read: a first reading that got no answer in time is done again.
      readAgain()
    },
    recordIsBack: readAgain,
    save() {
      const saved = toSave(state, { room: deps.room, seq: ledger.head.seq, nowUtcMs: utcNow() })
      const text = JSON.stringify({ ...saved, seq: 0 })
      if (!saved || text === lastSaved) return
      lastSaved = text
      recorder.sample(SAVED_KIND, saved)
    },
  }
}

const isOfFault = (kind: string): boolean => FAULT_KINDS.some((one) => one === kind)

function within(clock: Clock, ms: number, done: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const timer = clock.after(ms, resolve)
    void done.then(() => {
      timer.cancel()
      resolve()
    })
  })
}
