// What a key does on an open line: key, confirm, un-key, settle; and the ways out of it. Pure; key-machine.ts takes them.
import type { FloorCause, RadioEvent } from '../kit/driver.ts'
import type { ErrorCode } from '../kit/errors.ts'
import type { Step } from '../kit/machine.ts'
import { BACKOFF_MS, GUARD_MS, READ_BACK_MS, UNKEY_AGAIN_MS, UNKEY_TRIES } from './constants.ts'
import type { Key, KeyEffect, KeyEvent, KeyPhase, KeyState } from './key-types.ts'

export type KeyStep = Step<KeyState, KeyEffect>

export const stay = (state: KeyState): KeyStep => ({ state, effects: [] })
export const go = (state: KeyState, at: KeyPhase, ...effects: KeyEffect[]): KeyStep => ({ state: { ...state, at }, effects })
export const news = (event: RadioEvent): KeyEffect => ({ effect: 'news', news: event })
const refuse = (cause: FloorCause): KeyEffect => news({ event: 'floor-refused', cause })
const startStep = (ms: number): KeyEffect => ({ effect: 'start-timer', timer: 'step', ms })
const toKey = (state: KeyState, key: Key, ...effects: KeyEffect[]): KeyStep => go(state, { phase: 'up', key }, ...effects)

export function reduceUp(state: KeyState, key: Key, event: KeyEvent): KeyStep {
  switch (key.key) {
    case 'rest':
      if (event.event === 'pressed') return press(state)
      return event.event === 'line-failed' ? closeAndWait(state, event.cause, false) : stay(state)
    case 'keying':
      return keying(state, key, event)
    case 'confirming':
    case 'keyed':
      return sending(state, key, event)
    case 'unkeying':
    case 'settling':
      return ending(state, key, event)
    case 'stuck':
      return stuck(state, event)
  }
}

/** Remembered before the line is keyed: a crash between the two must end in one un-keying too many, never too few. */
function press(state: KeyState): KeyStep {
  return toKey(state, { key: 'keying', withdrawn: false }, { effect: 'remember' }, { effect: 'key' }, { effect: 'start-timer', timer: 'guard', ms: GUARD_MS })
}

function keying(state: KeyState, key: Extract<Key, { key: 'keying' }>, event: KeyEvent): KeyStep {
  switch (event.event) {
    case 'pressed':
    case 'released':
      return toKey(state, { key: 'keying', withdrawn: event.event === 'released' })
    case 'line-keyed':
      if (key.withdrawn) return unkeyed(state)
      if (state.readBack === 'not-wired' || state.readBack === 'on') return toKey(state, { key: 'keyed' }, news({ event: 'floor-granted' }))
      return toKey(state, { key: 'confirming' }, startStep(READ_BACK_MS))
    case 'line-failed':
      // What failed may have keyed all the same.
      return key.withdrawn ? unkeyed(state) : unkeyed(state, refuse('radio-silent'))
    default:
      return stay(state)
  }
}

function sending(state: KeyState, { key }: Key, event: KeyEvent): KeyStep {
  if (event.event === 'released') return unkeyed(state)
  if (event.event !== 'timer-expired') return stay(state)
  if (event.timer === 'guard') return unkeyed(state, news({ event: 'floor-ended', cause: 'timed-out' }))
  return key === 'confirming' ? unkeyed(state, refuse('radio-silent')) : stay(state)
}

function ending(state: KeyState, key: Extract<Key, { key: 'unkeying' | 'settling' }>, event: KeyEvent): KeyStep {
  switch (event.event) {
    case 'pressed':
    case 'released':
      return toKey(state, { ...key, again: event.event === 'pressed' })
    case 'line-unkeyed':
      if (key.key === 'settling') return stay(state)
      if (state.readBack === 'off' || state.readBack === 'not-wired') return settled(state, key.again)
      return toKey(state, { ...key, key: 'settling' }, startStep(READ_BACK_MS))
    case 'line-failed':
      return failedOpen(state, event.cause, news({ event: 'may-transmit' }))
    case 'timer-expired':
      return key.key === 'settling' && event.timer === 'step' ? stillShown(state, key) : stay(state)
    default:
      return stay(state)
  }
}

