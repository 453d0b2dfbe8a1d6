// The edge of the roll call: begun and ended by a person, ticked by whoever is heard in its group. Call signs stand beside the
// chain, as in every entry about a unit; the chain counts.
import { createUtcAhead, type Clock, type Timer } from '../../../native/kit/clock.ts'
import { failure } from '../../../native/kit/errors.ts'
import { createMachine } from '../../../native/kit/machine.ts'
import { fail, type Result } from '../../../native/kit/result.ts'
import type { RollCallView } from '../../contract/switching.ts'
import type { SwitchReport } from '../fallback/types.ts'
import type { StoredEntry } from '../ledger/port.ts'
import { earlierRoll } from './earlier.ts'
import type { Recorded, SayRecorder, Via } from './port.ts'
import { isRunning, reduceRoll } from './roll-machine.ts'
import { ROLL_ANSWERED_KIND, ROLL_BEGUN_KIND, ROLL_CALL_MS, ROLL_ENDED_KIND, type RollCall as Call, type RollEffect, type RollEvent, type RolledUnit, type RollState, type SayRefusal } from './types.ts'
import { rollCallView } from './view.ts'

const MINUTE_MS = 60_000

export interface RollCallDeps {
  readonly clock: Clock
  readonly recorder: SayRecorder
  /** Call signs in the order in which they are called. */
  readonly units: readonly string[]
  readonly everyMinutes: number
  /** Number of the drill that runs. */
  readonly drill?: () => string | undefined
  readonly worksByAlternative: () => boolean
  /** The group that is spoken in, or would be. */
  readonly group: () => string
  /** Entries of SAYING_KINDS and ROLL_KINDS, newest first; undefined when the record could not be read. */
  readonly earlier: readonly StoredEntry[] | undefined
  readonly onChange: (view: { readonly call?: RollCallView; readonly dueUtcMs?: number }) => void
}

export interface RollCall {
  start(): void
  stop(): void
  switchReported(report: SwitchReport): void
  /** GSSI in which units are awaited; undefined: nobody is called. */
  readonly group: string | undefined
  /** A unit was heard in that group. */
  heard(unit: string): void
  /** Another record has begun: a restart must find there what runs. */
  recordBegan(): void
  /** A drill has ended, and with it the round that was begun in it. */
  drillOver(): void
  /** @returns CALL_REFUSED: `no-units`, `runs-already` */
  begin(via: Via): Recorded
  /** By hand, and back. @returns CALL_REFUSED: `no-roll-call`, `no-such-unit` */
  tick(unit: string, present: boolean): Recorded
  /** @returns CALL_REFUSED: `no-roll-call` */
  end(via: Via): Recorded
}

