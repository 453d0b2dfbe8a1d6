// The edge of a drill: its number, its switch, its alarm, its entries; and at its end everything as it was. What is watched goes
// on underneath and is never altered. Architecture section 6, "Drill"; DESIGN section 9.
import type { Clock, Timer } from '../../../native/kit/clock.ts'
import { failure } from '../../../native/kit/errors.ts'
import { createMachine } from '../../../native/kit/machine.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'
import { DRILL_ALARM, DRILL_SWITCH_FAILED, type DrillEnd, type DrillStory } from '../../contract/switching.ts'
import type { AlarmView, SiteView } from '../../contract/topics.ts'
import type { SiteMode } from '../../contract/words.ts'
import type { Fallback, RadioChannel } from '../fallback/port.ts'
import type { ActiveChannel } from '../fallback/types.ts'
import type { PttTarget } from '../ptt/types.ts'
import { drillAim } from './drill-aim.ts'
import { drillReducer, NO_DRILL } from './drill-machine.ts'
import { drillAlarm, levelOf, type ShownDrill } from './drilled-views.ts'
import { createPutBack } from './put-back.ts'
import type { SwitchDoor } from './switch-door.ts'
import type { DrillEffect, DrillEvent, DrillFacts, DrillRefusal, DrillState, Pretended } from './types.ts'

export const DRILL_BEGUN_KIND = 'drill.begun'
export const DRILL_ENDED_KIND = 'drill.ended'

/** What became of a radio that a drill may have turned. `elsewhere`: somebody else had turned it by then. */
export const SETTLED_KINDS = { back: 'drill.radio-back', left: 'drill.radio-left', elsewhere: 'drill.radio-elsewhere' } as const

export interface DrillDeps {
  readonly clock: Clock
  readonly mode: SiteMode
  /** The only groups a drill transmits on. */
  readonly groups: SiteView['groups']
  /** The service whose trouble is pretended, and what it is called. */
  readonly service: { readonly id: string; readonly label: string }
  /** Radios a drill may turn. */
  readonly channels: readonly RadioChannel[]
  readonly door: Pick<SwitchDoor, 'enter' | 'leave' | 'real'>
  /** What a spoken test had turned and not turned back: the drill does it. @returns channel → group */
  readonly takeTested: (channels: readonly string[]) => Readonly<Record<string, string>>
  /** A spoken test has this radio. */
  readonly isTested: (channel: string) => boolean
  /** A switch of the drill's own, on the RBS, that knows no other groups. */
  readonly createSwitch: () => Fallback
  readonly facts: () => DrillFacts
  readonly recorder: {
    person(kind: string, payload: object, options?: { readonly role?: 'supervisor' }): Promise<Result<{ readonly seq: number }>>
    note(kind: string, payload: object): void
  }
  readonly numbers: { openDrill(): Promise<Result<{ readonly seq: number; readonly number: string }>>; closeDrills(): Promise<void> }
  readonly alarms: { raise(alarm: Pick<AlarmView, 'id' | 'kind' | 'severity' | 'code' | 'params'>): void; clear(id: string): void }
  readonly releaseEverything: () => void
  /** Where a switch that was thrown away leaves the record: at the real one. */
  readonly standsAfter: () => object
  readonly onChange: () => void
}

/** What the last drill of an earlier run left behind, as the record has it. */
export interface LeftDrill {
  readonly number: string
  /** Radios that may still stand on a group of it, and the group they are owed. */
  readonly stood: Readonly<Record<string, string>>
  /** It was ended; not every radio was back. */
  readonly isOver: boolean
}

export interface Drill {
  /** Of the one that runs. */
  readonly number: string | undefined
  readonly pretended: Pretended | undefined
  readonly shown: ShownDrill | undefined
  /** It is over, and a radio that it turned is not back on its group yet. */
  readonly owes: boolean
  begin(story: DrillStory): Promise<Result<{ readonly seq: number; readonly number: string }>>
  end(said: 'stopped' | 'real-said'): Promise<Result<{ readonly seq: number }>>
  /** What is real may have changed. */
  look(): void
  /** A serious alarm of a service, which is none of the drill's. */
  alarmRaised(): void
  emergencyHeard(): void
  /** Undefined: no drill runs, and a press goes where it always goes. */
  aim(active: Pick<ActiveChannel, 'channel' | 'group'>): PttTarget | undefined
  /** A drill never outlives its host: what an earlier one left is ended. */
  start(left: LeftDrill | undefined): void
  stop(): void
}

