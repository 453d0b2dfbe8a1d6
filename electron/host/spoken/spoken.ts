// The edge of the spoken test: asks the radio, hands the press over and back, hears the control radio, writes the outcome down,
// and knows when each channel was last proven by speech.
import type { Clock, Timer } from '../../../native/kit/clock.ts'
import type { RadioEvent } from '../../../native/kit/driver.ts'
import { failure } from '../../../native/kit/errors.ts'
import { createMachine } from '../../../native/kit/machine.ts'
import { fail, type Result } from '../../../native/kit/result.ts'
import type { SpokenTestAge, SpokenTestView } from '../../contract/switching.ts'
import type { Ledger } from '../ledger/port.ts'
import type { PttState } from '../ptt/types.ts'
import type { Recorder } from '../recorder.ts'
import { ageOf, BEGUN_KIND, FAILED_KIND, lastPassed, leftTurned, NOT_BACK_KIND, PASSED_KIND, SETTLED_KIND, type LastTests } from './spoken-record.ts'
import { aimOf, interruptionOf, isRunning, NO_TEST, reduceSpoken, refusalOf } from './spoken-machine.ts'
import type { RunningTest, SpokenEffect, SpokenEvent, SpokenRefusal, SpokenReport, SpokenState, SpokenSurroundings, SpokenTarget, SpokenTimer } from './types.ts'

/** Passed tests alone: eight channels tested daily for a month, so that one that is tested seldom is not said to be proven never. */
const PASSED_LOOKED_AT = 256

const KIND_OF: Readonly<Record<SpokenReport['report'], string>> = { passed: PASSED_KIND, failed: FAILED_KIND, 'not-back': NOT_BACK_KIND, settled: SETTLED_KIND }

export interface SpokenDeps {
  readonly clock: Clock
  readonly ledger: Pick<Ledger, 'latest'>
  readonly recorder: Pick<Recorder, 'person' | 'note'>
  readonly oldAfterMs: number
  readonly surroundings: () => SpokenSurroundings
  readonly target: (channel: string) => SpokenTarget | undefined
  /** What the channel is spoken through: a test of another device proves nothing of it. */
  readonly deviceOf: (channel: string) => string | undefined
  /** Asks the channel's radio for the group, as a switch does. */
  readonly select: (channel: string, group: string) => Promise<Result<void>>
  /** Holds the line of a radio of the room for the test, until it is back on its group. */
  readonly hold: (channel: string, isWanted: boolean) => void
  /** SSI under which this channel's radio speaks; absent: nobody can know it again. */
  readonly ownIdentity: (channel: string) => string | undefined
  /** Control radios, and the group each hears now. */
  readonly witnesses: () => readonly { readonly device: string; readonly label: string; readonly hears?: string }[]
  readonly releaseEverything: () => void
  readonly onAim: () => void
  readonly onChange: () => void
}

type Recorded = Promise<Result<{ readonly seq: number }>>

export interface Spoken {
  readonly aim: { readonly channel: string; readonly group: string } | undefined
  readonly view: SpokenTestView | undefined
  /** A test runs, or its radio is not back on its group yet. */
  readonly isBusy: boolean
  /** When this channel last passed. */
  last(channel: string): SpokenTestAge | undefined
  /** @returns CALL_REFUSED with a SpokenRefusal, as the two below */
  begin(channel: string, said: object): Recorded
  heard(said: object): Recorded
  stop(said: object): Recorded
  /** A drill takes these radios: what one of them is owed is the drill's to give back. @returns channel → group */
  handOver(channels: readonly string[]): Readonly<Record<string, string>>
  /** The radio that a test has, or has yet to turn back. */
  readonly held: string | undefined
  /** A key of the switch: it goes before the test, which gives everything back in this turn. */
  interrupt(): void
  pttChanged(state: PttState): void
  radioEvent(device: string, channel: string | undefined, event: RadioEvent): void
  surroundingsChanged(): void
  /** Reads what earlier runs left; nobody waits for it. */
  restore(): Promise<void>
  close(): void
}

