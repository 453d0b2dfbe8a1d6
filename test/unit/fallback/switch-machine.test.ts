// Switching and returning: the whole table, and each rule of the plan by name.
import { describe, expect, test } from 'vitest'
import { initialSwitch, switchReducer, type SavedSwitch } from '../../../electron/host/fallback/switch-machine.ts'
import type { Readiness, SwitchEffect, SwitchEvent, SwitchFacts, SwitchPlan, SwitchSettings, SwitchState } from '../../../electron/host/fallback/types.ts'
import { goldenTable, inWords } from '../../support/golden-table.ts'
import { inShort } from '../../support/switch-bench.ts'

export const SETTINGS: SwitchSettings = {
  confirmMs: 1000, settleMs: 3000, countdownMs: 5000, holdMs: 60_000, holdMaxMs: 3_600_000, relapseMemoryMs: 14_400_000,
  ownSpeechMs: 30_000, forceAfterMs: 1000, cutMs: 2000, emergencyQuietMs: 10_000, hardTimeoutMs: 120_000,
}
const PLAN: SwitchPlan = {
  channels: [{ id: 'rbs', kind: 'rbs' }, { id: 'desk', kind: 'tetra' }, { id: 'second', kind: 'tetra' }],
  groups: ['4037001', '4037002'], mode: 'act', automatic: true,
}
const READY: Readiness = { state: 'ready', verifiedAtMs: 0 }
const LOST: Readiness = { state: 'failed', cause: 'link-lost' }
const FACTS: SwitchFacts = { rbs: 'ok', ownNetworkDown: false, networkSilent: false, manned: true, proofs: 0, readiness: { desk: READY, second: LOST }, ownTransmission: false, heard: false, emergencyOpen: false }
const DOWN: Partial<SwitchFacts> = { rbs: 'down', proofs: 2 }

interface Run {
  state: SwitchState
  readonly said: string[]
  readonly effects: SwitchEffect[]
}

/** A console at this plan, driven by events at moments; timers do not run by themselves. */
function drive(plan: SwitchPlan = PLAN, saved?: SavedSwitch): Run & { at(ms: number, ...events: SwitchEvent[]): Run; facts(ms: number, facts: Partial<SwitchFacts>): Run } {
  const reduce = switchReducer(plan, SETTINGS)
  let facts = FACTS
  const run: Run = { state: initialSwitch(plan, SETTINGS, { facts, nowMs: 0, ...(saved ? { saved } : {}) }), said: [], effects: [] }
  const at = (ms: number, ...events: SwitchEvent[]): Run => {
    for (const event of events) {
      const step = reduce(run.state, event, ms)
      run.state = step.state
      run.effects.push(...step.effects)
      run.said.push(...step.effects.flatMap((effect) => (effect.effect === 'report' ? [inWords(effect.report)] : [])))
    }
    return run
  }
  return {
    get state() { return run.state },
    said: run.said,
    effects: run.effects,
    at,
    facts: (ms, changed) => {
      facts = { ...facts, ...changed }
      return at(ms, { event: 'facts-changed', facts })
    },
  }
}
const timer = (name: Extract<SwitchEvent, { event: 'timer-expired' }>['timer']): SwitchEvent => ({ event: 'timer-expired', timer: name })
const press: SwitchEvent = { event: 'switch-pressed' }
const confirmed: SwitchEvent = { event: 'channel-confirmed', channel: 'desk', group: '4037001' }

/** On the desk radio since 4 000 ms, switched by hand from a dead RBS. */
function onDesk(plan = PLAN): ReturnType<typeof drive> {
  const console = drive({ ...plan, automatic: false })
  console.facts(1000, DOWN)
  console.at(4000, press, confirmed)
  return console
}

