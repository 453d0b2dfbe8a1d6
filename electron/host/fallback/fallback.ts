// The edge of switching: keeps the facts the machine decides on, and carries out what it decides.
import type { Clock, Timer } from '../../../native/kit/clock.ts'
import { failure } from '../../../native/kit/errors.ts'
import { createMachine } from '../../../native/kit/machine.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'
import { isSwitchAdvised, nextForPerson, rbsOf } from './automatic.ts'
import { createBeat } from './beat.ts'
import type { RadioChannel } from './radio-channel.ts'
import { rbsReadiness, withAudio } from './readiness.ts'
import { initialSwitch, switchReducer, type SavedSwitch } from './switch-machine.ts'
import type { Readiness, SwitchEffect, SwitchEvent, SwitchFacts, SwitchPlan, SwitchReport, SwitchSettings, SwitchState, SwitchTimer } from './types.ts'

export interface FallbackOptions {
  readonly clock: Clock
  readonly plan: SwitchPlan
  readonly settings: SwitchSettings
  /** Whether somebody sits here at the start; `update` says it later. */
  readonly manned: boolean
  readonly saved?: SavedSwitch
  readonly channels: readonly RadioChannel[]
  /** Channels whose audio path the site file does not say. */
  readonly audioUndeclared: ReadonlySet<string>
  readonly releaseEverything: () => void
  readonly onReport: (report: SwitchReport, state: SwitchState) => void
  readonly onChange: (state: SwitchState) => void
}

/** Facts that come from outside this area; readiness is our own. */
export type OutsideFacts = Omit<SwitchFacts, 'readiness'> & { readonly rbsLastReplyMs: number }

export interface Fallback {
  readonly state: SwitchState
  readonly readiness: Readonly<Record<string, Readiness>>
  /** The alternative a switch without a target would take. */
  readonly next: string | undefined
  readonly advised: boolean
  update(facts: Partial<OutsideFacts>): void
  /** Looks at readiness again: a channel was proven, lost or grew stale. */
  refresh(): void
  /** A person's key. @returns CALL_REFUSED with the cause */
  press(event: Extract<SwitchEvent, { event: `${string}-pressed` }>): Result<void>
  groupObserved(channel: string, group: string): void
  stop(): void
}

const NOTHING_KNOWN: Omit<OutsideFacts, 'manned'> = { rbs: 'unknown', ownNetworkDown: false, networkSilent: false, proofs: 0, ownTransmission: false, heard: false, emergencyOpen: false, rbsLastReplyMs: 0 }

export function createFallback(options: FallbackOptions): Fallback {
  const { clock, plan, settings } = options
  const rbs = rbsOf(plan)
  const timers = new Map<SwitchTimer, Timer>()
  let outside: OutsideFacts = { ...NOTHING_KNOWN, manned: options.manned }
  let refusal: string | undefined
  let attempt = 0
  /** A radio that was asked may still answer: it answers nobody. */
  let isStopped = false

  const readinessNow = (): Record<string, Readiness> => {
    const now = clock.monotonicMs()
    const all: Record<string, Readiness> = { [rbs]: rbsReadiness(outside, outside.rbsLastReplyMs) }
    for (const channel of options.channels) all[channel.id] = withAudio(channel.readiness(now), options.audioUndeclared.has(channel.id) ? 'undeclared' : 'declared')
    return all
  }
  const facts = (): SwitchFacts => {
    const { rbsLastReplyMs: _only, ...rest } = outside
    return { ...rest, readiness: readinessNow() }
  }

  const select = (channelId: string, group: string, dispatch: (event: SwitchEvent) => void): void => {
    const channel = options.channels.find((one) => one.id === channelId)
    if (!channel) return dispatch({ event: 'channel-refused', channel: channelId, cause: 'no device' })
    const mine = ++attempt
    void channel.confirm(group).then((confirmed) => {
      if (confirmed.ok) tell({ event: 'channel-confirmed', channel: channelId, group })
      // That an earlier attempt came to nothing says nothing of the one that runs now.
      else if (mine === attempt) tell({ event: 'channel-refused', channel: channelId, cause: confirmed.error.code })
    })
  }
  const stopTimer = (timer: SwitchTimer): void => {
    timers.get(timer)?.cancel()
    timers.delete(timer)
  }
  const startTimer = (name: SwitchTimer, ms: number): void => {
    stopTimer(name)
    const timer = clock.after(ms, () => {
      beat.look()
      // What fell due while we stood still has been given up with the rest.
      if (timers.get(name) !== timer) return
      timers.delete(name)
      machine.dispatch({ event: 'timer-expired', timer: name })
    })
    timers.set(name, timer)
  }
  const perform = (effect: SwitchEffect, dispatch: (event: SwitchEvent) => void): void => {
    switch (effect.effect) {
      case 'select':
        return select(effect.channel, effect.group, dispatch)
      case 'release-everything':
        return options.releaseEverything()
      case 'start-timer':
        return startTimer(effect.timer, effect.ms)
      case 'stop-timer':
        return stopTimer(effect.timer)
      case 'report':
        if (effect.report.report === 'press-refused') refusal = effect.report.cause
        return options.onReport(effect.report, machine.state)
    }
  }

  /** The line of a radio of the room is held while we work by it, or ask it to be worked by. */
  const tellUse = ({ active, step }: SwitchState): void => {
    for (const { id, use } of options.channels) use?.('switch', active.channel === id || (step.phase === 'confirming' && step.to === id))
  }
  const machine = createMachine<SwitchState, SwitchEvent, SwitchEffect>({
    initial: initialSwitch(plan, settings, { facts: facts(), nowMs: clock.monotonicMs(), ...(options.saved ? { saved: options.saved } : {}) }),
    reduce: switchReducer(plan, settings),
    perform,
    now: () => clock.monotonicMs(),
    onStep: (before, _event, after) => {
      beat.keep(isWaiting(after))
      if (before === after) return
      tellUse(after)
      options.onChange(after)
    },
  })
  const beat = createBeat(clock, () => machine.dispatch({ event: 'stood-still' }))
  /** After a standstill news may come before any timer: what was begun before it is given up first. */
  const tell = (event: SwitchEvent): void => {
    if (isStopped) return
    beat.look()
    machine.dispatch(event)
  }
  const refresh = (): void => tell({ event: 'facts-changed', facts: facts() })
  tellUse(machine.state)

  return {
    get state() {
      return machine.state
    },
    get readiness() {
      return readinessNow()
    },
    get next() {
      return nextForPerson(plan, machine.state)
    },
    get advised() {
      return isSwitchAdvised(machine.state)
    },
    update(changed) {
      const next = { ...outside, ...changed }
      outside = next
      refresh()
    },
    refresh,
    press(event) {
      beat.look()
      refusal = undefined
      machine.dispatch(event)
      return refusal === undefined ? ok() : fail(failure('CALL_REFUSED', refusal))
    },
    groupObserved: (channel, group) => tell({ event: 'group-observed', channel, group }),
    stop() {
      isStopped = true
      for (const timer of timers.values()) timer.cancel()
      timers.clear()
      beat.keep(false)
      for (const channel of options.channels) channel.stop()
    },
  }
}

/** Something runs that a standstill would make untrue. */
const isWaiting = ({ countdown, step, hold }: SwitchState): boolean => countdown !== undefined || step.phase !== 'settled' || hold.hold === 'running'