/** Un-keyed, and yet read back as on the air. */
function stillShown(state: KeyState, { tries, again }: { readonly tries: number; readonly again: boolean }): KeyStep {
  if (tries + 1 < UNKEY_TRIES) return toKey(state, { key: 'unkeying', tries: tries + 1, again }, { effect: 'unkey' })
  // A read-back that tells nothing (a CM108 before its first report) contradicts nothing either.
  if (state.readBack === 'unknown') return settled(state, again)
  const refusal = again ? [refuse('hanging-up')] : []
  return toKey(state, { key: 'stuck' }, news({ event: 'may-transmit' }), ...refusal, startStep(UNKEY_AGAIN_MS))
}

function stuck(state: KeyState, event: KeyEvent): KeyStep {
  if (event.event === 'pressed') return { state, effects: [refuse('hanging-up')] }
  if (event.event === 'line-failed') return failedOpen(state, event.cause)
  if (event.event !== 'timer-expired' || event.timer !== 'step') return stay(state)
  return { state, effects: [{ effect: 'unkey' }, startStep(UNKEY_AGAIN_MS)] }
}

export function unkeyed(state: KeyState, ...more: KeyEffect[]): KeyStep {
  return toKey(state, { key: 'unkeying', tries: 0, again: false }, { effect: 'unkey' }, { effect: 'stop-timer', timer: 'guard' }, { effect: 'stop-timer', timer: 'step' }, ...more)
}

/** Un-keyed and known to be: the debt is paid, and a key that went down meanwhile counts now. */
export function settled(state: KeyState, again: boolean, ...more: KeyEffect[]): KeyStep {
  // The set's own microphone may have been let go of while we sent, when its read-back said nothing of it.
  const local = withLocalKey({ ...state, at: { phase: 'up', key: { key: 'rest' } } })
  const effects: KeyEffect[] = [{ effect: 'stop-timer', timer: 'step' }, { effect: 'forget' }, ...more, ...local.effects]
  if (!again) return { state: local.state, effects }
  const pressed = press(local.state)
  return { state: pressed.state, effects: [...effects, ...pressed.effects] }
}

/** Read back as on the air while this console is at rest: somebody uses the set's own microphone. */
export function withLocalKey(state: KeyState): KeyStep {
  const localKey = state.readBack === 'on'
  if (localKey === state.localKey) return stay(state)
  return { state: { ...state, localKey }, effects: [news({ event: 'local-key', keyed: localKey })] }
}

/** A line that does not take an un-keying is opened anew: that is the next thing that may help. */
export const failedOpen = (state: KeyState, cause: ErrorCode, ...more: KeyEffect[]): KeyStep => closeAndWait(state, cause, true, ...more)

function closeAndWait(state: KeyState, cause: ErrorCode, owes: boolean, ...more: KeyEffect[]): KeyStep {
  const waiting = wait(state, { attempt: 0, owes, cause })
  return { state: waiting.state, effects: [...more, { effect: 'close' }, ...waiting.effects] }
}

export function wait(state: KeyState, { attempt, owes, cause }: { readonly attempt: number; readonly owes: boolean; readonly cause: ErrorCode }): KeyStep {
  const ms = BACKOFF_MS[Math.min(attempt, BACKOFF_MS.length - 1)] ?? 0
  const local: KeyEffect[] = state.localKey ? [news({ event: 'local-key', keyed: false })] : []
  const left: KeyState = { ...state, localKey: false }
  return go(left, { phase: 'waiting', attempt: attempt + 1, owes, cause }, ...local, { effect: 'down', cause }, startStep(ms))
}
