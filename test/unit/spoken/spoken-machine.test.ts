// The spoken test: its whole table, and the rules that keep it from harming anybody, one sentence each.
import { describe, expect, test } from 'vitest'
import { SPOKEN_TEST_MS } from '../../../electron/contract/switching.ts'
import { aimOf, interruptionOf, NO_TEST, reduceSpoken, refusalOf } from '../../../electron/host/spoken/spoken-machine.ts'
import type { RunningTest, SpokenEffect, SpokenEvent, SpokenState, SpokenSurroundings, SpokenTarget } from '../../../electron/host/spoken/types.ts'
import { goldenTable, inWords } from '../../support/golden-table.ts'

const BEGAN: RunningTest = { step: 'selecting', channel: 'desk', group: '1', beganMs: 0, endsAtMs: SPOKEN_TEST_MS, press: 'none', spoke: 'not' }
const running = (rest: Partial<RunningTest>): SpokenState => ({ test: { ...BEGAN, ...rest } })

const STATES: Readonly<Record<string, SpokenState>> = {
  'no test': NO_TEST,
  'selecting': running({}),
  'selecting, stood on 2': running({ back: '2' }),
  'speak': running({ step: 'speak' }),
  'speak, stood on 2': running({ step: 'speak', back: '2' }),
  'asked for the floor': running({ step: 'speak', press: 'asked', spoke: 'tried' }),
  'no floor': running({ step: 'speak', press: 'refused', spoke: 'tried' }),
  'speaking': running({ step: 'speak', press: 'talking', spoke: 'yes' }),
  'speaking, heard': running({ step: 'speak', press: 'talking', spoke: 'yes', heardBy: 'control-radio' }),
  'listening': running({ step: 'listen', spoke: 'yes' }),
  'listening, asks again': running({ step: 'speak', press: 'asked', spoke: 'yes' }),
  'passed': { test: { step: 'passed', channel: 'desk', group: '1', heardBy: 'colleague', doneMs: 9 } },
  'failed, radio to turn back': { test: { step: 'failed', channel: 'desk', group: '1', end: 'stopped', doneMs: 9 }, owed: { channel: 'desk', group: '2', tries: 1 } },
  'asked back often enough': { test: { step: 'none' }, owed: { channel: 'desk', group: '2', tries: 15 } },
}

const EVENTS: Readonly<Record<string, SpokenEvent>> = {
  'begun': { event: 'begun', channel: 'other', group: '3', back: '4' },
  'selected': { event: 'selected' },
  'not selected': { event: 'not-selected' },
  'key down': { event: 'press-changed', press: 'asked' },
  'floor granted': { event: 'press-changed', press: 'talking' },
  'floor refused': { event: 'press-changed', press: 'refused' },
  'key up': { event: 'press-changed', press: 'none' },
  'control radio hears': { event: 'witnessed' },
  'colleague heard': { event: 'colleague-heard' },
  'stopped': { event: 'stopped' },
  'interrupted': { event: 'interrupted' },
  'emergency': { event: 'emergency' },
  'device lost': { event: 'device-lost', channel: 'desk' },
  'turned by hand': { event: 'turned-by-hand' },
  'another device lost': { event: 'device-lost', channel: 'other' },
  'switch takes it': { event: 'channel-taken', channel: 'desk' },
  'left turned by a crash': { event: 'left-turned', channel: 'desk', group: '2' },
  'back': { event: 'back' },
  'select time-out': { event: 'timer-expired', timer: 'select' },
  'a minute is over': { event: 'timer-expired', timer: 'test' },
  'time to go back': { event: 'timer-expired', timer: 'back' },
}

function inShort({ test: t, owed }: SpokenState): string {
  const said = t.step === 'passed' ? ` by ${t.heardBy}` : t.step === 'failed' ? ` ${t.end}` : t.step === 'none' ? '' : ` press=${t.press} spoke=${t.spoke}${t.heardBy === undefined ? '' : ` heard=${t.heardBy}`}${t.back === undefined ? '' : ` back=${t.back}`}`
  return `${t.step}${t.step === 'none' ? '' : ` ${t.channel}/${t.group}`}${said}${owed ? ` | owed ${owed.channel}/${owed.group} tries=${owed.tries}` : ''}`
}