export function createDrill(deps: DrillDeps): Drill {
  const { clock, recorder, service, door } = deps
  const groups = deps.groups.map(({ gssi }) => gssi)
  const alarm = `${DRILL_ALARM}${service.id}`
  let timer: Timer | undefined
  let refusal: DrillRefusal | undefined
  let writing: Promise<Result<{ readonly seq: number }>> | undefined
  let course: ShownDrill['course'] = []
  let stood: Readonly<Record<string, string>> = {}

  const running = (): Extract<DrillState, { drill: 'running' }> | undefined => (machine.state.drill === 'running' ? machine.state : undefined)
  const utcOf = (ms: number): number => Math.round(clock.utcMs() - (clock.monotonicMs() - ms))
  const putBack = createPutBack({
    clock,
    channels: deps.channels,
    drillGroups: groups,
    mustWait: (channel) => {
      const { active, step } = door.real.state
      return running() !== undefined || deps.isTested(channel) || deps.facts().emergency || active.channel === channel || (step.phase !== 'settled' && step.to === channel)
    },
    onDone: ({ channel, group, outcome }) => recorder.note(SETTLED_KINDS[outcome], { channel, group }),
  })

  const begin = (number: string, story: DrillStory): void => {
    const seen = deps.channels.flatMap(({ id, verification }) => (verification?.gssi === undefined ? [] : [[id, verification.gssi] as const]))
    const tested = Object.entries(deps.takeTested(deps.channels.map(({ id }) => id)))
    stood = { ...putBack.take(), ...Object.fromEntries([...seen, ...tested].filter(([, group]) => !groups.includes(group))) }
    course = []
    deps.releaseEverything()
    door.enter(deps.createSwitch())
    writing = recorder.person(DRILL_BEGUN_KIND, { number, drill: number, story, service: service.id, groups, stood }, { role: 'supervisor' })
  }
  const pretend = (pretended: Pretended): void => {
    const [level, unstable] = levelOf(pretended)
    course = [...course, [utcOf(pretended.sinceMs), level, unstable]]
    recorder.note('drill.condition', { drill: running()?.number, service: service.id, to: pretended.now, downs: pretended.downs })
    const said = drillAlarm(pretended)
    if (said) deps.alarms.raise({ id: alarm, kind: 'service', ...said, params: { service: service.label, ...(pretended.downs === undefined ? {} : { count: pretended.downs }) } })
    else deps.alarms.clear(alarm)
  }
  const end = (number: string, cause: DrillEnd): void => {
    // First of all: what the drill keyed must not go on under the word of something real.
    deps.releaseEverything()
    door.leave()
    deps.alarms.clear(alarm)
    deps.alarms.clear(DRILL_SWITCH_FAILED)
    const payload = { number, drill: number, end: cause, after: deps.standsAfter() }
    writing = cause === 'stopped' || cause === 'real-said' ? recorder.person(DRILL_ENDED_KIND, payload, { role: 'supervisor' }) : undefined
    if (!writing) recorder.note(DRILL_ENDED_KIND, payload)
    void deps.numbers.closeDrills()
    putBack.owe(stood)
  }
  const perform = (effect: DrillEffect, dispatch: (event: DrillEvent) => void): void => {
    switch (effect.effect) {
      case 'refuse':
        refusal = effect.cause
        return undefined
      case 'begin':
        return begin(effect.number, effect.story)
      case 'pretend':
        return pretend(effect.pretended)
      case 'end':
        return end(effect.number, effect.end)
      case 'wake':
        timer?.cancel()
        timer = clock.after(effect.ms, () => dispatch({ event: 'story-due' }))
        return undefined
      case 'stop-waking':
        return timer?.cancel()
    }
  }
  const machine = createMachine<DrillState, DrillEvent, DrillEffect>({
    initial: NO_DRILL,
    reduce: drillReducer({ mode: deps.mode, groups }),
    perform,
    now: () => clock.monotonicMs(),
    onStep: (before, _event, after) => {
      if (before !== after) deps.onChange()
    },
  })
  const press = (event: DrillEvent): Result<void> => {
    refusal = undefined
    machine.dispatch(event)
    return refusal === undefined ? ok() : fail(failure('CALL_REFUSED', refusal))
  }

  return {
    get number() {
      return running()?.number
    },
    get pretended() {
      return running()?.pretended
    },
    get shown() {
      const now = running()
      if (!now) return undefined
      return { number: now.number, story: now.story, service: service.id, sinceUtcMs: utcOf(now.sinceMs), groups: deps.groups, pretended: { ...now.pretended, sinceUtcMs: utcOf(now.pretended.sinceMs) }, course }
    },
    get owes() {
      return putBack.owes
    },
    async begin(story) {
      const pressed = press({ event: 'begin-pressed', story, facts: deps.facts() })
      if (!pressed.ok) return pressed
      const opened = await deps.numbers.openDrill()
      if (!opened.ok) {
        machine.dispatch({ event: 'not-numbered' })
        void deps.numbers.closeDrills()
        return opened
      }
      const { number } = opened.value
      machine.dispatch({ event: 'numbered', number })
      if (running()?.number !== number) {
        void deps.numbers.closeDrills()
        return fail(failure('CALL_REFUSED', 'real-trouble' satisfies DrillRefusal))
      }
      const written = await writing
      return written?.ok === true ? ok({ seq: written.value.seq, number }) : (written ?? opened)
    },
    async end(said) {
      const pressed = press({ event: 'end-pressed', end: said })
      return pressed.ok && writing ? writing : fail(failure('CALL_REFUSED', 'no-drill' satisfies DrillRefusal))
    },
    look: () => machine.state.drill !== 'none' && machine.dispatch({ event: 'facts-changed', facts: deps.facts() }),
    alarmRaised: () => machine.dispatch({ event: 'alarm-raised' }),
    emergencyHeard: () => machine.dispatch({ event: 'emergency-heard' }),
    aim: (active) => (running() ? drillAim({ active, seen: deps.channels.find(({ id }) => id === active.channel)?.verification?.gssi }, groups) : undefined),
    start(left) {
      if (!left) return
      if (!left.isOver) {
        recorder.note(DRILL_ENDED_KIND, { number: left.number, drill: left.number, end: 'restart' satisfies DrillEnd, after: deps.standsAfter() })
        void deps.numbers.closeDrills()
      }
      putBack.owe(left.stood)
    },
    stop() {
      timer?.cancel()
      putBack.stop()
    },
  }
}
