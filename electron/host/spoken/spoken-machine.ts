// The guided spoken test of one channel: choose its group, speak, be heard by somebody else, and put everything back.
// Architecture section 6: a channel is proven only by speech that was heard; domain.md section 2, point 20, is why.
// Pure: spoken.ts carries out the effects. Its whole table is test/fixtures/spoken/spoken-table.txt.
import type { Reduce, Step } from '../../../native/kit/machine.ts'
import { SPOKEN_TEST_MS, type HeardBy, type SpokenTestEnd } from '../../contract/switching.ts'
import type { RunningTest, SpokenEffect, SpokenEvent, SpokenRefusal, SpokenReport, SpokenState, SpokenSurroundings, SpokenTarget, SpokenTest, SpokenTimer } from './types.ts'

type SpokenStep = Step<SpokenState, SpokenEffect>

const SELECT_MS = 1000 // as long as a switch waits for its device
const BACK_AFTER_MS = 100 // a key of the switch that ended the test goes first on the radio's line
const BACK_RETRY_MS = 2000
/** Half a minute of asking; a radio that is away longer is somebody's to look at, and coverage says where it stands. */
const BACK_TRIES = 15

export const NO_TEST: SpokenState = { test: { step: 'none' } }

export const isRunning = (test: SpokenTest): test is RunningTest => test.step === 'selecting' || test.step === 'speak' || test.step === 'listen'

/** Where a press goes because of the test; undefined: where it always goes. */
export function aimOf({ test }: SpokenState): { readonly channel: string; readonly group: string } | undefined {
  return test.step === 'speak' || test.step === 'listen' ? { channel: test.channel, group: test.group } : undefined
}

/** Why a test of this channel may not begin now; undefined: it may. What a person can wait for comes last. */
export function refusalOf(state: SpokenState, around: SpokenSurroundings, target: SpokenTarget | undefined): SpokenRefusal | undefined {
  if (around.observes) return 'observe-mode'
  if (around.drill) return 'spoken-drill'
  if (!target) return 'not-a-channel'
  if (target.kind === 'rbs') return 'spoken-rbs'
  if (around.emergencyOpen) return 'spoken-emergency'
  if (isRunning(state.test) || state.owed) return 'spoken-runs'
  if (around.countdown) return 'spoken-countdown'
  if (!around.settled) return 'busy'
  if (around.onAir) return 'spoken-on-air'
  if (target.readiness !== 'ready' && target.readiness !== 'stale') return 'spoken-not-ready'
  if (target.heard || around.heardOnActive) return 'spoken-heard'
  if (target.inUse) return 'spoken-in-use'
  return around.pedalShared ? 'spoken-pedal-shared' : undefined
}

/** What a running test cannot go on beside. */
export function interruptionOf(state: SpokenState, around: SpokenSurroundings): 'interrupted' | 'emergency' | undefined {
  const { test } = state
  if (!isRunning(test)) return undefined
  if (around.emergencyOpen) return 'emergency'
  // In `selecting` the pedal still belongs to the channel in use: who speaks there goes first.
  if (!around.settled || around.countdown || around.drill || (test.step === 'selecting' && around.onAir)) return 'interrupted'
  // Somebody calls on the channel that is worked by: the answer must go there, not to the test.
  return around.heardOnActive && around.active !== test.channel && test.press !== 'talking' ? 'interrupted' : undefined
}

export const reduceSpoken: Reduce<SpokenState, SpokenEvent, SpokenEffect> = (state, event, nowMs) => {
  switch (event.event) {
    case 'begun':
      return begun(state, event, nowMs)
    case 'channel-taken':
      return state.owed?.channel === event.channel ? settled(state, state.owed, 'taken') : stay(state)
    case 'left-turned':
      return state.owed || isRunning(state.test) ? stay(state) : then({ ...state, owed: { channel: event.channel, group: event.group, tries: 0 } }, start('back', BACK_RETRY_MS))
    case 'back':
      return state.owed ? settled(state, state.owed, 'back') : stay(state)
    case 'timer-expired':
      if (event.timer === 'back') return goBack(state)
      return isRunning(state.test) ? timeIsUp(state, state.test, event.timer, nowMs) : stay(state)
    default:
      return isRunning(state.test) ? runs(state, state.test, event, nowMs) : stay(state)
  }
}

function begun(state: SpokenState, { channel, group, back }: Extract<SpokenEvent, { event: 'begun' }>, nowMs: number): SpokenStep {
  if (isRunning(state.test) || state.owed) return stay(state)
  const test: RunningTest = { step: 'selecting', channel, group, beganMs: nowMs, endsAtMs: nowMs + SPOKEN_TEST_MS, ...(back === undefined || back === group ? {} : { back }), press: 'none', spoke: 'not' }
  return then({ ...state, test }, start('test', SPOKEN_TEST_MS), start('select', SELECT_MS), { effect: 'select', channel, group, why: 'test' })
}

type RunningEvent = Exclude<SpokenEvent, { event: 'begun' | 'channel-taken' | 'left-turned' | 'back' | 'timer-expired' }>