describe('switching', () => {
  test('does with every state and event what its reviewed table says', async () => {
    const states: Record<string, SwitchState> = {
      'on the RBS, ok': drive().state,
      'on the RBS, down, not automatic': drive({ ...PLAN, automatic: false }).facts(0, DOWN).state,
      'counting down': drive().facts(0, DOWN).state,
      'asking the desk radio by itself': ((): SwitchState => { const c = drive(); c.facts(69_000, DOWN); return c.at(74_000, timer('countdown')).state })(),
      'deferred by an emergency': ((): SwitchState => { const c = drive(); c.facts(66_000, DOWN); c.facts(70_000, { lastEmergencyMs: 70_000 }); return c.at(71_000, timer('countdown')).state })(),
      'confirming the desk radio': drive({ ...PLAN, automatic: false }).at(500, press).state,
      'on the desk radio': onDesk().state,
      'deferred by own transmission': ((): SwitchState => { const c = onDesk(); c.facts(8000, { ownTransmission: true }); return c.at(9000, { event: 'return-pressed' }).state })(),
      'return offered': ((): SwitchState => { const c = onDesk(); c.facts(8000, { rbs: 'degraded' }); c.at(68_000, timer('hold')); return c.facts(69_000, { rbs: 'ok' }).state })(),
      'restored, unconfirmed': drive(PLAN, { channel: 'desk', group: '4037002' }).state,
      'observing': drive({ ...PLAN, mode: 'observe' }).state,
    }
    const facts = (changed: Partial<SwitchFacts>): SwitchEvent => ({ event: 'facts-changed', facts: { ...FACTS, ...changed } })
    const events: Record<string, SwitchEvent> = {
      'RBS ok': facts({}),
      'RBS down, two proofs': facts(DOWN),
      'RBS down, one proof': facts({ ...DOWN, proofs: 1 }),
      'own network down': facts({ ownNetworkDown: true, proofs: 2 }),
      'desk radio lost': facts({ ...DOWN, readiness: { desk: LOST, second: LOST } }),
      'desk lost, second ready': facts({ ...DOWN, readiness: { desk: LOST, second: READY } }),
      'we transmit': facts({ ...DOWN, ownTransmission: true }),
      'nobody sits here': facts({ ...DOWN, manned: false }),
      'own speech just heard': facts({ ...DOWN, lastOwnSpeechMs: 74_000 }),
      'an emergency comes': facts({ ...DOWN, emergencyOpen: true, lastEmergencyMs: 75_000 }),
      'switch pressed': press,
      'switch to RBS': { event: 'switch-pressed', to: 'rbs' },
      'switch to a card': { event: 'switch-pressed', to: 'portable-radios' },
      'group 2': { event: 'group-pressed', group: '4037002' },
      'unknown group': { event: 'group-pressed', group: '999' },
      'undo': { event: 'undo-pressed' },
      'stay on RBS': { event: 'stay-pressed' },
      'return': { event: 'return-pressed' },
      'desk confirmed': confirmed,
      'desk refused': { event: 'channel-refused', channel: 'desk', cause: 'DEVICE_DENIED' },
      'desk confirmed, late group': { event: 'channel-confirmed', channel: 'desk', group: '4037002' },
      'stood still': { event: 'stood-still' },
      'knob turned': { event: 'group-observed', channel: 'desk', group: '4037002' },
      ...Object.fromEntries((['confirm', 'countdown', 'cut', 'emergency', 'hold', 'deferral', 'reconfirm', 'own-speech', 'propose'] as const).map((name) => [`${name} time over`, timer(name)])),
    }
    const reduce = switchReducer(PLAN, SETTINGS)
    const observe = switchReducer({ ...PLAN, mode: 'observe' }, SETTINGS)
    const table = goldenTable({
      states,
      events,
      step: (state, event) => (state === states['observing'] ? observe : reduce)(state, event, 75_000),
      state: (state) => inShort(state, 75_000),
      effect: (effect) => (effect.effect === 'report' ? `"${inWords(effect.report)}"` : inWords(effect)),
    })
    await expect(table).toMatchFileSnapshot('../../fixtures/fallback/switch-table.txt')
  })

  test('changes the active channel only when the device has confirmed', () => {
    const console = drive({ ...PLAN, automatic: false })
    console.at(0, press)
    expect(console.state.active.channel).toBe('rbs')
    expect(console.effects).toContainEqual({ effect: 'select', channel: 'desk', group: '4037001' })
    expect(console.at(150, confirmed).state.active).toMatchObject({ channel: 'desk', group: '4037001', confirmed: true })
  })

  test('tries the next proven channel when the first does not confirm, and says so', () => {
    const console = drive({ ...PLAN, automatic: false })
    console.facts(0, { readiness: { desk: READY, second: READY } })
    console.at(0, press)
    console.at(1000, timer('confirm'))
    expect(console.said).toContain('not-confirmed channel=desk cause=no answer')
    expect(console.state.step).toMatchObject({ phase: 'confirming', to: 'second', tried: ['desk'] })
  })

  test('stays where it was, out loud, when nothing confirms', () => {
    const console = drive({ ...PLAN, automatic: false })
    console.at(0, press)
    console.at(1000, timer('confirm'))
    expect(console.said.at(-1)).toBe('switch-failed from=rbs tried=["desk"]')
    expect(console.state.active.channel).toBe('rbs')
  })

  test('ignores presses while undecided and for 3 s after, and says so', () => {
    const console = drive({ ...PLAN, automatic: false })
    console.at(0, press)
    console.at(100, press)
    expect(console.said.at(-1)).toBe('press-refused cause=busy')
    console.at(200, confirmed)
    console.at(3100, { event: 'undo-pressed' })
    expect(console.said.at(-1)).toBe('press-refused cause=busy')
    console.at(3300, { event: 'undo-pressed' })
    expect(console.state.active.channel).toBe('rbs')
  })

  test('counts down only with two proofs, a ready channel, a person present and the approver’s leave', () => {
    expect(drive().facts(0, DOWN).state.countdown).toMatchObject({ to: 'desk', endsAtMs: 5000 })
    expect(drive().facts(0, { ...DOWN, proofs: 1 }).state.countdown).toBeUndefined()
    expect(drive().facts(0, { ...DOWN, readiness: { desk: { state: 'stale', verifiedAtMs: 0 } } }).state.countdown).toBeUndefined()
    expect(drive().facts(0, { ...DOWN, manned: false }).state.countdown).toBeUndefined()
    expect(drive({ ...PLAN, automatic: false }).facts(0, DOWN).state.countdown).toBeUndefined()
    expect(drive({ ...PLAN, mode: 'advise' }).facts(0, DOWN).state.countdown).toBeUndefined()
    expect(drive().facts(0, { ...DOWN, lastOwnSpeechMs: -29_000 }).state.countdown).toBeUndefined()
  })

  test('in advise mode a person’s press switches, and nothing else does', () => {
    const console = drive({ ...PLAN, mode: 'advise' })
    console.facts(0, DOWN)
    console.at(5000, timer('countdown'), timer('own-speech'))
    expect([console.said, console.state.countdown]).toEqual([[], undefined])
    expect(console.at(6000, press, confirmed).state.active).toMatchObject({ channel: 'desk', confirmed: true })
  })

  test('counts down for a workstation whose own network is gone, as for down', () => {
    expect(drive().facts(0, { ownNetworkDown: true, rbs: 'unknown', proofs: 2 }).state.countdown).toMatchObject({ to: 'desk' })
  })

  test('switches by itself when the countdown ends, and not when the RBS came back in it', () => {
    const gone = drive()
    gone.facts(0, DOWN)
    gone.at(5000, timer('countdown'))
    expect(gone.state.step).toMatchObject({ phase: 'confirming', to: 'desk', trigger: 'automatic' })
    const back = drive()
    back.facts(0, DOWN)
    back.facts(3000, { rbs: 'degraded', proofs: 0 })
    expect(back.said.at(-1)).toBe('countdown-stopped cause=not-needed')
    expect(back.at(5000, timer('countdown')).state.active.channel).toBe('rbs')
  })

  test('"Blijf op RBS" holds until the RBS has been back', () => {
    const console = drive()
    console.facts(0, DOWN)
    console.at(1000, { event: 'stay-pressed' })
    expect(console.facts(2000, { proofs: 3 }).state.countdown).toBeUndefined()
    console.facts(60_000, { rbs: 'degraded', proofs: 0 })
    expect(console.facts(90_000, DOWN).state.countdown).toMatchObject({ to: 'desk' })
  })

  test('an automatic switch waits for a received emergency, a person’s does not', () => {
    const waiting = drive()
    waiting.facts(0, DOWN)
    waiting.facts(4000, { lastEmergencyMs: 4000 })
    waiting.at(5000, timer('countdown'))
    expect(waiting.state.step).toMatchObject({ phase: 'deferred', cause: 'emergency' })
    expect(waiting.at(14_000, timer('emergency')).state.step).toMatchObject({ phase: 'confirming', to: 'desk' })
    const person = drive()
    person.facts(0, { ...DOWN, lastEmergencyMs: 0 })
    expect(person.at(1000, press).state.step).toMatchObject({ phase: 'confirming', trigger: 'person' })
  })

  test('waits for the own transmission, and a second press after 1 s releases everything', () => {
    const console = onDesk()
    console.facts(8000, { ownTransmission: true })
    console.at(9000, { event: 'return-pressed' })
    expect(console.said.at(-1)).toBe('deferred to=rbs cause=own-transmission')
    console.at(9500, { event: 'return-pressed' })
    expect(console.said.at(-1)).toBe('press-refused cause=busy')
    console.at(10_100, { event: 'return-pressed' })
    expect(console.effects).toContainEqual({ effect: 'release-everything' })
    expect(console.state.active.channel).toBe('rbs')
  })

  test.each<[string, SwitchEvent]>([
    ['to another channel', { event: 'switch-pressed', to: 'second' }],
    ['of another group', { event: 'group-pressed', group: '4037002' }],
    ['that stays', { event: 'stay-pressed' }],
  ])('a press %s cuts nobody off for the switch that waits', (_what, other) => {
    const console = onDesk()
    console.facts(8000, { ownTransmission: true })
    console.at(9000, { event: 'return-pressed' })
    console.at(10_100, other)
    expect(console.effects).not.toContainEqual({ effect: 'release-everything' })
    expect(console.state.step).toMatchObject({ phase: 'deferred', to: 'rbs' })
  })

  test('cuts the own transmission after 2 s on a channel that is down', () => {
    const console = onDesk()
    console.facts(8000, { ownTransmission: true, readiness: { desk: LOST, second: READY } })
    console.at(9000, press)
    expect(console.effects).toContainEqual({ effect: 'start-timer', timer: 'cut', ms: 2000 })
    console.at(11_000, timer('cut'))
    expect(console.effects).toContainEqual({ effect: 'release-everything' })
    expect(console.state.step).toMatchObject({ phase: 'confirming', to: 'second' })
  })

  test('a group that the radio refuses leaves the channel as it was', () => {
    const console = onDesk()
    console.at(10_000, { event: 'group-pressed', group: '4037002' })
    console.at(10_200, { event: 'channel-refused', channel: 'desk', cause: 'DEVICE_DENIED' })
    expect(console.state.active).toMatchObject({ channel: 'desk', group: '4037001' })
    expect(console.state.step.phase).toBe('settled')
  })

  test('follows a knob turned on the radio', () => {
    const console = onDesk()
    console.at(20_000, { event: 'group-observed', channel: 'desk', group: '4037002' })
    expect(console.state.active.group).toBe('4037002')
    expect(console.said.at(-1)).toBe('group-changed channel=desk group=4037002 byHand=radio')
  })

  test('sends nothing and changes nothing in observe mode', () => {
    const console = drive({ ...PLAN, mode: 'observe' })
    console.facts(0, DOWN)
    console.at(10, press, { event: 'group-pressed', group: '4037002' }, { event: 'return-pressed' }, { event: 'undo-pressed' })
    expect(console.effects.filter((effect) => effect.effect === 'select' || effect.effect === 'release-everything')).toEqual([])
    expect(console.state.active.channel).toBe('rbs')
  })

  test('a lost radio stays active, unconfirmed, and is asked again when it is back', () => {
    const console = onDesk()
    console.facts(8000, { readiness: { desk: LOST, second: LOST } })
    expect(console.state.active).toMatchObject({ channel: 'desk', confirmed: false })
    console.facts(12_000, { readiness: { desk: READY, second: LOST } })
    expect(console.state.step).toMatchObject({ phase: 'confirming', to: 'desk', trigger: 'restore' })
    expect(console.at(12_200, confirmed).state.active).toMatchObject({ channel: 'desk', confirmed: true })
  })

  test('a restarted console starts on the last confirmed channel and never by itself on another', () => {
    const console = drive(PLAN, { channel: 'desk', group: '4037002' })
    expect(console.state.active).toMatchObject({ channel: 'desk', group: '4037002', confirmed: false })
    console.facts(100, DOWN)
    expect(console.state.step).toMatchObject({ phase: 'confirming', to: 'desk', group: '4037002', trigger: 'restore' })
    expect(drive(PLAN, { channel: 'gone' }).state.active.channel).toBe('rbs')
  })
})

