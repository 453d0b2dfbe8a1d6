// The floor of one radio at work: carries out what floor-machine.ts decides, and remembers what may be keyed.
// Source: EN 300 392-5, D, +CTXD, +CUTXC, H. The priority of emergency calls is call-priority.ts's.
import type { Clock, Timer } from '../kit/clock.ts'
import type { RadioEvent } from '../kit/driver.ts'
import { createMachine } from '../kit/machine.ts'
import { createCallPriority } from './call-priority.ts'
import type { Command, CommandOutcome } from './command-queue.ts'
import type { CmePolicy } from './cme-errors.ts'
import { TX_DEMAND } from './constants.ts'
import { newsOf } from './floor-events.ts'
import { reduceFloor } from './floor-machine.ts'
import { INITIAL_FLOOR, type CommandTrouble, type FloorCommand, type FloorEffect, type FloorEvent, type FloorSettings, type FloorState, type FloorTimer } from './floor-types.ts'
import { encodeDial, HANG_UP } from './messages/call-setup.ts'
import type { CallForm } from './initialise.ts'
import { encodeFloorDemand, encodeFloorRelease } from './messages/floor.ts'

/** Outlives the program: which call may still be keyed. Written before the bytes that key it go out; the disk is not waited for. */
export interface CallMemory {
  read(): { readonly owed: boolean; readonly cc?: number }
  remember(cc?: number): void
  forget(): void
}

export interface FloorControlOptions {
  readonly clock: Clock
  readonly settings: FloorSettings
  readonly memory: CallMemory
  readonly send: (command: Command) => Promise<CommandOutcome>
  /** In which form this radio takes the settings of a call. */
  readonly callForm: () => CallForm
  /** Asks the radio whether it is there; settles when it is known, or the line went. */
  readonly check: () => Promise<unknown>
  /** A call to this radio alone rings or goes on. */
  readonly isInIndividualCall: () => boolean
  /** The group a set-up calls: the one the radio stands on. */
  readonly group: () => string
  readonly emit: (event: RadioEvent) => void
}

export interface FloorControl {
  dispatch(event: FloorEvent): void
  readonly isIdle: boolean
  /** We hold the floor. A set-up or a release under way is not talking. */
  readonly isTalking: boolean
  /** An earlier press, of this program or the one before it, may still be on the air. */
  readonly owesHangUp: boolean
  /** Tells the host that a radio may be keyed from before. */
  announceDebt(): void
  /** The radio took plain call settings while it was set up: no priority sticks in it. */
  settingsWritten(): void
  /** Takes an emergency priority that may still stick in the radio back, in one try. */
  settleOnce(timeoutMs: number): Promise<void>
  /** Ends what may be on the air. @returns false when the radio did not answer */
  hangUp(timeoutMs?: number): Promise<boolean>
  stopTimers(): void
}

const COMMAND_MS = 2000
const NOT_IN_THIS_STATE = 3 // what D gets while a call runs
const DIAL_MS = 15_000 // set-up may queue in the network; any character sent meanwhile would abort it

