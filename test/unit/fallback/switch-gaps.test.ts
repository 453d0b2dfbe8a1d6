// Switching where two things happen at once: what the console decided must still be wanted, and what it shows must be so.
import { describe, expect, test } from 'vitest'
import { initialSwitch, switchReducer, type SavedSwitch } from '../../../electron/host/fallback/switch-machine.ts'
import type { Readiness, SwitchEffect, SwitchEvent, SwitchFacts, SwitchPlan, SwitchSettings, SwitchState } from '../../../electron/host/fallback/types.ts'
import { inWords } from '../../support/golden-table.ts'

const SETTINGS: SwitchSettings = {
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
const timer = (name: Extract<SwitchEvent, { event: 'timer-expired' }>['timer']): SwitchEvent => ({ event: 'timer-expired', timer: name })
const confirmed: SwitchEvent = { event: 'channel-confirmed', channel: 'desk', group: '4037001' }

class Console {
  readonly said: string[] = []
  readonly effects: SwitchEffect[] = []
  state: SwitchState
  #facts = FACTS
  readonly #plan: SwitchPlan

  constructor(plan: SwitchPlan = PLAN, saved?: SavedSwitch) {
    this.#plan = plan
    this.state = initialSwitch(plan, SETTINGS, { facts: FACTS, nowMs: 0, ...(saved ? { saved } : {}) })
  }

  at(ms: number, ...events: SwitchEvent[]): this {
    for (const event of events) {
      const step = switchReducer(this.#plan, SETTINGS)(this.state, event, ms)
      this.state = step.state
      this.effects.push(...step.effects)
      this.said.push(...step.effects.flatMap((effect) => (effect.effect === 'report' ? [inWords(effect.report)] : [])))
    }
    return this
  }

  facts(ms: number, changed: Partial<SwitchFacts>): this {
    this.#facts = { ...this.#facts, ...changed }
    return this.at(ms, { event: 'facts-changed', facts: this.#facts })
  }
}

test('a position that only observes starts on the RBS whatever it worked by before: nothing there could take it back', () => {
  const saved: SavedSwitch = { channel: 'desk', group: '4037002' }
  const watching = new Console({ ...PLAN, mode: 'observe' }, saved)
  expect(watching.state).toMatchObject({ active: { channel: 'rbs', confirmed: true }, wantedGroup: '4037002' })
  expect(watching.state.active.group).toBeUndefined()
  expect(new Console(PLAN, saved).state.active).toMatchObject({ channel: 'desk', group: '4037002', confirmed: false })
})

const onDesk = (): Console => new Console({ ...PLAN, automatic: false }).facts(1000, DOWN).at(4000, { event: 'switch-pressed' }, confirmed)

describe('an automatic switch that waits for an emergency', () => {
  const waiting = (): Console => new Console().facts(0, DOWN).facts(4000, { lastEmergencyMs: 4000 }).at(5000, timer('countdown'))

  test('is given up when the RBS comes back meanwhile', () => {
    const console = waiting().facts(8000, { rbs: 'ok', proofs: 0 })
    expect(console.state.step.phase).toBe('settled')
    expect(console.said.at(-1)).toBe('countdown-stopped cause=not-needed')
    expect(console.at(14_000, timer('emergency')).state.active.channel).toBe('rbs')
    expect(console.effects.filter((effect) => effect.effect === 'select')).toEqual([])
  })

  test('goes to the group that was chosen while it waited', () => {
    const console = waiting().at(8000, { event: 'group-pressed', group: '4037002' }).at(14_000, timer('emergency'))
    expect(console.effects).toContainEqual({ effect: 'select', channel: 'desk', group: '4037002' })
  })

  test('is given up when its channel is no longer proven', () => {
    const console = waiting().facts(8000, { readiness: { desk: LOST, second: LOST } }).at(14_000, timer('emergency'))
    expect(console.effects.filter((effect) => effect.effect === 'select')).toEqual([])
    expect(console.state.step.phase).toBe('settled')
  })
})

describe('a group that the radio took although its confirmation came too late', () => {
  test('is shown: the radio stands on it', () => {
    const console = onDesk().at(10_000, { event: 'group-pressed', group: '4037002' })
    console.at(10_900, { event: 'group-observed', channel: 'desk', group: '4037002' })
    console.at(11_000, timer('confirm'))
    expect(console.state.active).toMatchObject({ channel: 'desk', group: '4037002', confirmed: true })
    expect(console.said).toContain('group-changed channel=desk group=4037002 byHand=radio')
  })

  test('is not told twice when the confirmation does come', () => {
    const console = onDesk().at(10_000, { event: 'group-pressed', group: '4037002' })
    console.at(10_500, { event: 'group-observed', channel: 'desk', group: '4037002' }, { event: 'channel-confirmed', channel: 'desk', group: '4037002' })
    expect(console.said.filter((one) => one.startsWith('group-changed'))).toEqual(['group-changed channel=desk group=4037002 byHand=key'])
  })
})

test('a radio that stands on no group any more is not confirmed, and is asked for its group again', () => {
  const console = onDesk().at(20_000, { event: 'group-observed', channel: 'desk', group: '' })
  expect(console.state.active).toMatchObject({ group: '4037001', confirmed: false })
  expect(console.state.step).toMatchObject({ phase: 'confirming', group: '4037001', trigger: 'restore' })
})

describe('a person who goes back to an RBS that is down', () => {
  const onDeskByItself = (): Console => new Console().facts(0, DOWN).at(5000, timer('countdown')).at(5200, confirmed)

  test('is not moved away again five seconds later', () => {
    const console = onDeskByItself().at(9000, { event: 'undo-pressed' }).facts(10_000, { proofs: 3 })
    expect(console.state.active.channel).toBe('rbs')
    expect(console.state.countdown).toBeUndefined()
  })

  test('is warned of the next outage as always', () => {
    const console = onDeskByItself().at(9000, { event: 'undo-pressed' })
    console.facts(60_000, { rbs: 'degraded', proofs: 0 }).facts(90_000, DOWN)
    expect(console.state.countdown).toMatchObject({ to: 'desk' })
  })
})

test('own speech on a radio that only refused a group is not cut', () => {
  const console = onDesk().facts(8000, { ownTransmission: true, readiness: { desk: { state: 'failed', cause: 'group-missing' }, second: LOST } })
  console.at(9000, { event: 'return-pressed' })
  expect(console.effects).not.toContainEqual({ effect: 'start-timer', timer: 'cut', ms: 2000 })
})

test('a deferred switch is cut when the channel dies while it waits', () => {
  const console = onDesk().facts(8000, { ownTransmission: true }).at(9000, { event: 'return-pressed' })
  console.facts(10_000, { readiness: { desk: LOST, second: LOST } })
  expect(console.effects).toContainEqual({ effect: 'start-timer', timer: 'cut', ms: 2000 })
})

test('a return that waits for the own speech is given up, out loud, when the RBS dies meanwhile', () => {
  const console = onDesk().facts(8000, { rbs: 'ok', ownTransmission: true }).at(9000, { event: 'return-pressed' })
  console.facts(10_000, { rbs: 'down' })
  expect(console.said.at(-1)).toBe('switch-failed from=desk tried=["rbs"]')
  expect(console.facts(11_000, { ownTransmission: false }).state.active.channel).toBe('desk')
})