describe('returning', () => {
  const hold = (console: ReturnType<typeof drive>): number => {
    const found = console.effects.findLast((effect) => effect.effect === 'start-timer' && effect.timer === 'hold')
    return found?.effect === 'start-timer' ? found.ms : 0
  }

  test('is offered after the hold, when the RBS is in order and nobody talks; never taken by itself', () => {
    const console = onDesk()
    console.facts(10_000, { rbs: 'degraded' })
    expect(hold(console)).toBe(60_000)
    console.facts(69_000, { rbs: 'ok', heard: true })
    console.at(70_000, timer('hold'))
    expect(console.state.returnOffered).toBe(false)
    console.facts(71_000, { heard: false })
    expect(console.state.returnOffered).toBe(true)
    expect(console.state.active.channel).toBe('desk')
    console.facts(72_000, { ownTransmission: true })
    expect(console.state.returnOffered).toBe(false)
  })

  test('starts the hold anew when the RBS falls silent in it', () => {
    const console = onDesk()
    console.facts(10_000, { rbs: 'degraded' })
    console.facts(30_000, { rbs: 'unknown' })
    expect(console.state.hold.hold).toBe('none')
    console.facts(40_000, { rbs: 'degraded' })
    expect(console.state.hold).toMatchObject({ hold: 'running', untilMs: 100_000 })
  })

  test('doubles the hold with each relapse, to an hour, and forgets after 4 h', () => {
    const console = onDesk()
    let now = 10_000
    const holds: number[] = []
    const outage = (): void => {
      console.facts(now, { rbs: 'ok' })
      holds.push(hold(console))
      console.at(now + hold(console), timer('hold'))
      now += hold(console) + 5000
      console.at(now, { event: 'return-pressed' })
      now += 10_000
      console.facts(now, { rbs: 'down' })
      console.at(now, press, confirmed)
      now += 5000
    }
    for (let time = 0; time < 8; time++) outage()
    expect(holds).toEqual([60_000, 120_000, 240_000, 480_000, 960_000, 1_920_000, 3_600_000, 3_600_000])
    now += SETTINGS.relapseMemoryMs
    console.facts(now, { rbs: 'ok' })
    expect(hold(console)).toBe(60_000)
  })

  test('by hand is always possible', () => {
    const console = onDesk()
    expect(console.at(20_000, { event: 'return-pressed' }).state.active.channel).toBe('rbs')
  })
})