export function createSpoken(deps: SpokenDeps): Spoken {
  const { clock, recorder } = deps
  const timers = new Map<SpokenTimer, Timer>()
  let tests: LastTests = {}
  let isRead = false
  let asked = 0

  const stopTimer = (timer: SpokenTimer): void => {
    timers.get(timer)?.cancel()
    timers.delete(timer)
  }
  const select = (channel: string, group: string, why: 'test' | 'back', dispatch: (event: SpokenEvent) => void): void => {
    if (why === 'test') asked += 1
    const mine = asked
    void deps.select(channel, group).then((selected) => {
      const { owed } = machine.state
      // What the radio of an earlier test says is no word of the one that is asked now.
      if (why === 'test' && mine === asked) dispatch({ event: selected.ok ? 'selected' : 'not-selected' })
      if (why === 'back' && selected.ok && owed?.channel === channel && owed.group === group) dispatch({ event: 'back' })
    })
  }
  const tell = ({ report, ...what }: SpokenReport): void => {
    if (report === 'passed' && 'by' in what) {
      tests = { ...tests, [what.channel]: { utcMs: clock.utcMs(), by: what.by, ...(what.group === '' ? {} : { group: what.group }) } }
      return recorder.note(PASSED_KIND, { ...what, device: deps.deviceOf(what.channel) })
    }
    recorder.note(KIND_OF[report], what)
  }
  const perform = (effect: SpokenEffect, dispatch: (event: SpokenEvent) => void): void => {
    switch (effect.effect) {
      case 'release':
        return deps.releaseEverything()
      case 'aim':
        return deps.onAim()
      case 'select':
        return select(effect.channel, effect.group, effect.why, dispatch)
      case 'start-timer':
        stopTimer(effect.timer)
        timers.set(effect.timer, clock.after(effect.ms, () => dispatch({ event: 'timer-expired', timer: effect.timer })))
        return undefined
      case 'stop-timer':
        return stopTimer(effect.timer)
      case 'report':
        return tell(effect.report)
    }
  }
  const machine = createMachine<SpokenState, SpokenEvent, SpokenEffect>({
    initial: NO_TEST,
    reduce: reduceSpoken,
    perform,
    now: () => clock.monotonicMs(),
    onStep: (before, _event, after) => {
      const [was, is] = [heldBy(before), heldBy(after)]
      if (is !== undefined && is !== was) deps.hold(is, true)
      if (was !== undefined && was !== is) deps.hold(was, false)
      if (before.test !== after.test) deps.onChange()
    },
  })
  const running = (): RunningTest | undefined => (isRunning(machine.state.test) ? machine.state.test : undefined)
  const refuse = (cause: SpokenRefusal): Result<never> => fail(failure('CALL_REFUSED', cause))
  /** A press is told to a test that still runs, or refused. */
  const press = (kind: string, event: 'colleague-heard' | 'stopped', said: object): Recorded => {
    const test = running()
    if (!test) return Promise.resolve(refuse('spoken-none'))
    if (event === 'colleague-heard' && test.spoke !== 'yes') return Promise.resolve(refuse('spoken-too-early'))
    const recorded = recorder.person(kind, { channel: test.channel, group: test.group, ...said })
    machine.dispatch({ event })
    return recorded
  }

  return {
    get aim() {
      return aimOf(machine.state)
    },
    get view() {
      return viewOf(machine.state, deps)
    },
    get isBusy() {
      return heldBy(machine.state) !== undefined
    },
    last: (channel) => ageOf(tests[channel], { utcMs: clock.utcMs(), oldAfterMs: deps.oldAfterMs }),
    async begin(channel, said) {
      const target = deps.target(channel)
      const refusal = refusalOf(machine.state, deps.surroundings(), target)
      if (refusal !== undefined || !target) return refuse(refusal ?? 'not-a-channel')
      const { group, standsOn } = target
      const back = standsOn === group ? undefined : standsOn
      // Written first: a host that goes down during the test must find what it owes.
      const recorded = recorder.person(BEGUN_KIND, { channel, group, back, ...said })
      machine.dispatch({ event: 'begun', channel, group, ...(back === undefined ? {} : { back }) })
      return recorded
    },
    heard: (said) => press('spoken-test.heard', 'colleague-heard', said),
    stop: (said) => press('spoken-test.stopped', 'stopped', said),
    handOver(channels) {
      machine.dispatch({ event: 'interrupted' })
      const { owed } = machine.state
      if (!owed || !channels.includes(owed.channel)) return {}
      machine.dispatch({ event: 'channel-taken', channel: owed.channel })
      return { [owed.channel]: owed.group }
    },
    get held() {
      return heldBy(machine.state)
    },
    interrupt: () => machine.dispatch({ event: 'interrupted' }),
    pttChanged({ transmission }) {
      const test = running()
      if (!test || test.step === 'selecting') return
      const isBound = (transmission.phase === 'waiting' || transmission.phase === 'talking') && transmission.bound.channel === test.channel
      machine.dispatch({ event: 'press-changed', press: isBound ? (transmission.phase === 'talking' ? 'talking' : 'asked') : transmission.phase === 'refused' ? 'refused' : 'none' })
    },
    radioEvent(device, channel, event) {
      const test = running()
      if (!test) return
      const isGone = (event.event === 'link' && event.link.link === 'down') || event.event === 'may-transmit'
      if (isGone && channel !== undefined) machine.dispatch({ event: 'device-lost', channel })
      const isTurned = event.event === 'mode' || (event.event === 'group' && event.gssi !== test.group)
      if (isTurned && channel === test.channel) machine.dispatch({ event: 'turned-by-hand' })
      if (event.event !== 'heard' || !event.speaking || channel === test.channel) return
      const own = deps.ownIdentity(test.channel)
      const witness = deps.witnesses().find((one) => one.device === device)
      // A number: a zero before it is no other identity.
      if (own !== undefined && event.ssi !== undefined && Number(event.ssi) === Number(own) && witness?.hears === test.group) machine.dispatch({ event: 'witnessed' })
    },
    surroundingsChanged() {
      const around = deps.surroundings()
      const interruption = interruptionOf(machine.state, around)
      if (interruption) machine.dispatch({ event: interruption })
      for (const channel of [around.active, around.to]) if (channel !== undefined && machine.state.owed?.channel === channel) machine.dispatch({ event: 'channel-taken', channel })
    },
    async restore() {
      if (isRead) return
      const [passed, newest] = await Promise.all([deps.ledger.latest([PASSED_KIND], PASSED_LOOKED_AT), deps.ledger.latest([BEGUN_KIND, PASSED_KIND, FAILED_KIND, NOT_BACK_KIND, SETTLED_KIND], 1)])
      if (!passed.ok || !newest.ok || isRead) return
      isRead = true
      // What passed in this run is newer.
      tests = { ...lastPassed(passed.value, deps.deviceOf), ...tests }
      // A test of this run has its outcome still to come.
      const left = machine.state.test.step === 'none' ? leftTurned(newest.value) : undefined
      if (left) {
        const { channel, group, back, isOpen } = left
        if (isOpen) recorder.note(FAILED_KIND, { channel, group, end: 'interrupted', back })
        const { active, observes } = deps.surroundings()
        if (back !== undefined && !observes) machine.dispatch({ event: 'left-turned', channel, group: back })
        if (active === channel) machine.dispatch({ event: 'channel-taken', channel })
      }
      deps.onChange()
    },
    // The floor is given back by whoever stops the arbiter; a radio left turned is found in the record by the next start.
    close() {
      for (const timer of timers.values()) timer.cancel()
      timers.clear()
    },
  }
}

const heldBy = ({ test, owed }: SpokenState): string | undefined => (isRunning(test) ? test.channel : owed?.channel)

function viewOf({ test }: SpokenState, { clock, witnesses, ownIdentity }: SpokenDeps): SpokenTestView | undefined {
  if (test.step === 'none') return undefined
  const { step, channel, group } = test
  const utc = (ms: number): number => Math.round(clock.utcMs() - (clock.monotonicMs() - ms))
  switch (step) {
    case 'passed':
      return { channel, group, step, heardBy: test.heardBy, doneUtcMs: utc(test.doneMs) }
    case 'failed':
      return { channel, group, step, end: test.end, doneUtcMs: utc(test.doneMs) }
    default: {
      const witness = ownIdentity(channel) === undefined ? undefined : witnesses().find((one) => one.hears === group && group !== '')
      return { channel, group, step, endsUtcMs: utc(test.endsAtMs), ...(witness ? { witness: witness.label } : {}), ...(test.heardBy === undefined ? {} : { heardBy: test.heardBy }) }
    }
  }
}

