// Where the relay of a shared pedal is told to stand, and whether it does. Pure; its table is
// test/fixtures/changeover-relay/relay-table.txt. Source: architecture section 6, "Pedal".
// Unknown, contradicting or late is all one: the pedal counts as the RBS's, the relay is sent back there, and somebody is told.
// It is not sent again by itself: a relay that moves late would move under somebody's foot.
import type { ErrorCode } from '../kit/errors.ts'
import type { Step } from '../kit/machine.ts'
import type { Position, RelayEffect, RelayFault, RelayInput, RelayPhase, RelayState, Side } from './relay-types.ts'

export type RelayStep = Step<RelayState, RelayEffect>

/** From command to contact: a relay moves in 10 ms, the line and its polling take the rest. */
export const MOVE_MS = 200
const BACKOFF_MS = [1_000, 2_000, 5_000] as const // between openings; then 5 s for ever

export const INITIAL_RELAY: RelayState = { at: { phase: 'closed' }, wanted: 'rbs', position: 'unknown' }

/** Only this makes a press of the pedal ours. */
export const isPedalOurs = ({ at, position, fault }: RelayState): boolean =>
  at.phase === 'still' && at.commanded === 'radio' && position === 'radio' && fault === undefined

export function reduceRelay(before: RelayState, input: RelayInput): RelayStep {
  const step = decide(before, input)
  const ours = isPedalOurs(step.state)
  if (ours === isPedalOurs(before)) return step
  // Taken away before anything else is done, given last.
  const pedal: RelayEffect = { effect: 'news', news: { event: 'pedal', ours } }
  return { state: step.state, effects: ours ? [...step.effects, pedal] : [pedal, ...step.effects] }
}

function decide(state: RelayState, input: RelayInput): RelayStep {
  switch (input.event) {
    case 'stopped':
      return state.at.phase === 'closed' ? stay(state) : go({ ...state, wanted: 'rbs' }, { phase: 'closed' }, { effect: 'stop-timer' }, { effect: 'close' })
    case 'wanted':
      return wanted(state, input.side)
    case 'position':
      return positionTold({ ...state, position: input.position })
    case 'lost':
      return state.at.phase === 'closed' || state.at.phase === 'waiting' ? stay(state) : unreachable(state, input.cause)
    case 'line-failed':
      return isUp(state.at) ? unreachable(state, input.cause, { effect: 'close' }) : stay(state)
    case 'started':
      return state.at.phase === 'closed' ? go(state, { phase: 'opening', attempt: 0 }, { effect: 'open' }) : stay(state)
    case 'opened':
      return state.at.phase === 'opening' ? cameUp(state) : stay(state)
    case 'open-failed':
      return state.at.phase === 'opening' ? unreachable(state, input.cause) : stay(state)
    case 'timer-expired':
      return expired(state)
  }
}

const stay = (state: RelayState): RelayStep => ({ state, effects: [] })
const go = (state: RelayState, at: RelayPhase, ...effects: RelayEffect[]): RelayStep => ({ state: { ...state, at }, effects })
const isUp = (at: RelayPhase): at is Extract<RelayPhase, { commanded: Side }> => at.phase === 'moving' || at.phase === 'still'

function cameUp(state: RelayState): RelayStep {
  const commanded = command(state, state.wanted)
  return { state: commanded.state, effects: [{ effect: 'up' }, ...commanded.effects] }
}

function command(state: RelayState, side: Side): RelayStep {
  return go(state, { phase: 'moving', commanded: side, hadArrived: false }, { effect: 'set', side }, { effect: 'start-timer', ms: MOVE_MS })
}

function wanted(state: RelayState, side: Side): RelayStep {
  if (side === state.wanted) return stay(state)
  const next = { ...state, wanted: side }
  return isUp(state.at) ? command(next, side) : stay(next)
}

function positionTold(state: RelayState): RelayStep {
  const { at, position } = state
  if (!isUp(at)) return stay(state)
  if (position === at.commanded) return arrived(state, at.commanded)
  if (at.phase === 'moving' || state.fault !== undefined) return stay(state)
  // Bouncing contacts get as long as a move; the pedal is taken away at once all the same.
  return go(state, { phase: 'moving', commanded: at.commanded, hadArrived: true }, { effect: 'start-timer', ms: MOVE_MS })
}

function arrived(state: RelayState, commanded: Side): RelayStep {
  const stop: RelayEffect[] = state.at.phase === 'moving' ? [{ effect: 'stop-timer' }] : []
  // Back at the RBS after a failed move is safe, and still not where it is wanted.
  if (state.fault === undefined || commanded !== state.wanted) return go(state, { phase: 'still', commanded }, ...stop)
  const { fault: _over, ...rest } = state
  return go(rest, { phase: 'still', commanded }, ...stop, { effect: 'news', news: { event: 'fault-over' } })
}

function expired(state: RelayState): RelayStep {
  const { at } = state
  if (at.phase === 'waiting') return go(state, { phase: 'opening', attempt: at.attempt }, { effect: 'open' })
  if (at.phase !== 'moving') return stay(state)
  const faulty = withFault(state, state.position === 'unknown' ? 'position-unknown' : at.hadArrived ? 'moved-by-itself' : 'did-not-move')
  return { state: { ...faulty.state, at: { phase: 'still', commanded: 'rbs' } }, effects: [{ effect: 'set', side: 'rbs' }, ...faulty.effects] }
}

function withFault(state: RelayState, fault: RelayFault): RelayStep {
  if (state.fault === fault) return stay(state)
  return { state: { ...state, fault }, effects: [{ effect: 'news', news: { event: 'fault', fault, wanted: state.wanted } }] }
}

/** Without power on its coil it falls back to the RBS by itself, and nobody can see it. */
function unreachable(state: RelayState, cause: ErrorCode, ...more: RelayEffect[]): RelayStep {
  const attempt = 'attempt' in state.at ? state.at.attempt : 0
  const ms = BACKOFF_MS[Math.min(attempt, BACKOFF_MS.length - 1)] ?? 0
  const faulty = withFault(state, 'unreachable')
  const position: Position = 'unknown'
  return {
    state: { ...faulty.state, position, at: { phase: 'waiting', attempt: attempt + 1 } },
    effects: [...more, { effect: 'down', cause }, ...faulty.effects, { effect: 'start-timer', ms }],
  }
}
