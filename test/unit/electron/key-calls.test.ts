// What a global key asks of the host, by what stands on the screen when it is pressed.
import { describe, expect, it } from 'vitest'
import { CALLS } from '../../../electron/contract/calls.ts'
import { callOf, panelCallOf, type KeyFacts } from '../../../electron/contract/key-calls.ts'
import { KEYS, PANEL_ACTIONS, type KeyAction, type PanelAction } from '../../../electron/contract/keys.ts'
import type { AlarmView, ChannelView, SiteView, SwitchView } from '../../../electron/contract/topics.ts'
import { createRepeatFilter } from '../../../electron/main/rules/key-repeat.ts'

const NOW = 1_000_000
const channel = (id: string, kind: ChannelView['kind']): ChannelView => ({ id, kind, label: id, readiness: 'ready', audio: { microphone: '', loudspeaker: '', recorded: false }, loses: [] })
const onRbs: SwitchView = { channel: 'rbs', confirmed: true, sinceUtcMs: NOW - 60_000, wantedGroup: '1', phase: 'settled', advised: false, returnOffered: false }
const onDesk: SwitchView = { ...onRbs, channel: 'desk' }
const alarm = (id: string, kind: AlarmView['kind'], sinceUtcMs: number, acknowledged = false): AlarmView => ({ id, kind, severity: 'error', sinceUtcMs, code: 'x', params: {}, acknowledged })
const alarms = Object.fromEntries([
  alarm('young', 'emergency', 30), alarm('old', 'emergency', 20), alarm('taken', 'emergency', 10, true), alarm('fault', 'service', 40), alarm('radio', 'radio', 15), alarm('seen', 'pedal', 5, true),
].map((one) => [one.id, one]))

const facts = (view: SwitchView | undefined, more: Partial<KeyFacts> = {}): KeyFacts => ({
  switch: view ? { switch: view } : {},
  channels: { rbs: channel('rbs', 'rbs'), desk: channel('desk', 'tetra'), hand: channel('hand', 'tetra') },
  alarms: {},
  ...more,
})

const CASES: readonly (readonly [what: string, action: KeyAction, facts: KeyFacts, call: string | undefined, input?: unknown])[] = [
  ['to the next ready channel', 'switch', facts(onRbs), 'switch.to', {}],
  ['to the channel that stands on the button', 'switch', facts({ ...onRbs, next: 'desk' }), 'switch.to', { to: 'desk' }],
  ['to what the countdown names', 'switch', facts({ ...onRbs, next: 'hand', countdown: { to: 'desk', endsUtcMs: NOW } }), 'switch.to', { to: 'desk' }],
  ['to what it waits for, so that the second press forces that', 'switch', facts({ ...onRbs, next: 'hand', phase: 'deferred', to: 'desk' }), 'switch.to', { to: 'desk' }],
  ['to the first of the plan', 'channel-1', facts(onDesk), 'switch.to', { to: 'rbs' }],
  ['to the third of the plan', 'channel-3', facts(onRbs), 'switch.to', { to: 'hand' }],
  ['nowhere where the plan is shorter', 'channel-5', facts(onRbs), undefined],
  ['stays on the RBS while a countdown runs, whatever else stands there', 'back', facts({ ...onRbs, countdown: { to: 'desk', endsUtcMs: NOW }, undo: 'desk', sinceUtcMs: NOW }), 'switch.stay', {}],
  ['undoes a switch that is 7.999 s old', 'back', facts({ ...onDesk, undo: 'rbs', sinceUtcMs: NOW - 7_999 }), 'switch.undo', {}],
  ['returns after 8 s, when the button says so', 'back', facts({ ...onDesk, undo: 'rbs', sinceUtcMs: NOW - 8_000 }), 'return.accept', {}],
  ['undoes nothing on the RBS, where the screen offers nothing to undo', 'back', facts({ ...onRbs, undo: 'desk', sinceUtcMs: NOW - 1 }), undefined],
  ['returns, and undoes nothing old, when the clock was set back an hour', 'back', facts({ ...onDesk, undo: 'rbs', sinceUtcMs: NOW + 3_600_000 }), 'return.accept', {}],
  ['returns by hand where nothing is offered', 'back', facts(onDesk), 'return.accept', {}],
  ['does nothing on the RBS with nothing to undo', 'back', facts({ ...onRbs, undo: 'desk' }), undefined],
  ['does nothing while nothing is known', 'back', facts(undefined), undefined],
  ['takes the oldest call that is open', 'take-emergency', facts(onRbs, { alarms }), 'emergency.take', { alarm: 'old' }],
  ['takes nothing where nobody calls', 'take-emergency', facts(onRbs), undefined],
  ['acknowledges every open fault and no emergency', 'acknowledge', facts(onRbs, { alarms }), 'alarm.acknowledge', { alarms: ['radio', 'fault'] }],
  ['acknowledges nothing where nothing is open', 'acknowledge', facts(onRbs), undefined],
  ['reports a fault', 'report', facts(undefined), 'fault.report', {}],
  ['says that speech drops, whatever was said before', 'tap-speech-drops', facts(undefined), 'people.tap', { symptom: 'speech-drops' }],
  ['says that the floor is refused', 'tap-ptt-refused', facts(onRbs), 'people.tap', { symptom: 'ptt-refused' }],
  ['says that nothing is received', 'tap-no-reception', facts(onRbs), 'people.tap', { symptom: 'no-reception' }],
  ['is no call', 'show-main', facts(onRbs), undefined],
  ['is a form of the window', 'unit-report', facts(onRbs), undefined],
]

