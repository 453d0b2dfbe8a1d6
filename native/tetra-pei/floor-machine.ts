// Floor control of one radio: asking to speak, being heard, giving the floor back.
// Source: EN 300 392-5, +CTXD, +CUTXC, +CTXG, +CDTXC, +CTXI, +CTCR and D; the branches stand in the README's floor table.
// Pure. Two rules stand above all others: "granted" only after a grant to us, and a grant nobody waits for goes back at once.
import { callEnded, ceaseAgain, ceased, commandDone, commandFailed, interrupted, networkLost } from './floor-end.ts'
import {
  ask, askEmergency, CALL_QUIET_MS, cease, CEASE_TRIES, giveUp, localKeyUp, news, refused, requestOf, send, start, stay, stop, withFloor, withoutPause, type FloorStep,
} from './floor-steps.ts'
import { INITIAL_FLOOR, type FloorEvent, type FloorSettings, type FloorState, type FloorTimer } from './floor-types.ts'
import { callSeen, continued, grant, heard, toldToWait } from './floor-verdict.ts'

export function reduceFloor(settings: FloorSettings, state: FloorState, event: FloorEvent, nowMs: number): FloorStep {
  switch (event.event) {
    case 'pressed':
      return event.emergency && state.floor.floor === 'idle' ? askEmergency(settings, state) : pressed(settings, state)
    case 'released':
      return released(state)
    case 'call-seen':
      return callSeen(state, event, nowMs)
    case 'grant':
      return grant(settings, heard(state, event, nowMs), event, nowMs)
    case 'ceased':
      return ceased(settings, state, event, nowMs)
    case 'interrupted':
      return interrupted(state, event.cc)
    case 'told-to-wait':
      return toldToWait(settings, state, event.cc)
    case 'continued':
      return continued(state, event, nowMs)
    case 'network-lost':
      return networkLost(state)
    case 'call-checked':
      return callChecked(state, nowMs)
    case 'call-ended':
      return callEnded(settings, state, event, nowMs)
    case 'command-done':
      return commandDone(settings, state, event.command, nowMs)
    case 'command-failed':
      return commandFailed(state, event.command, event.cause)
    case 'group-changed':
      return groupChanged(state)
    case 'link-lost':
      return linkLost(state)
    case 'hung-up':
      return { state: INITIAL_FLOOR, effects: [{ effect: 'forget-call' }, ...localKeyUp(state).effects] }
    case 'timer-expired':
      return expired(state, event.timer)
  }
}

function pressed(settings: FloorSettings, state: FloorState): FloorStep {
  const { floor } = state
  switch (floor.floor) {
    case 'idle':
      return ask(settings, state)
    case 'asking':
      // Down again before the verdict of the first press: the same request serves.
      return floor.withdrawn ? { state: withFloor(state, { ...floor, withdrawn: false }), effects: [news({ news: 'waiting' })] } : stay(state)
    case 'talking':
      return stay(state)
    case 'ceasing':
      // A radio that does not let go is not keyed again.
      if (floor.tries >= CEASE_TRIES) return { state, effects: [news({ news: 'refused', cause: 'hanging-up' })] }
      return { state: withFloor(state, { ...floor, pressed: true }), effects: [news({ news: 'waiting' })] }
    case 'unreachable':
      return { state, effects: [news({ news: 'refused', cause: 'hanging-up' })] }
  }
}

function released(state: FloorState): FloorStep {
  const { floor } = state
  switch (floor.floor) {
    case 'asking':
      if (floor.withdrawn) return stay(state)
      // The radio was too busy to take the request: nothing is open that had to be taken back.
      if (floor.paused) return refused(withFloor(state, { ...floor, withdrawn: true }), 'no-floor')
      // A set-up under way cannot be called back: any character would abort it in the middle. Its grant is returned on arrival.
      if (floor.cc === undefined) return stay(withFloor(state, { ...floor, withdrawn: true }))
      return cease(state, floor.cc, 'verdict-open')
    case 'talking':
      return cease(state, floor.cc, 'verdict-known')
    case 'ceasing':
      return stay(withFloor(state, { ...floor, pressed: false }))
    case 'idle':
    case 'unreachable':
      return stay(state)
  }
}

function groupChanged(state: FloorState): FloorStep {
  if (state.floor.floor !== 'idle') return stay(state)
  const { call: _left, ...rest } = state
  return stay(rest)
}

function linkLost(state: FloorState): FloorStep {
  const { floor, call } = state
  const timers = [stop('verdict'), stop('cease'), stop('call-quiet'), stop('busy')]
  const unkeyed = localKeyUp(state).effects
  if (floor.floor === 'idle') return { state: { floor }, effects: [...timers, ...unkeyed] }
  if (floor.floor === 'unreachable') return stay(state)
  const cc = floor.cc ?? call?.cc
  return {
    state: { floor: cc === undefined ? { floor: 'unreachable' } : { floor: 'unreachable', cc } },
    effects: [...timers, ...unkeyed, news({ news: 'ended', cause: 'link-lost' }), news({ news: 'may-still-transmit' })],
  }
}

function expired(state: FloorState, timer: FloorTimer): FloorStep {
  const { floor } = state
  if (timer === 'verdict') return floor.floor === 'asking' ? giveUp(state, 'no-floor') : stay(state)
  if (timer === 'cease') return floor.floor === 'ceasing' ? ceaseAgain(state, floor) : stay(state)
  if (timer === 'busy') return askedAgain(state)
  if (floor.floor !== 'idle') return { state, effects: [start('call-quiet', CALL_QUIET_MS)] }
  return { state, effects: [{ effect: 'check-call' }] }
}

function askedAgain(state: FloorState): FloorStep {
  const { floor } = state
  if (floor.floor !== 'asking' || !floor.paused) return stay(state)
  return { state: withFloor(state, withoutPause(floor)), effects: [send(requestOf(floor))] }
}

/** The radio is there, or a lost link has told it all: whoever spoke has ended, or is out of range. */
function callChecked(state: FloorState, nowMs: number): FloorStep {
  const { floor, call, ...rest } = state
  if (floor.floor !== 'idle' || (call && nowMs - call.lastEventMs < CALL_QUIET_MS)) return stay(state)
  const unkeyed = localKeyUp({ ...rest, floor })
  return { state: unkeyed.state, effects: [...unkeyed.effects, news({ news: 'quiet' })] }
}
