// Floor control of one radio: asking to speak, being heard, giving the floor back.
// Source: EN 300 392-5, +CTXD, +CUTXC, +CTXG, +CDTXC, +CTXI, +CTCR and D; branches (a) to (g) of the README's floor table.
// Pure. Two rules stand above all others: "granted" only after a grant to us, and a grant nobody waits for goes back at once.
import type { FloorCause } from '../kit/driver.ts'
import type { Step } from '../kit/machine.ts'
import { INITIAL_FLOOR } from './floor-types.ts'
import type { Floor, FloorCommand, FloorEffect, FloorEvent, FloorNews, FloorSettings, FloorState, FloorTimer, RunningCall } from './floor-types.ts'

const CEASE_MS = 2000 // the radio's own command time-out; then told again
const CEASE_TRIES = 3 // then hung up, then said
const STRAY_MS = 10_000 // a queue in the network answers within this
const CALL_QUIET_MS = 30_000 // the end of a call may never be told (a talker out of range)

const GRANT_US = 0
const GRANT_REFUSED = 1
const GRANT_QUEUED = 2
const GRANT_OTHER = 3

type FloorStep = Step<FloorState, FloorEffect>

const stay = (state: FloorState): FloorStep => ({ state, effects: [] })
const send = (command: FloorCommand): FloorEffect => ({ effect: 'send', send: command })
const news = (one: FloorNews): FloorEffect => ({ effect: 'news', news: one })
const start = (timer: FloorTimer, ms: number): FloorEffect => ({ effect: 'start-timer', timer, ms })
const stop = (timer: FloorTimer): FloorEffect => ({ effect: 'stop-timer', timer })
const withFloor = (state: FloorState, floor: Floor): FloorState => ({ ...state, floor })

