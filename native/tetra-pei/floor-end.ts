// How the floor ends: given back, taken, lost with its call, or not let go of. Source: EN 300 392-5, +CDTXC, +CTXI, +CTCR.
import type { FloorCause } from '../kit/driver.ts'
import { BUSY_BACK_OFF_MS } from './cme-errors.ts'
import {
  ask, CALL_QUIET_MS, cease, CEASE_MS, CEASE_TRIES, giveUp, localKeyUp, news, refused, send, start, stay, stillOpen, stop, STRAY_MS, withFloor, type FloorStep,
} from './floor-steps.ts'
import type { Asking, CommandTrouble, Floor, FloorCommand, FloorEffect, FloorEvent, FloorSettings, FloorState, RunningCall } from './floor-types.ts'

export function ceased(settings: FloorSettings, before: FloorState, event: Extract<FloorEvent, { event: 'ceased' }>, nowMs: number): FloorStep {
  const unkeyed = localKeyUp(before)
  const { cc } = event
  const call: RunningCall = { cc, mayAsk: event.txRqPrmsn !== 1, lastEventMs: nowMs }
  const known: FloorState = { ...unkeyed.state, call }
  const back = ceasedFloor(settings, known, cc, nowMs)
  return { state: back.state, effects: [start('call-quiet', CALL_QUIET_MS), ...unkeyed.effects, ...back.effects] }
}

function ceasedFloor(settings: FloorSettings, state: FloorState, cc: number, nowMs: number): FloorStep {
  const { floor } = state
  if (floor.floor === 'ceasing' && (floor.cc ?? cc) === cc) return givenBack(settings, state, floor, nowMs)
  if (floor.floor !== 'talking' || floor.cc !== cc) return stay(state)
  // Ceased although our key is down: the network's or the radio's own talk timer ended it.
  return { state: withFloor(state, { floor: 'idle' }), effects: [{ effect: 'forget-call' }, news({ news: 'ended', cause: 'no-floor' })] }
}

/** The floor is the network's again. A key that went down meanwhile becomes a new request of its own. */
function givenBack(settings: FloorSettings, state: FloorState, floor: Extract<Floor, { floor: 'ceasing' }>, nowMs: number): FloorStep {
  const rest = withFloor(state, { floor: 'idle' })
  const idle: FloorState = floor.verdictOpen ? { ...rest, strayUntilMs: nowMs + STRAY_MS } : rest
  const effects: FloorEffect[] = [stop('cease'), { effect: 'forget-call' }, news({ news: 'given-back' })]
  if (!floor.pressed) return { state: idle, effects }
  const again = ask(settings, idle)
  return { state: again.state, effects: [...effects, ...again.effects] }
}

export function interrupted(state: FloorState, cc: number): FloorStep {
  const { floor } = state
  if (floor.floor !== 'talking' || floor.cc !== cc) return stay(state)
  // Told to stop by the network: we also say so ourselves, because a radio that keys by its own pin would go on.
  return cease(state, cc, 'verdict-known', [news({ news: 'ended', cause: 'interrupted' })])
}

/** Registered no more: nobody hears us, whatever the radio says of its call. */
export function networkLost(state: FloorState): FloorStep {
  const { floor } = state
  if (floor.floor === 'talking') return cease(state, floor.cc, 'verdict-known', [news({ news: 'ended', cause: 'no-network' })])
  return floor.floor === 'asking' ? giveUp(state, 'no-network') : stay(state)
}

// Disconnect causes of +CTCR by what they mean for a press.
const DISCONNECT_BUSY = [2, 5, 8]
const DISCONNECT_NORMAL = [1, 13, 14]
const DISCONNECT_PREEMPTED = 9
const DISCONNECT_NETWORK = [19, 33, 34, 37, 38]

function endCause(cause: number): FloorCause {
  if (cause === DISCONNECT_PREEMPTED) return 'interrupted'
  return DISCONNECT_NETWORK.includes(cause) ? 'no-network' : 'no-floor'
}

export function callEnded(settings: FloorSettings, before: FloorState, event: Extract<FloorEvent, { event: 'call-ended' }>, nowMs: number): FloorStep {
  const isOther = before.call !== undefined && before.call.cc !== event.cc
  const unkeyed = isOther ? stay(before) : localKeyUp(before)
  const ended = callOver(settings, unkeyed.state, event, nowMs)
  return { state: ended.state, effects: [...unkeyed.effects, ...ended.effects] }
}

