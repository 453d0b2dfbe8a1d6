// What the network says to a request, and who else has the floor. Source: EN 300 392-5, +CTXG, +CTICN, +CTOCP, +CTCC.
import {
  CALL_QUIET_MS, CEASE_MS, cease, localKeyUp, news, refused, send, start, stay, stillOpen, stop, withFloor, withoutPause, type FloorStep,
} from './floor-steps.ts'
import type { Asking, FloorEffect, FloorEvent, FloorSettings, FloorState, RunningCall } from './floor-types.ts'

const GRANT_US = 0
const GRANT_REFUSED = 1
const GRANT_QUEUED = 2
const GRANT_OTHER = 3

/** We have left that call for one of our own: what is still said of it is no answer to us. */
const isLeft = ({ floor }: FloorState, cc: number): boolean => floor.floor === 'asking' && floor.leaving === cc

export function callSeen(state: FloorState, { cc, ours }: Extract<FloorEvent, { event: 'call-seen' }>, nowMs: number): FloorStep {
  if (isLeft(state, cc) && !ours) return stay(state)
  const call: RunningCall = state.call?.cc === cc ? { ...state.call, lastEventMs: nowMs } : { cc, mayAsk: true, lastEventMs: nowMs }
  const { floor } = state
  const watch = start('call-quiet', CALL_QUIET_MS)
  if (floor.floor !== 'asking' || floor.cc !== undefined) return { state: { ...state, call }, effects: [watch] }
  const { leaving: _left, ...asking } = floor
  const known: FloorState = { ...state, call, floor: { ...asking, cc } }
  return { state: known, effects: [watch, { effect: 'remember-call', cc }] }
}

export function grant(settings: FloorSettings, state: FloorState, event: Extract<FloorEvent, { event: 'grant' }>, nowMs: number): FloorStep {
  const { floor } = state
  const watch = start('call-quiet', CALL_QUIET_MS)
  const also = (step: FloorStep): FloorStep => ({ state: step.state, effects: [watch, ...step.effects] })
  if (floor.floor === 'unreachable') return also(stay(state))
  // Of another call than the one that was asked in: no verdict on our request.
  const isAnswer = floor.floor === 'asking' && (floor.cc ?? event.cc) === event.cc
  switch (event.txGrant) {
    case GRANT_US:
      return also(granted(state, event.cc, nowMs))
    case GRANT_REFUSED:
      return also(isAnswer ? refused(state, 'no-floor') : stay(state))
    case GRANT_QUEUED:
      return also(isAnswer ? queued(settings, state, floor, event.cc) : stay(state))
    default:
      return also(toAnother(state, event.cc, nowMs))
  }
}

/** Every line about a call keeps the picture of it: who talks, who may ask, when it was last heard of. */
export function heard(state: FloorState, event: Extract<FloorEvent, { event: 'grant' }>, nowMs: number): FloorState {
  if (isLeft(state, event.cc) && event.txGrant !== GRANT_US) return state
  const call: RunningCall = { cc: event.cc, mayAsk: event.txRqPrmsn !== 1, lastEventMs: nowMs }
  return { ...state, call: event.txGrant === GRANT_OTHER && event.talkerSsi !== undefined ? { ...call, talkerSsi: event.talkerSsi } : call }
}

function granted(state: FloorState, cc: number, nowMs: number): FloorStep {
  const { floor } = state
  if (floor.floor === 'talking' && floor.cc === cc) return stay(state)
  if (floor.floor === 'idle' && (state.strayUntilMs === undefined || nowMs > state.strayUntilMs)) {
    return state.localKey ? stay(state) : { state: { ...state, localKey: true }, effects: [news({ news: 'local-key', keyed: true })] }
  }
  if (floor.floor === 'asking' && !floor.withdrawn) {
    return {
      state: withFloor(state, { floor: 'talking', cc }),
      effects: [stop('verdict'), { effect: 'remember-call', cc }, news({ news: 'granted' })],
    }
  }
  const remember: FloorEffect = { effect: 'remember-call', cc }
  if (floor.floor === 'ceasing') {
    // The verdict of the request being withdrawn: told again, and a key that went down meanwhile asks anew after that.
    const answered = withFloor(state, { ...floor, cc, verdictOpen: false })
    return { state: answered, effects: [remember, send({ command: 'cease', cc }), start('cease', CEASE_MS)] }
  }
  const { strayUntilMs: _answered, ...rest } = state
  // A second call got us the floor while we talk in the first: which of them is heard, nobody can say.
  const first: FloorEffect[] = floor.floor === 'talking' ? [news({ news: 'ended', cause: 'interrupted' }), send({ command: 'cease', cc: floor.cc })] : []
  return cease(rest, cc, 'verdict-known', [remember, ...first])
}

/** +CTXW: as a queue while we ask; while we speak the floor is taken away, and a key that is held does not get it back by itself. */
export function toldToWait(settings: FloorSettings, state: FloorState, cc: number): FloorStep {
  const { floor } = state
  if (floor.floor === 'talking' && floor.cc === cc) return cease(state, cc, 'verdict-known', [news({ news: 'ended', cause: 'interrupted' })])
  if (floor.floor !== 'asking' || floor.cc !== cc) return stay(state)
  return queued(settings, state, floor, cc)
}

export function continued(state: FloorState, event: Extract<FloorEvent, { event: 'continued' }>, nowMs: number): FloorStep {
  const { cc, txRqPrmsn } = event
  if (isLeft(state, cc) || (state.call && state.call.cc !== cc)) return stay(state)
  const before = state.call ?? { cc, mayAsk: true }
  const mayAsk = txRqPrmsn === undefined ? before.mayAsk : txRqPrmsn !== 1
  return { state: { ...state, call: { ...before, mayAsk, lastEventMs: nowMs } }, effects: [start('call-quiet', CALL_QUIET_MS)] }
}

function queued(settings: FloorSettings, state: FloorState, floor: Asking, cc: number): FloorStep {
  if (floor.withdrawn) return cease(state, cc, 'verdict-open')
  return { state: withFloor(state, { ...withoutPause(floor), cc, queued: true }), effects: [start('verdict', settings.queueMs), news({ news: 'queued' })] }
}

function toAnother(before: FloorState, cc: number, nowMs: number): FloorStep {
  const { state, effects } = localKeyUp(before)
  const { floor } = before
  if (floor.floor === 'talking' && floor.cc === cc) {
    return { state: withFloor(state, { floor: 'idle' }), effects: [...effects, { effect: 'forget-call' }, news({ news: 'ended', cause: 'interrupted' })] }
  }
  // A set-up that ends in somebody else's call was beaten to it. A demand is answered by its own verdict: this is only who talks now.
  const beaten = floor.floor === 'asking' && floor.via === 'setup' && !floor.queued && floor.leaving !== cc && (floor.cc ?? cc) === cc
  if (!beaten) return { state, effects }
  const over = refused(stillOpen(state, nowMs), 'group-busy')
  return { state: over.state, effects: [...effects, ...over.effects] }
}