const isOfWindow = (action: KeyAction): boolean => action === 'show-main' || action === 'unit-report'

describe('a global key', () => {
  it.each(CASES.map(([what, action, given, name, input]) => ({ what, action, given, call: name === undefined ? undefined : { name, input } })))('$what ($action)', ({ action, given, call }) => {
    expect(callOf(action, given, NOW)).toEqual(call)
  })

  it.each(CASES.flatMap(([, action, given]) => callOf(action, given, NOW) ?? []))('makes a call that the host accepts: $name', ({ name, input }) => {
    expect(CALLS[name].input.safeParse(input).success).toBe(true)
  })

  it('acknowledges no more alarms than one call takes', () => {
    const many = Object.fromEntries(Array.from({ length: 70 }, (_, at) => [`a${at}`, alarm(`a${at}`, 'service', at)]))
    const call = callOf('acknowledge', facts(onRbs, { alarms: many }), NOW)
    expect(call && CALLS[call.name].input.safeParse(call.input).success).toBe(true)
  })

  it('is in the table of keys, each action once', () => {
    expect(new Set(KEYS.map((row) => row.action)).size).toBe(KEYS.length)
    for (const { action } of KEYS) expect(() => callOf(action, facts(onRbs), NOW)).not.toThrow()
  })
})

describe('a key of a panel', () => {
  const groups = [{ key: 2, label: 'INC-2', gssi: '4037002' }, { key: 7, label: 'INC-7', gssi: '4037007' }]
  const site = { site: { groups } as unknown as SiteView }

  it.each(CASES.filter(([, action]) => !isOfWindow(action)).map(([what, action, given]) => ({ what, action: action as Extract<KeyAction, PanelAction>, given })))('asks what the global key asks: $what ($action)', ({ action, given }) => {
    expect(panelCallOf(action, { ...given, site }, NOW)).toEqual(callOf(action, given, NOW))
  })

  it('chooses the group with its number in the plan, wherever that stands in the list', () => {
    expect(panelCallOf('group-7', { ...facts(onRbs), site }, NOW)).toEqual({ name: 'group.select', input: { group: '4037007' } })
  })

  it('for a group that the plan does not have asks nothing, and so while no site is known', () => {
    expect([panelCallOf('group-1', { ...facts(onRbs), site }, NOW), panelCallOf('group-2', { ...facts(onRbs), site: {} }, NOW)]).toEqual([undefined, undefined])
  })

  it('has every meaning of a key but those that only a window can do', () => {
    const global = KEYS.map((row) => row.action).filter((action) => !isOfWindow(action))
    expect(PANEL_ACTIONS.filter((action) => !action.startsWith('group-')).toSorted()).toEqual(global.toSorted())
  })
})

describe('a key that is held', () => {
  it('counts once, however fast it repeats, and again when it was let go', () => {
    const counts = createRepeatFilter()
    expect([0, 399, 700, 1000, 1399, 1799, 2400].map((ms) => counts('switch', ms))).toEqual([true, false, false, false, false, false, true])
  })

  it.each([[250, 30], [500, 30], [660, 40], [1000, 500]])('counts once where the keyboard waits %i ms and then repeats every %i ms', (firstMs, thenMs) => {
    const counts = createRepeatFilter()
    const moments = [0, ...Array.from({ length: 10 }, (_, at) => firstMs + at * thenMs)]
    expect(moments.filter((ms) => counts('take-emergency', ms))).toEqual([0])
  })

  it('counts again for somebody who taps every 700 ms', () => {
    const counts = createRepeatFilter()
    expect([0, 700, 1400].map((ms) => counts('switch', ms))).toEqual([true, false, true])
  })

  it('does not hold up another one, nor the second press that forces a switch after 1 s', () => {
    const counts = createRepeatFilter()
    expect([counts('switch', 0), counts('back', 10), counts('switch', 1100)]).toEqual([true, true, true])
  })
})