function callOver(settings: FloorSettings, state: FloorState, event: Extract<FloorEvent, { event: 'call-ended' }>, nowMs: number): FloorStep {
  const { cc, cause } = event
  const { floor } = state
  const { call, ...rest } = state
  const isLast = call === undefined || call.cc === cc
  const without: FloorState = isLast ? rest : state
  // While another call runs, its silence is still watched.
  const quiet: FloorEffect[] = isLast ? [stop('call-quiet')] : []
  switch (floor.floor) {
    case 'asking': {
      if (floor.cc !== undefined && floor.cc !== cc) return stay(state)
      if (floor.leaving === cc) return leftBehind(without, floor, quiet)
      // A set-up without a number yet does not end the normal way: an older call made room for it.
      if (floor.cc === undefined && DISCONNECT_NORMAL.includes(cause)) return { state: without, effects: quiet }
      // A demand in a call that had just run out is not a refusal: the same press sets up a new call.
      if (floor.via === 'demand' && !floor.withdrawn && !DISCONNECT_BUSY.includes(cause) && !DISCONNECT_NETWORK.includes(cause)) {
        const again = ask(settings, withFloor(without, { floor: 'idle' }))
        return { state: again.state, effects: [...quiet, ...again.effects] }
      }
      const open = floor.cc === undefined ? stillOpen(without, nowMs) : without
      const over = refused(open, DISCONNECT_BUSY.includes(cause) ? 'group-busy' : DISCONNECT_NETWORK.includes(cause) ? 'no-network' : 'no-floor')
      return { state: over.state, effects: [...quiet, ...over.effects] }
    }
    case 'talking':
      if (floor.cc !== cc) return stay(state)
      return { state: withFloor(without, { floor: 'idle' }), effects: [...quiet, { effect: 'forget-call' }, news({ news: 'ended', cause: endCause(cause) })] }
    case 'ceasing': {
      if ((floor.cc ?? cc) !== cc) return stay(state)
      const back = givenBack(settings, without, floor, nowMs)
      return { state: back.state, effects: [...quiet, ...back.effects] }
    }
    case 'idle':
    case 'unreachable':
      return { state: without, effects: quiet }
  }
}

/** The call we left for our own is over, as it should be; its number may serve again. */
function leftBehind(state: FloorState, { leaving: _over, ...floor }: Asking, effects: readonly FloorEffect[]): FloorStep {
  return { state: withFloor(state, floor), effects }
}

export function commandDone(settings: FloorSettings, state: FloorState, command: FloorCommand['command'], nowMs: number): FloorStep {
  const { floor } = state
  // Not every radio reports +CDTXC: an accepted +CUTXC is the end of our floor.
  if (floor.floor === 'ceasing' && (command === 'cease' || command === 'hang-up')) return givenBack(settings, state, floor, nowMs)
  return stay(state)
}

export function commandFailed(state: FloorState, command: FloorCommand['command'], cause: CommandTrouble): FloorStep {
  const { floor } = state
  if (floor.floor === 'asking' && (command === 'dial' || command === 'demand')) {
    if (cause === 'busy') return askLater(state, floor)
    if (cause === 'in-call') return leaveUnknown(state, floor)
    // No answer is no verdict: the radio may have keyed, so it is told to stop.
    if (cause === 'radio-silent') return giveUp(state, cause)
    return refused(state, cause)
  }
  if (floor.floor !== 'ceasing' || (command !== 'cease' && command !== 'hang-up')) return stay(state)
  if (cause === 'busy') return { state, effects: [start('cease', BUSY_BACK_OFF_MS[0])] }
  // A refused hang-up waits for its time: said again at once, it would only fill the line.
  return command === 'cease' ? ceaseAgain(state, floor) : stay(state)
}

/** The call that stands in the way is left, once: a started program does not know what the one before it spoke in. */
function leaveUnknown(state: FloorState, floor: Asking): FloorStep {
  if (floor.withdrawn || floor.leftUnknown || state.call) return refused(state, 'no-floor')
  return { state: withFloor(state, { ...floor, leftUnknown: true }), effects: [send({ command: 'dial', ...(floor.emergency ? { emergency: true } : {}), leave: true })] }
}

/** The radio has its hands full: the same press asks again, unless the key came up, and not for ever. */
function askLater(state: FloorState, floor: Asking): FloorStep {
  const ms = BUSY_BACK_OFF_MS[floor.busy ?? 0]
  if (floor.withdrawn || ms === undefined) return refused(state, 'no-floor')
  return { state: withFloor(state, { ...floor, busy: (floor.busy ?? 0) + 1, paused: true }), effects: [start('busy', ms)] }
}

/** Told again, then hung up, then said out loud; it stays `ceasing`, so nothing is keyed on a radio that will not let go. */
export function ceaseAgain(state: FloorState, floor: Extract<Floor, { floor: 'ceasing' }>): FloorStep {
  const tries = floor.tries + 1
  const next = withFloor(state, { ...floor, tries, pressed: false })
  const told: FloorEffect[] = floor.pressed ? [news({ news: 'refused', cause: 'hanging-up' })] : []
  const again = start('cease', CEASE_MS)
  if (tries <= CEASE_TRIES && floor.cc !== undefined) return { state: next, effects: [...told, send({ command: 'cease', cc: floor.cc }), again] }
  const said: FloorEffect[] = tries === CEASE_TRIES + 2 ? [news({ news: 'may-still-transmit' })] : []
  return { state: next, effects: [...told, send({ command: 'hang-up' }), again, ...said] }
}