export function createRollCall(deps: RollCallDeps): RollCall {
  const { clock, recorder } = deps
  const rules = { everyMs: deps.everyMinutes * MINUTE_MS }
  const ahead = createUtcAhead(clock)
  const toUtc = (ms: number): number => Math.round(ms + ahead())
  const answering = createAnswering(recorder)
  let timer: Timer | undefined
  /** The drill in which the round that runs was begun. */
  let drill: string | undefined

  const show = ({ call, dueAtMs }: RollState): void => deps.onChange({ ...(call ? { call: rollCallView(call, toUtc) } : {}), ...(dueAtMs === undefined ? {} : { dueUtcMs: toUtc(dueAtMs) }) })
  const perform = (effect: RollEffect, dispatch: (event: RollEvent) => void): void => {
    switch (effect.effect) {
      case 'start-timer':
        timer?.cancel()
        timer = clock.after(effect.ms, () => dispatch({ event: 'ended' }))
        return undefined
      case 'stop-timer':
        return timer?.cancel()
      case 'record-answer':
      case 'record-end':
        return answering.record(effect, drill)
    }
  }
  const machine = createMachine<RollState, RollEvent, RollEffect>({
    initial: earlierRoll(deps.earlier, rules, { nowMs: clock.monotonicMs(), utcMs: clock.utcMs() }),
    reduce: reduceRoll(rules),
    perform,
    now: () => clock.monotonicMs(),
    onStep: (before, _event, after) => {
      if (before !== after) show(after)
    },
  })
  const refuse = (cause: SayRefusal): Result<never> => fail(failure('CALL_REFUSED', cause))
  const byPerson = (event: RollEvent, via: Via): Recorded => answering.byPerson(via, () => machine.dispatch(event))

  return {
    start() {
      const { call } = machine.state
      machine.dispatch({ event: deps.worksByAlternative() ? 'switched' : 'returned' })
      if (isRunning(call)) timer = clock.after(Math.max(0, call.begunAtMs + ROLL_CALL_MS - clock.monotonicMs()), () => machine.dispatch({ event: 'ended' }))
      show(machine.state)
    },
    stop: () => timer?.cancel(),
    switchReported({ report }) {
      if (report === 'switched' || report === 'returned') machine.dispatch({ event: report })
    },
    get group() {
      const { call } = machine.state
      return isRunning(call) ? call.group : undefined
    },
    heard: (unit) => machine.dispatch({ event: 'answered', unit, by: 'radio' }),
    recordBegan() {
      const { call } = machine.state
      if (!isRunning(call)) return
      recorder.note(ROLL_BEGUN_KIND, { group: call.group, count: call.units.length, drill }, labelsOf(call.units))
      for (const { label, by } of call.units) if (by) answering.record({ effect: 'record-answer', unit: label, by, present: true }, drill)
    },
    drillOver() {
      if (drill !== undefined) machine.dispatch({ event: 'ended' })
      drill = undefined
    },
    async begin(via) {
      if (deps.units.length === 0) return refuse('no-units')
      if (isRunning(machine.state.call)) return refuse('runs-already')
      drill = deps.drill?.()
      machine.dispatch({ event: 'begun', group: deps.group(), units: deps.units })
      const { group = '', units = [] }: Partial<Call> = machine.state.call ?? {}
      return recorder.person(ROLL_BEGUN_KIND, { group, count: units.length, ...via }, { content: labelsOf(units) })
    },
    async tick(unit, present) {
      const { call } = machine.state
      if (!isRunning(call)) return refuse('no-roll-call')
      const known = call.units.find(({ label }) => label === unit)
      if (!known) return refuse('no-such-unit')
      // Pressed twice, or heard in the same moment: it is so already, and said once more that it is.
      if ((known.answeredAtMs !== undefined) === present) return recorder.person(ROLL_ANSWERED_KIND, { by: 'person', present }, { content: unit })
      return byPerson(present ? { event: 'answered', unit, by: 'person' } : { event: 'unticked', unit }, {})
    },
    async end(via) {
      return isRunning(machine.state.call) ? byPerson({ event: 'ended' }, via) : refuse('no-roll-call')
    },
  }
}

const labelsOf = (units: readonly RolledUnit[]): string => units.map(({ label }) => label).join('\n')

type Told = Extract<RollEffect, { effect: 'record-answer' | 'record-end' }>

interface Answering {
  record(told: Told, drill: string | undefined): void
  /** What is recorded while `act` runs is this person's, and answered when it is durable. */
  byPerson(via: Via, act: () => void): Recorded
}

function createAnswering(recorder: SayRecorder): Answering {
  let person: { readonly via: Via; done?: Recorded } | undefined
  return {
    record(told, drill) {
      const [kind, said, content] = entryOf(told)
      const payload = drill === undefined ? said : { ...said, drill }
      if (person) person.done = recorder.person(kind, { ...payload, ...person.via }, content === '' ? {} : { content })
      else recorder.note(kind, payload, content === '' ? undefined : content)
    },
    async byPerson(via, act) {
      const mine: typeof person = { via }
      person = mine
      act()
      person = undefined
      return mine.done ?? fail(failure('BUG_UNEXPECTED', 'nothing was recorded'))
    },
  }
}

function entryOf(told: Told): readonly [kind: string, payload: object, content: string] {
  if (told.effect === 'record-answer') return [ROLL_ANSWERED_KIND, { by: told.by, present: told.present }, told.unit]
  return [ROLL_ENDED_KIND, { answered: told.answered, of: told.of }, told.missing.join('\n')]
}