const effectInWords = (effect: SpokenEffect): string => (effect.effect === 'report' ? inWords(effect.report) : inWords(effect))

test('every event in every state does what the reviewed table says', async () => {
  const table = goldenTable({ states: STATES, events: EVENTS, step: (state, event) => reduceSpoken(state, event, 5_000), state: inShort, effect: effectInWords })
  await expect(table).toMatchFileSnapshot('../../fixtures/spoken/spoken-table.txt')
})

function play(from: SpokenState, ...events: readonly SpokenEvent[]): { readonly state: SpokenState; readonly effects: readonly SpokenEffect[] } {
  let state = from
  const effects: SpokenEffect[] = []
  for (const event of events) {
    const step = reduceSpoken(state, event, 5_000)
    state = step.state
    effects.push(...step.effects)
  }
  return { state, effects }
}

describe('a spoken test', () => {
  test('whatever ends it un-keys first, then gives the pedal back, and only then turns the radio', () => {
    for (const event of [{ event: 'stopped' }, { event: 'interrupted' }, { event: 'emergency' }, { event: 'device-lost', channel: 'desk' }, { event: 'timer-expired', timer: 'test' }] as const) {
      const { state, effects } = play(running({ step: 'speak', press: 'talking', spoke: 'yes', back: '2' }), event)
      expect(effects.map((one) => one.effect)).toEqual(['release', 'aim', 'stop-timer', 'stop-timer', 'report', 'start-timer'])
      expect([aimOf(state), state.owed]).toEqual([undefined, { channel: 'desk', group: '2', tries: 0 }])
    }
  })

  test('that ends before its radio confirmed cuts nobody off who speaks on the channel in use', () => {
    expect(play(STATES['selecting']!, { event: 'interrupted' }).effects.map((one) => one.effect)).not.toContain('release')
  })

  test('has the pedal only between the confirmation of its group and its end', () => {
    expect(Object.entries(STATES).filter(([, state]) => aimOf(state)).map(([name]) => name)).toEqual([
      'speak', 'speak, stood on 2', 'asked for the floor', 'no floor', 'speaking', 'speaking, heard', 'listening', 'listening, asks again',
    ])
  })

  test('passes when the control radio heard it, but cuts nobody off for that', () => {
    const heard = play(STATES['speaking']!, { event: 'witnessed' })
    expect(heard).toMatchObject({ state: { test: { step: 'speak', heardBy: 'control-radio' } }, effects: [] })
    expect(play(heard.state, { event: 'press-changed', press: 'none' }).state.test).toMatchObject({ step: 'passed', heardBy: 'control-radio' })
  })

  test('does not pass by what was heard before anybody pressed, nor by a press that got no floor', () => {
    expect(play(STATES['speak']!, { event: 'witnessed' }, { event: 'colleague-heard' }).state.test).toMatchObject({ step: 'speak' })
    const asked = play(STATES['asked for the floor']!, { event: 'witnessed' }, { event: 'press-changed', press: 'refused' }, { event: 'press-changed', press: 'none' })
    expect(play(asked.state, { event: 'timer-expired', timer: 'test' }).state.test).toMatchObject({ step: 'failed', end: 'no-floor' })
    expect(play(asked.state, { event: 'press-changed', press: 'talking' }, { event: 'press-changed', press: 'none' }).state.test).toMatchObject({ step: 'listen' })
  })

  test('says after its minute what was missing: a press, the floor, or somebody who heard it', () => {
    const after = (name: string): unknown => play(STATES[name]!, { event: 'timer-expired', timer: 'test' }).state.test
    expect([after('speak'), after('no floor'), after('listening')]).toMatchObject([{ end: 'no-press' }, { end: 'no-floor' }, { end: 'not-heard' }])
  })

  test('asks its radio back half a minute long, and then says that it does not go', () => {
    let { state } = play(STATES['speak, stood on 2']!, { event: 'stopped' })
    let asked = 0
    let said: readonly SpokenEffect[] = []
    while (state.owed) {
      const step = play(state, { event: 'timer-expired', timer: 'back' })
      state = step.state
      said = step.effects
      asked += step.effects.filter((one) => one.effect === 'select').length
    }
    expect([asked, said]).toEqual([15, [{ effect: 'report', report: { report: 'not-back', channel: 'desk', group: '2' } }]])
  })

  test('leaves the radio to the switch that takes it', () => {
    expect(play(STATES['failed, radio to turn back']!, { event: 'channel-taken', channel: 'desk' })).toMatchObject({ state: { test: { end: 'stopped' } }, effects: [{ effect: 'stop-timer', timer: 'back' }, { effect: 'report', report: { report: 'settled', how: 'taken' } }] })
  })
})

