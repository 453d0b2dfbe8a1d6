// Life and key of a set that is keyed by a wire: open and un-key, key, read back, un-key on every way out, come back.
// Pure; its table of all states and events is test/fixtures/keyed-radio/key-table.txt. Nothing is keyed on a set that owes
// a hang-up, and nothing is remembered as un-keyed before the line, and the read-back where there is one, said so.
// Source: architecture section 6, "PTT".
import type { Level } from '../kit/key-line.ts'
import { UNKEY_AGAIN_MS, UNKEY_TRIES } from './constants.ts'
import { failedOpen, go, news, reduceUp, settled, stay, unkeyed, wait, withLocalKey, type KeyStep } from './key-steps.ts'
import type { KeyEffect, KeyEvent, KeyState } from './key-types.ts'

export function reduceKey(state: KeyState, event: KeyEvent): KeyStep {
  if (event.event === 'read-back') return readBack(state, event.level)
  if (event.event === 'stopped') return stopped(state)
  if (event.event === 'lost') return lost(state, event)
  const { at } = state
  switch (at.phase) {
    case 'closed':
      if (event.event === 'started') return started(state, at.owes)
      return event.event === 'pressed' ? refused(state, at.owes) : stay(state)
    case 'opening':
      if (event.event === 'opened') return opened(state, at.owes)
      if (event.event === 'open-failed') return wait(state, { attempt: at.attempt, owes: at.owes, cause: event.cause })
      return event.event === 'pressed' ? refused(state, at.owes) : stay(state)
    case 'waiting':
      if (event.event === 'timer-expired' && event.timer === 'step') return go(state, { phase: 'opening', attempt: at.attempt, owes: at.owes }, { effect: 'open' })
      return event.event === 'pressed' ? refused(state, at.owes) : stay(state)
    case 'clearing':
      return clearing(state, at.tries, event)
    case 'up':
      return reduceUp(state, at.key, event)
  }
}

const refused = (state: KeyState, owes: boolean): KeyStep =>
  ({ state, effects: [news({ event: 'floor-refused', cause: owes ? 'hanging-up' : 'link-lost' })] })

function started(state: KeyState, owes: boolean): KeyStep {
  const debt = owes ? [news({ event: 'may-transmit' })] : []
  return go(state, { phase: 'opening', attempt: 0, owes }, ...debt, { effect: 'open' })
}

/** The opening has un-keyed. Only a read-back that still shows the set on the air says that it did not help. */
function opened(state: KeyState, owes: boolean): KeyStep {
  if (owes && state.readBack !== 'off' && state.readBack !== 'not-wired') {
    return go(state, { phase: 'clearing', tries: 1 }, { effect: 'start-timer', timer: 'step', ms: UNKEY_AGAIN_MS })
  }
  return cameUp(state, owes)
}

function cameUp(state: KeyState, owes: boolean): KeyStep {
  const paid: KeyEffect[] = owes ? [{ effect: 'forget' }, news({ event: 'hung-up' })] : []
  const up: KeyState = { ...state, at: { phase: 'up', key: { key: 'rest' } } }
  const local = withLocalKey(up)
  return { state: local.state, effects: [{ effect: 'stop-timer', timer: 'step' }, ...paid, { effect: 'up' }, ...local.effects] }
}

function clearing(state: KeyState, tries: number, event: KeyEvent): KeyStep {
  switch (event.event) {
    case 'pressed':
      return refused(state, true)
    case 'timer-expired':
      if (event.timer !== 'step') return stay(state)
      // A read-back that tells nothing (a CM108 before its first report) contradicts nothing either.
      if (tries >= UNKEY_TRIES && state.readBack === 'unknown') return cameUp(state, true)
      return go(state, { phase: 'clearing', tries: tries + 1 }, { effect: 'unkey' }, { effect: 'start-timer', timer: 'step', ms: UNKEY_AGAIN_MS })
    case 'line-failed':
      return failedOpen(state, event.cause)
    default:
      return stay(state)
  }
}

function readBack(before: KeyState, level: Level): KeyStep {
  if (level === before.readBack) return stay(before)
  const state: KeyState = { ...before, readBack: level }
  const { at } = state
  if (at.phase === 'clearing') return level === 'off' ? cameUp(state, true) : stay(state)
  if (at.phase !== 'up') return stay(state)
  switch (at.key.key) {
    case 'rest':
      return withLocalKey(state)
    case 'confirming':
      return level === 'on'
        ? go(state, { phase: 'up', key: { key: 'keyed' } }, { effect: 'stop-timer', timer: 'step' }, news({ event: 'floor-granted' }))
        : stay(state)
    case 'keyed':
      // The set stopped by itself, by its own time-out for instance: "U zendt" would no longer be true.
      return level === 'off' ? unkeyed(state, news({ event: 'floor-ended', cause: 'interrupted' })) : stay(state)
    case 'settling':
      return level === 'off' ? settled(state, at.key.again) : stay(state)
    case 'stuck':
      return level === 'off' ? settled(state, false, news({ event: 'hung-up' })) : stay(state)
    default:
      return stay(state)
  }
}

function stopped(state: KeyState): KeyStep {
  const { at } = state
  if (at.phase === 'closed') return stay(state)
  const owes = at.phase === 'clearing' || (at.phase === 'up' ? at.key.key !== 'rest' : at.owes)
  return go(state, { phase: 'closed', owes }, { effect: 'stop-timer', timer: 'step' }, { effect: 'stop-timer', timer: 'guard' }, { effect: 'close' })
}

function lost(state: KeyState, { cause, unkeyed: byOwnHand }: Extract<KeyEvent, { event: 'lost' }>): KeyStep {
  const { at } = state
  if (at.phase === 'closed' || at.phase === 'waiting') return stay(state)
  if (at.phase === 'opening') return wait(state, { attempt: at.attempt, owes: at.owes, cause })
  if (at.phase === 'clearing') return wait(state, { attempt: 0, owes: true, cause })
  const { key } = at.key
  const wasOut = key !== 'rest'
  const owes = key === 'stuck' || (wasOut && !byOwnHand)
  const waiting = wait(state, { attempt: 0, owes, cause })
  const verdict: KeyEffect[] =
    key === 'keyed' ? [news({ event: 'floor-ended', cause: 'link-lost' })]
    : key === 'keying' || key === 'confirming' ? [news({ event: 'floor-refused', cause: 'link-lost' })] : []
  const debt: KeyEffect[] = owes && key !== 'stuck' ? [news({ event: 'may-transmit' })] : []
  const paid: KeyEffect[] = wasOut && !owes ? [{ effect: 'forget' }] : []
  return { state: waiting.state, effects: [{ effect: 'stop-timer', timer: 'guard' }, ...verdict, ...debt, ...paid, ...waiting.effects] }
}
