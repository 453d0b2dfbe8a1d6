// Steps of floor control that more than one branch takes: asking, giving back, giving up.
import type { FloorCause } from '../kit/driver.ts'
import type { Step } from '../kit/machine.ts'
import type { Asking, Floor, FloorCommand, FloorEffect, FloorNews, FloorSettings, FloorState, FloorTimer } from './floor-types.ts'

export const CEASE_MS = 2000 // the radio's own command time-out; then told again
export const CEASE_TRIES = 3 // then hung up, then said
export const STRAY_MS = 10_000 // a queue in the network answers within this
export const CALL_QUIET_MS = 30_000 // the end of a call may never be told (a talker out of range)

/** No request is open in the network while the radio is too busy to take it. */
export const withoutPause = ({ paused: _over, ...floor }: Asking): Asking => floor

export type FloorStep = Step<FloorState, FloorEffect>

export const stay = (state: FloorState): FloorStep => ({ state, effects: [] })
export const send = (command: FloorCommand): FloorEffect => ({ effect: 'send', send: command })
export const news = (one: FloorNews): FloorEffect => ({ effect: 'news', news: one })
export const start = (timer: FloorTimer, ms: number): FloorEffect => ({ effect: 'start-timer', timer, ms })
export const stop = (timer: FloorTimer): FloorEffect => ({ effect: 'stop-timer', timer })
export const withFloor = (state: FloorState, floor: Floor): FloorState => ({ ...state, floor })

export function ask(settings: FloorSettings, state: FloorState): FloorStep {
  const { call } = state
  if (call && !call.mayAsk) return { state, effects: [news({ news: 'refused', cause: 'group-busy' })] }
  const floor: Floor = call
    ? { floor: 'asking', via: 'demand', withdrawn: false, queued: false, cc: call.cc }
    : { floor: 'asking', via: 'setup', withdrawn: false, queued: false }
  return {
    state: withFloor(state, floor),
    // Remembered first: killed between the two, a host would come back not knowing of a radio that it keyed.
    effects: [
      call ? { effect: 'remember-call', cc: call.cc } : { effect: 'remember-call' },
      send(call ? { command: 'demand', cc: call.cc } : { command: 'dial' }),
      news({ news: 'waiting' }),
      start('verdict', settings.grantMs),
    ],
  }
}

/** The request in the words of the radio, for the first time or again. */
export function requestOf({ via, cc, emergency, leaving }: Asking): FloorCommand {
  if (via === 'demand' && cc !== undefined) return { command: 'demand', cc }
  return { command: 'dial', ...(emergency ? { emergency } : {}), ...(leaving === undefined ? {} : { leave: true }) }
}

/** A new call of the highest priority, whoever speaks in the present one: that one is left. */
export function askEmergency(settings: FloorSettings, state: FloorState): FloorStep {
  const { call, ...rest } = state
  const floor: Asking = { floor: 'asking', via: 'setup', withdrawn: false, queued: false, emergency: true, ...(call ? { leaving: call.cc } : {}) }
  return {
    state: withFloor(rest, floor),
    effects: [{ effect: 'remember-call' }, send(requestOf(floor)), news({ news: 'waiting' }), start('verdict', settings.grantMs)],
  }
}

export type Verdict = 'verdict-open' | 'verdict-known'

export function cease(state: FloorState, cc: number, verdict: Verdict, before: readonly FloorEffect[] = []): FloorStep {
  return {
    state: withFloor(state, { floor: 'ceasing', cc, tries: 1, pressed: false, verdictOpen: verdict === 'verdict-open' }),
    effects: [...before, stop('verdict'), send({ command: 'cease', cc }), start('cease', CEASE_MS)],
  }
}

export function refused(state: FloorState, cause: FloorCause): FloorStep {
  const { floor } = state
  const silent = floor.floor === 'asking' && floor.withdrawn
  return {
    state: withFloor(state, { floor: 'idle' }),
    effects: [stop('verdict'), { effect: 'forget-call' }, ...(silent ? [] : [news({ news: 'refused', cause })])],
  }
}

/** The network has not answered our request itself: its grant may still come, and is not the radio's own key. */
export const stillOpen = (state: FloorState, nowMs: number): FloorState => ({ ...state, strayUntilMs: nowMs + STRAY_MS })

export function localKeyUp(state: FloorState): FloorStep {
  if (!state.localKey) return stay(state)
  const { localKey: _up, ...rest } = state
  return { state: rest, effects: [news({ news: 'local-key', keyed: false })] }
}

export function giveUp(state: FloorState, cause: FloorCause): FloorStep {
  const { floor } = state
  const cc = floor.floor === 'asking' ? floor.cc : undefined
  const said: FloorEffect[] = floor.floor === 'asking' && floor.withdrawn ? [] : [news({ news: 'refused', cause })]
  if (cc !== undefined) return cease(state, cc, 'verdict-open', said)
  return {
    state: withFloor(state, { floor: 'ceasing', tries: CEASE_TRIES, pressed: false, verdictOpen: true }),
    effects: [...said, stop('verdict'), send({ command: 'hang-up' }), start('cease', CEASE_MS)],
  }
}