export function reduceFloor(settings: FloorSettings, state: FloorState, event: FloorEvent, nowMs: number): FloorStep {
  switch (event.event) {
    case 'pressed':
      return pressed(settings, state)
    case 'released':
      return released(state)
    case 'call-seen':
      return callSeen(state, event.cc, nowMs)
    case 'grant':
      return grant(settings, heard(state, event, nowMs), event, nowMs)
    case 'ceased':
      return ceased(settings, state, event, nowMs)
    case 'interrupted':
      return interrupted(state, event.cc)
    case 'call-ended':
      return callEnded(settings, state, event, nowMs)
    case 'command-done':
      return commandDone(settings, state, event.command, nowMs)
    case 'command-failed':
      return commandFailed(state, event.command, event.cause)
    case 'link-lost':
      return linkLost(state)
    case 'hung-up':
      return { state: INITIAL_FLOOR, effects: [{ effect: 'forget-call' }] }
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

function ask(settings: FloorSettings, state: FloorState): FloorStep {
  const { call } = state
  if (call && !call.mayAsk) return { state, effects: [news({ news: 'refused', cause: 'group-busy' })] }
  const floor: Floor = call
    ? { floor: 'asking', via: 'demand', withdrawn: false, queued: false, cc: call.cc }
    : { floor: 'asking', via: 'setup', withdrawn: false, queued: false }
  return {
    state: withFloor(state, floor),
    effects: [
      send(call ? { command: 'demand', cc: call.cc } : { command: 'dial' }),
      news({ news: 'waiting' }),
      call ? { effect: 'remember-call', cc: call.cc } : { effect: 'remember-call' },
      start('verdict', settings.grantMs),
    ],
  }
}

function released(state: FloorState): FloorStep {
  const { floor } = state
  switch (floor.floor) {
    case 'asking':
      if (floor.withdrawn) return stay(state)
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

type Verdict = 'verdict-open' | 'verdict-known'

function cease(state: FloorState, cc: number, verdict: Verdict, before: readonly FloorEffect[] = []): FloorStep {
  return {
    state: withFloor(state, { floor: 'ceasing', cc, tries: 1, pressed: false, verdictOpen: verdict === 'verdict-open' }),
    effects: [...before, stop('verdict'), send({ command: 'cease', cc }), start('cease', CEASE_MS)],
  }
}

/** Every line about a call keeps the picture of it: who talks, who may ask, when it was last heard of. */
function heard(state: FloorState, event: Extract<FloorEvent, { event: 'grant' }>, nowMs: number): FloorState {
  const call: RunningCall = { cc: event.cc, mayAsk: event.txRqPrmsn !== 1, lastEventMs: nowMs }
  return { ...state, call: event.txGrant === GRANT_OTHER && event.talkerSsi !== undefined ? { ...call, talkerSsi: event.talkerSsi } : call }
}

function callSeen(state: FloorState, cc: number, nowMs: number): FloorStep {
  const call: RunningCall = state.call?.cc === cc ? { ...state.call, lastEventMs: nowMs } : { cc, mayAsk: true, lastEventMs: nowMs }
  const { floor } = state
  const watch = start('call-quiet', CALL_QUIET_MS)
  if (floor.floor !== 'asking' || floor.cc !== undefined) return { state: { ...state, call }, effects: [watch] }
  const known: FloorState = { call, floor: { ...floor, cc } }
  return { state: known, effects: [watch, { effect: 'remember-call', cc }] }
}

function grant(settings: FloorSettings, state: FloorState, event: Extract<FloorEvent, { event: 'grant' }>, nowMs: number): FloorStep {
  const { floor } = state
  const watch = start('call-quiet', CALL_QUIET_MS)
  const also = (step: FloorStep): FloorStep => ({ state: step.state, effects: [watch, ...step.effects] })
  if (floor.floor === 'unreachable') return also(stay(state))
  switch (event.txGrant) {
    case GRANT_US:
      return also(granted(state, event.cc, nowMs))
    case GRANT_REFUSED:
      return also(floor.floor === 'asking' ? refused(state, 'no-floor') : stay(state))
    case GRANT_QUEUED:
      return also(floor.floor === 'asking' ? queued(settings, state, floor, event.cc) : stay(state))
    default:
      return also(toAnother(state, event.cc))
  }
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
  return cease(rest, cc, 'verdict-known', [remember])
}

function queued(settings: FloorSettings, state: FloorState, floor: Extract<Floor, { floor: 'asking' }>, cc: number): FloorStep {
  if (floor.withdrawn) return cease(state, cc, 'verdict-open')
  return { state: withFloor(state, { ...floor, cc, queued: true }), effects: [start('verdict', settings.queueMs), news({ news: 'queued' })] }
}

function toAnother(before: FloorState, cc: number): FloorStep {
  const unkeyed = localKeyUp(before)
  const { floor } = before
  const { state } = unkeyed
  if (floor.floor === 'talking' && floor.cc === cc) {
    return { state: withFloor(state, { floor: 'idle' }), effects: [{ effect: 'forget-call' }, news({ news: 'ended', cause: 'interrupted' })] }
  }
  // A set-up that ends in somebody else's call was beaten to it. A demand is answered by its own verdict: this is only who talks now.
  if (floor.floor === 'asking' && floor.via === 'setup' && !floor.queued) return refused(state, 'group-busy')
  return unkeyed
}

function localKeyUp(state: FloorState): FloorStep {
  if (!state.localKey) return stay(state)
  const { localKey: _up, ...rest } = state
  return { state: rest, effects: [news({ news: 'local-key', keyed: false })] }
}

function refused(state: FloorState, cause: FloorCause): FloorStep {
  const { floor } = state
  const silent = floor.floor === 'asking' && floor.withdrawn
  return {
    state: withFloor(state, { floor: 'idle' }),
    effects: [stop('verdict'), { effect: 'forget-call' }, ...(silent ? [] : [news({ news: 'refused', cause })])],
  }
}

function ceased(settings: FloorSettings, before: FloorState, event: Extract<FloorEvent, { event: 'ceased' }>, nowMs: number): FloorStep {
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

function interrupted(state: FloorState, cc: number): FloorStep {
  const { floor } = state
  if (floor.floor !== 'talking' || floor.cc !== cc) return stay(state)
  // Told to stop by the network: we also say so ourselves, because a radio that keys by its own pin would go on.
  return cease(state, cc, 'verdict-known', [news({ news: 'ended', cause: 'interrupted' })])
}

// Disconnect causes of +CTCR by what they mean for a press.
const DISCONNECT_BUSY = [2, 5, 8]
const DISCONNECT_PREEMPTED = 9
const DISCONNECT_NETWORK = [19, 33, 34, 37, 38]

function endCause(cause: number): FloorCause {
  if (cause === DISCONNECT_PREEMPTED) return 'interrupted'
  return DISCONNECT_NETWORK.includes(cause) ? 'no-network' : 'no-floor'
}

function callEnded(settings: FloorSettings, before: FloorState, event: Extract<FloorEvent, { event: 'call-ended' }>, nowMs: number): FloorStep {
  const unkeyed = localKeyUp(before)
  const ended = callOver(settings, unkeyed.state, event, nowMs)
  return { state: ended.state, effects: [...unkeyed.effects, ...ended.effects] }
}

function callOver(settings: FloorSettings, state: FloorState, event: Extract<FloorEvent, { event: 'call-ended' }>, nowMs: number): FloorStep {
  const { cc, cause } = event
  const { floor } = state
  const { call, ...rest } = state
  const without: FloorState = call === undefined || call.cc === cc ? rest : state
  const quiet = stop('call-quiet')
  switch (floor.floor) {
    case 'asking': {
      if (floor.cc !== undefined && floor.cc !== cc) return stay(state)
      // A demand in a call that had just run out is not a refusal: the same press sets up a new call.
      if (floor.via === 'demand' && !floor.withdrawn && !DISCONNECT_BUSY.includes(cause)) {
        const again = ask(settings, withFloor(without, { floor: 'idle' }))
        return { state: again.state, effects: [quiet, ...again.effects] }
      }
      const over = refused(without, DISCONNECT_BUSY.includes(cause) ? 'group-busy' : 'no-floor')
      return { state: over.state, effects: [quiet, ...over.effects] }
    }
    case 'talking':
      if (floor.cc !== cc) return stay(state)
      return { state: withFloor(without, { floor: 'idle' }), effects: [quiet, { effect: 'forget-call' }, news({ news: 'ended', cause: endCause(cause) })] }
    case 'ceasing': {
      if ((floor.cc ?? cc) !== cc) return stay(state)
      const back = givenBack(settings, without, floor, nowMs)
      return { state: back.state, effects: [quiet, ...back.effects] }
    }
    case 'idle':
    case 'unreachable':
      return { state: without, effects: [quiet] }
  }
}

function commandDone(settings: FloorSettings, state: FloorState, command: FloorCommand['command'], nowMs: number): FloorStep {
  const { floor } = state
  // Not every radio reports +CDTXC: an accepted +CUTXC is the end of our floor.
  if (floor.floor === 'ceasing' && (command === 'cease' || command === 'hang-up')) return givenBack(settings, state, floor, nowMs)
  return stay(state)
}

function commandFailed(state: FloorState, command: FloorCommand['command'], cause: FloorCause): FloorStep {
  const { floor } = state
  if (floor.floor === 'asking' && (command === 'dial' || command === 'demand')) {
    // No answer is no verdict: the radio may have keyed, so it is told to stop.
    if (cause === 'radio-silent') return giveUp(state, cause)
    return refused(state, cause)
  }
  if (floor.floor === 'ceasing' && (command === 'cease' || command === 'hang-up')) return ceaseAgain(state, floor)
  return stay(state)
}

function giveUp(state: FloorState, cause: FloorCause): FloorStep {
  const { floor } = state
  const cc = floor.floor === 'asking' ? floor.cc : undefined
  const said: FloorEffect[] = floor.floor === 'asking' && floor.withdrawn ? [] : [news({ news: 'refused', cause })]
  if (cc !== undefined) return cease(state, cc, 'verdict-open', said)
  return {
    state: withFloor(state, { floor: 'ceasing', tries: CEASE_TRIES, pressed: false, verdictOpen: true }),
    effects: [...said, stop('verdict'), send({ command: 'hang-up' }), start('cease', CEASE_MS)],
  }
}

/** Told again, then hung up, then said out loud; it stays `ceasing`, so nothing is keyed on a radio that will not let go. */
function ceaseAgain(state: FloorState, floor: Extract<Floor, { floor: 'ceasing' }>): FloorStep {
  const tries = floor.tries + 1
  const next = withFloor(state, { ...floor, tries, pressed: false })
  const told: FloorEffect[] = floor.pressed ? [news({ news: 'refused', cause: 'hanging-up' })] : []
  const again = start('cease', CEASE_MS)
  if (tries <= CEASE_TRIES && floor.cc !== undefined) return { state: next, effects: [...told, send({ command: 'cease', cc: floor.cc }), again] }
  const said: FloorEffect[] = tries === CEASE_TRIES + 2 ? [news({ news: 'may-still-transmit' })] : []
  return { state: next, effects: [...told, send({ command: 'hang-up' }), again, ...said] }
}

function linkLost(state: FloorState): FloorStep {
  const { floor, call } = state
  const timers = [stop('verdict'), stop('cease'), stop('call-quiet')]
  if (floor.floor === 'idle') return { state: { floor }, effects: timers }
  if (floor.floor === 'unreachable') return stay(state)
  const cc = floor.cc ?? call?.cc
  return {
    state: { floor: cc === undefined ? { floor: 'unreachable' } : { floor: 'unreachable', cc } },
    effects: [...timers, news({ news: 'ended', cause: 'link-lost' }), news({ news: 'may-still-transmit' })],
  }
}

function expired(state: FloorState, timer: FloorTimer): FloorStep {
  const { floor } = state
  if (timer === 'verdict') return floor.floor === 'asking' ? giveUp(state, 'no-floor') : stay(state)
  if (timer === 'cease') return floor.floor === 'ceasing' ? ceaseAgain(state, floor) : stay(state)
  if (floor.floor !== 'idle') return { state, effects: [start('call-quiet', CALL_QUIET_MS)] }
  const { call: _quiet, ...rest } = state
  return localKeyUp(rest)
}