export function createFloorControl(options: FloorControlOptions): FloorControl {
  const { clock, emit, memory } = options
  const timers = new Map<FloorTimer, Timer>()
  let owed = memory.read()
  let mayTransmitSaid = false

  const sayMayTransmit = (): void => {
    if (!mayTransmitSaid) emit({ event: 'may-transmit' })
    mayTransmitSaid = true
  }
  const sayHungUp = (): void => {
    if (mayTransmitSaid) emit({ event: 'hung-up' })
    mayTransmitSaid = false
  }
  const priority = createCallPriority({ send: options.send, callForm: options.callForm, clock, emit })
  /** A request that still waits for its turn when the key comes up must not go out: it would key a radio for nobody. */
  const isAsking = (): boolean => {
    const { floor } = machine.state
    return floor.floor === 'asking' && !floor.withdrawn
  }
  const send = (command: FloorCommand): void => {
    const timeoutMs = command.command === 'dial' ? DIAL_MS : COMMAND_MS
    if (command.command === 'dial') {
      if (command.leave) void options.send({ text: HANG_UP, timeoutMs: COMMAND_MS, rank: 'floor' })
      priority.beforeDial(command.emergency ? 'emergency' : 'plain')
    }
    void options.send({ text: textOf(command, options.group()), timeoutMs, rank: 'floor', ...(asksFloor(command) ? { isWanted: isAsking } : {}) }).then((outcome) => {
      const event = verdictOf(command.command, outcome, options.isInIndividualCall())
      if (event) machine.dispatch(event)
      if (command.command === 'dial' && outcome.outcome !== 'dropped') void priority.restore()
    })
  }
  const perform = (effect: FloorEffect): void => {
    switch (effect.effect) {
      case 'send':
        return send(effect.send)
      case 'news':
        if (effect.news.news === 'may-still-transmit') return sayMayTransmit()
        if (effect.news.news === 'given-back') sayHungUp()
        return emit(newsOf(effect.news))
      case 'remember-call':
        owed = effect.cc === undefined ? { owed: true } : { owed: true, cc: effect.cc }
        return memory.remember(effect.cc)
      case 'forget-call':
        owed = { owed: false }
        return memory.forget()
      case 'check-call':
        return void options.check().then(() => machine.dispatch({ event: 'call-checked' }))
      case 'start-timer':
        timers.get(effect.timer)?.cancel()
        timers.set(effect.timer, clock.after(effect.ms, () => machine.dispatch({ event: 'timer-expired', timer: effect.timer })))
        return undefined
      case 'stop-timer':
        return timers.get(effect.timer)?.cancel()
    }
  }
  const machine = createMachine<FloorState, FloorEvent, FloorEffect>({
    initial: INITIAL_FLOOR,
    reduce: (state, event, nowMs) => reduceFloor(options.settings, state, event, nowMs),
    perform,
    now: () => clock.monotonicMs(),
  })

  return {
    dispatch: (event) => machine.dispatch(event),
    get isIdle() {
      return machine.state.floor.floor === 'idle'
    },
    get isTalking() {
      return machine.state.floor.floor === 'talking'
    },
    get owesHangUp() {
      return owed.owed
    },
    announceDebt: () => {
      if (owed.owed) sayMayTransmit()
    },
    async hangUp(timeoutMs = COMMAND_MS) {
      const release = owed.cc === undefined ? undefined : await options.send({ text: encodeFloorRelease({ cc: owed.cc }), timeoutMs, rank: 'floor' })
      if (release?.outcome === 'dropped') return false
      // Also when the release was not answered: one damaged byte must not keep a radio on the air that would hang up.
      // A refusal is an answer too: there is no such call, so nothing of it is on the air.
      const hungUp = await options.send({ text: HANG_UP, timeoutMs, rank: 'floor' })
      if (hungUp.outcome !== 'result') return false
      machine.dispatch({ event: 'hung-up' })
      sayHungUp()
      return true
    },
    settingsWritten: () => priority.written(),
    settleOnce: (timeoutMs) => priority.restoreOnce(timeoutMs),
    stopTimers() {
      for (const timer of timers.values()) timer.cancel()
    },
  }
}

const asksFloor = ({ command }: FloorCommand): boolean => command === 'dial' || command === 'demand'

function textOf(command: FloorCommand, group: string): string {
  switch (command.command) {
    case 'dial':
      return encodeDial({ called: group })
    case 'demand':
      return encodeFloorDemand({ cc: command.cc, txDemandPriority: TX_DEMAND.high })
    case 'cease':
      return encodeFloorRelease({ cc: command.cc })
    case 'hang-up':
      return HANG_UP
  }
}

function verdictOf(command: FloorCommand['command'], outcome: CommandOutcome, isInIndividualCall: boolean): FloorEvent | undefined {
  switch (outcome.outcome) {
    case 'dropped':
      return undefined
    case 'unwanted':
      return { event: 'command-failed', command, cause: 'no-floor' }
    case 'unanswered':
      return { event: 'command-failed', command, cause: 'radio-silent' }
    case 'result': {
      if (outcome.result.ok) return { event: 'command-done', command }
      const policy = 'policy' in outcome.result ? outcome.result.policy : undefined
      // No call to hang up: nothing of it is on the air.
      if (command === 'hang-up' && policy === 'state') return { event: 'command-done', command }
      // A call to this radio alone is somebody's own, and no press of ours ends it.
      const isInCall = 'code' in outcome.result && outcome.result.code === NOT_IN_THIS_STATE
      if (command === 'dial' && isInCall && !isInIndividualCall) return { event: 'command-failed', command, cause: 'in-call' }
      return { event: 'command-failed', command, cause: troubleOf(policy) }
    }
  }
}

function troubleOf(policy: CmePolicy | undefined): CommandTrouble {
  switch (policy) {
    case 'network':
      return 'no-network'
    case 'inhibited':
      return 'transmit-inhibited'
    case 'back-off':
      return 'busy'
    default:
      return 'no-floor'
  }
}