function runs(state: SpokenState, test: RunningTest, event: RunningEvent, nowMs: number): SpokenStep {
  switch (event.event) {
    case 'selected':
      return test.step === 'selecting' ? then({ ...state, test: { ...test, step: 'speak' } }, stop('select'), { effect: 'aim' }) : stay(state)
    case 'not-selected':
      return test.step === 'selecting' ? ended(test, { end: 'not-selected' }, nowMs) : stay(state)
    case 'press-changed':
      return test.step === 'selecting' ? stay(state) : pressChanged(state, test, event.press, nowMs)
    case 'witnessed':
      // Before a press it is somebody at the radio itself: that proves nothing of this position.
      return test.step !== 'selecting' && (test.spoke === 'yes' || test.press === 'asked') ? heard(state, test, 'control-radio', nowMs) : stay(state)
    case 'colleague-heard':
      return test.spoke === 'yes' ? heard(state, test, 'colleague', nowMs) : stay(state)
    case 'stopped':
      return ended(test, { end: 'stopped' }, nowMs)
    case 'interrupted':
      return ended(test, { end: 'interrupted' }, nowMs)
    case 'emergency':
      return ended(test, { end: 'emergency' }, nowMs)
    case 'device-lost':
      return event.channel === test.channel ? ended(test, { end: 'device-lost' }, nowMs) : stay(state)
    case 'turned-by-hand':
      // Until it has confirmed it is we who turn it. Then it stays where the hand put it.
      return test.step === 'selecting' ? stay(state) : ended(withoutBack(test), { end: 'interrupted' }, nowMs)
  }
}

function pressChanged(state: SpokenState, test: RunningTest, press: RunningTest['press'], nowMs: number): SpokenStep {
  if (press === test.press) return stay(state)
  // What was heard while no floor was given was another's, or proves nothing any more.
  const { heardBy: _void, ...unheard } = test
  const next: RunningTest = { ...(press === 'refused' && test.spoke !== 'yes' ? unheard : test), press, spoke: press === 'talking' ? 'yes' : test.spoke === 'not' ? 'tried' : test.spoke }
  // Heard while it was said: the outcome waits until the key is up, so that nobody is cut off for it.
  if (press === 'none' && next.spoke === 'yes' && next.heardBy !== undefined) return ended(next, { by: next.heardBy }, nowMs)
  return stay({ ...state, test: { ...next, step: press === 'none' && next.spoke === 'yes' ? 'listen' : 'speak' } })
}

function heard(state: SpokenState, test: RunningTest, by: HeardBy, nowMs: number): SpokenStep {
  if (test.press === 'none') return ended(test, { by }, nowMs)
  return test.heardBy === undefined ? stay({ ...state, test: { ...test, heardBy: by } }) : stay(state)
}

const UNHEARD = { yes: 'not-heard', tried: 'no-floor', not: 'no-press' } as const

function timeIsUp(state: SpokenState, test: RunningTest, timer: Exclude<SpokenTimer, 'back'>, nowMs: number): SpokenStep {
  if (timer === 'select') return test.step === 'selecting' ? ended(test, { end: 'not-selected' }, nowMs) : stay(state)
  if (test.spoke === 'yes' && test.heardBy !== undefined) return ended(test, { by: test.heardBy }, nowMs)
  return ended(test, { end: UNHEARD[test.spoke] }, nowMs)
}

/** Un-key, aim the pedal back, say it, and only then turn the radio back. */
function ended(test: RunningTest, outcome: { readonly end: SpokenTestEnd } | { readonly by: HeardBy }, nowMs: number): SpokenStep {
  const { channel, group, back } = test
  const named = { channel, group }
  const took = { tookMs: nowMs - test.beganMs, ...(back === undefined ? {} : { back }) }
  const report: SpokenReport = 'by' in outcome ? { report: 'passed', ...named, by: outcome.by, ...took } : { report: 'failed', ...named, end: outcome.end, ...took }
  const done: SpokenTest = 'by' in outcome ? { step: 'passed', ...named, heardBy: outcome.by, doneMs: nowMs } : { step: 'failed', ...named, end: outcome.end, doneMs: nowMs }
  // In `selecting` nothing was keyed for the test; what is keyed then is somebody's speech.
  const ours: readonly SpokenEffect[] = test.step === 'selecting' ? [] : [{ effect: 'release' }, { effect: 'aim' }]
  const turned: readonly SpokenEffect[] = back === undefined ? [] : [start('back', BACK_AFTER_MS)]
  return then(
    { test: done, ...(back === undefined ? {} : { owed: { channel, group: back, tries: 0 } }) },
    ...ours, stop('select'), stop('test'), { effect: 'report', report }, ...turned,
  )
}

function goBack(state: SpokenState): SpokenStep {
  const { owed } = state
  if (!owed) return stay(state)
  const { channel, group, tries } = owed
  if (tries >= BACK_TRIES) return then(withoutOwed(state), { effect: 'report', report: { report: 'not-back', channel, group } })
  return then({ ...state, owed: { ...owed, tries: tries + 1 } }, start('back', BACK_RETRY_MS), { effect: 'select', channel, group, why: 'back' })
}

const settled = (state: SpokenState, { channel, group }: NonNullable<SpokenState['owed']>, how: 'back' | 'taken'): SpokenStep =>
  then(withoutOwed(state), stop('back'), { effect: 'report', report: { report: 'settled', channel, group, how } })

function withoutOwed({ owed: _owed, ...rest }: SpokenState): SpokenState {
  return rest
}

function withoutBack({ back: _left, ...rest }: RunningTest): RunningTest {
  return rest
}

const stay = (state: SpokenState): SpokenStep => ({ state, effects: [] })
const then = (state: SpokenState, ...effects: readonly SpokenEffect[]): SpokenStep => ({ state, effects })
const start = (timer: SpokenTimer, ms: number): SpokenEffect => ({ effect: 'start-timer', timer, ms })
const stop = (timer: SpokenTimer): SpokenEffect => ({ effect: 'stop-timer', timer })