const QUIET: SpokenSurroundings = { observes: false, drill: false, settled: true, countdown: false, onAir: false, emergencyOpen: false, active: 'rbs', heardOnActive: false, pedalShared: false }
const DESK: SpokenTarget = { channel: 'desk', kind: 'tetra', group: '1', readiness: 'ready', heard: false, inUse: false }

test('begins only where it disturbs nobody and everything about it is known', () => {
  const refused = (around: Partial<SpokenSurroundings>, target: Partial<SpokenTarget> | 'none' = {}, state = NO_TEST): unknown =>
    refusalOf(state, { ...QUIET, ...around }, target === 'none' ? undefined : { ...DESK, ...target })
  expect(refused({})).toBeUndefined()
  expect(refused({}, { readiness: 'stale' })).toBeUndefined()
  expect([
    refused({ observes: true }), refused({ drill: true }), refused({}, 'none'), refused({}, { kind: 'rbs' }), refused({ emergencyOpen: true }),
    refused({}, {}, STATES['speak']), refused({}, {}, STATES['failed, radio to turn back']), refused({ countdown: true }), refused({ settled: false }), refused({ onAir: true }),
    refused({}, { readiness: 'failed' }), refused({}, { readiness: 'struck-out' }), refused({}, { readiness: 'unknown' }),
    refused({}, { heard: true }), refused({ heardOnActive: true }), refused({}, { inUse: true }), refused({ pedalShared: true }),
  ]).toEqual([
    'observe-mode', 'spoken-drill', 'not-a-channel', 'spoken-rbs', 'spoken-emergency', 'spoken-runs', 'spoken-runs', 'spoken-countdown', 'busy', 'spoken-on-air',
    'spoken-not-ready', 'spoken-not-ready', 'spoken-not-ready', 'spoken-heard', 'spoken-heard', 'spoken-in-use', 'spoken-pedal-shared',
  ])
})

test('does not go on beside an emergency, a switch, a countdown, a drill, or somebody who calls on the channel in use', () => {
  const stops = (around: Partial<SpokenSurroundings>, state = STATES['speak']!): unknown => interruptionOf(state, { ...QUIET, ...around })
  expect(stops({})).toBeUndefined()
  expect([stops({ emergencyOpen: true }), stops({ settled: false }), stops({ countdown: true }), stops({ drill: true }), stops({ active: 'other', heardOnActive: true })])
    .toEqual(['emergency', 'interrupted', 'interrupted', 'interrupted', 'interrupted'])
  // The answer on the tested channel itself is what one waits for; who speaks is not cut off for a call.
  expect([stops({ active: 'desk', heardOnActive: true }), stops({ active: 'other', heardOnActive: true }, STATES['speaking']), stops({ onAir: true })]).toEqual([undefined, undefined, undefined])
  expect(stops({ onAir: true }, STATES['selecting'])).toBe('interrupted')
  expect(stops({ emergencyOpen: true }, NO_TEST)).toBeUndefined()
})
